import Nx1Events

/// A reader of tables in files: fields with commas (RFC 4180), or with tabs.
///
/// The first record holds the titles. A byte-order mark is ignored, a record ends with LF, CR LF or CR, and blank lines are skipped.
/// With commas, a field may be quoted and then hold separators and line breaks; a file whose first record has semicolons and no comma,
/// as spreadsheets write it where the comma is the decimal separator, is read with semicolons. With tabs there are no quotes:
/// `\t`, `\n`, `\r` and `\\` are what ``SeparatedValues`` writes them for.
package struct CommaSeparatedReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let form: SeparatedValues.Form
    private var separator: UInt8
    private var position = 0
    private var line = 1
    /// Whether all of it is UTF-8, so that its fields are.
    private let isValid: Bool
    /// The number of titles.
    private var width = 0

    /// Why a file is no table.
    package struct Malformation: Error, Sendable, Equatable, CustomStringConvertible {
        /// The line, from 1.
        package let line: Int
        /// What is wrong there, such as `a quoted field isn't closed`.
        package let reason: String

        /// The line and the reason: `line 3: a quoted field isn't closed`.
        package var description: String { "line \(line): \(reason)" }
    }

    /// The table that a file is.
    /// - Throws: ``Malformation``, also for a file without a record and for one that isn't UTF-8.
    package static func table(
        in bytes: [UInt8], _ form: SeparatedValues.Form = .commas
    ) throws(Malformation) -> ResultTable {
        let isValid = String(validating: bytes, as: UTF8.self) != nil
        let records: Result<[[JSONValue]], Malformation> = bytes.withUnsafeBufferPointer { bytes in
            var reader = CommaSeparatedReader(bytes, form, isValid: isValid)
            do throws(Malformation) {
                return .success(try reader.records())
            } catch {
                return .failure(error)
            }
        }
        var rows = try records.get()
        guard !rows.isEmpty else { throw Malformation(line: 1, reason: "there is no record") }
        let titles = rows.removeFirst()
        return ResultTable(columns: titles.map { $0.string ?? "" }, rows: rows)
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>, _ form: SeparatedValues.Form, isValid: Bool) {
        self.isValid = isValid
        self.bytes = bytes
        self.form = form
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
        separator = UInt8(ascii: form == .commas ? "," : "\t")
        if form == .commas, usesSemicolons { separator = UInt8(ascii: ";") }
    }

    /// Whether the first record has semicolons outside of quotes, and no comma.
    private var usesSemicolons: Bool {
        var (isQuoted, hasSemicolon) = (false, false)
        for byte in bytes[position...] {
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted: return false
            case UInt8(ascii: ";") where !isQuoted: hasSemicolon = true
            case 0x0A where !isQuoted, 0x0D where !isQuoted: return hasSemicolon
            default: break
            }
        }
        return hasSemicolon
    }

    private mutating func records() throws(Malformation) -> [[JSONValue]] {
        var records: [[JSONValue]] = []
        while position < bytes.count {
            if takeLineEnd() { continue }
            let start = line
            let record = try record()
            if records.isEmpty { width = record.count }
            if record.count > width {
                throw Malformation(
                    line: start, reason: "the record has \(record.count) fields, and the titles are \(width)")
            }
            records.append(record)
        }
        return records
    }

    private mutating func record() throws(Malformation) -> [JSONValue] {
        var fields: [JSONValue] = []
        fields.reserveCapacity(width)
        while true {
            let isQuoted = form == .commas && position < bytes.count && bytes[position] == UInt8(ascii: "\"")
            fields.append(.string(try isQuoted ? quotedField() : plainField()))
            guard position < bytes.count, bytes[position] == separator else { break }
            position += 1
        }
        if position < bytes.count, !takeLineEnd() {
            throw Malformation(line: line, reason: "text follows a closing quote")
        }
        return fields
    }

    private mutating func plainField() throws(Malformation) -> String {
        let start = position
        var hasEscapes = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == separator || byte == 0x0A || byte == 0x0D { break }
            if byte == 0x5C { hasEscapes = true }
            position += 1
        }
        let field = UnsafeBufferPointer(rebasing: bytes[start..<position])
        guard form == .tabs, hasEscapes else { return try text(field) }
        return try Self.unescaped(field).withUnsafeBufferPointer { field throws(Malformation) in
            try text(field)
        }
    }

    private mutating func quotedField() throws(Malformation) -> String {
        let start = line
        position += 1
        var field: [UInt8] = []
        var partStart = position
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                let part = UnsafeBufferPointer(rebasing: bytes[partStart..<(position - 1)])
                guard position < bytes.count, bytes[position] == byte else {
                    if field.isEmpty { return try text(part) }
                    field += part
                    return try field.withUnsafeBufferPointer { field throws(Malformation) in try text(field) }
                }
                field += part
                partStart = position
                position += 1
            } else if byte == 0x0A || byte == 0x0D && !(position < bytes.count && bytes[position] == 0x0A) {
                line += 1
            }
        }
        throw Malformation(line: start, reason: "a quoted field isn't closed")
    }

    private static func unescaped(_ field: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var isEscaped = false
        for byte in field {
            guard isEscaped else {
                if byte == 0x5C { isEscaped = true } else { text.append(byte) }
                continue
            }
            isEscaped = false
            switch byte {
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case 0x5C: text.append(0x5C)
            default: text += [0x5C, byte]
            }
        }
        if isEscaped { text.append(0x5C) }
        return text
    }

    /// Goes behind the line break at the position; false if there is none.
    private mutating func takeLineEnd() -> Bool {
        guard position < bytes.count, bytes[position] == 0x0A || bytes[position] == 0x0D else { return false }
        if bytes[position] == 0x0D, position + 1 < bytes.count, bytes[position + 1] == 0x0A { position += 1 }
        position += 1
        line += 1
        return true
    }

    private func text(_ field: UnsafeBufferPointer<UInt8>) throws(Malformation) -> String {
        if isValid { return String(decoding: field, as: UTF8.self) }
        guard let text = String(validating: field, as: UTF8.self) else {
            throw Malformation(line: line, reason: "the text isn't UTF-8")
        }
        return text
    }
}
