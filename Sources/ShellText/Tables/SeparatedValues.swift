import Nx1Events

/// A table as separated values. Cells are exact: null is an empty field, and nested values are JSON.
package struct SeparatedValues {
    /// The file format.
    package enum Form: Sendable {
        /// RFC 4180: commas, CRLF after each record, quotes where needed.
        case commas
        /// Tabs, LF after each record; `\t`, `\n`, `\r` and `\\` in a field, as PostgreSQL's COPY writes them.
        case tabs

        /// The line break after a record.
        package var lineEnd: String { self == .commas ? "\r\n" : "\n" }
        fileprivate var separator: UInt8 { UInt8(ascii: self == .commas ? "," : "\t") }
    }

    private var bytes: [UInt8] = []
    private let form: Form

    package init(_ table: ResultTable, _ form: Form = .commas) {
        self.form = form
        if !table.columns.isEmpty { append(table.columns) }
        let count = table.columnCount
        for row in table.rows {
            let fields = row.map(Self.field)
            // Each record has the same number of fields.
            append(fields + Array(repeating: "", count: max(0, count - fields.count)))
        }
    }

    /// The records, without the line break after the last one.
    package var text: String { String(decoding: bytes.dropLast(form.lineEnd.utf8.count), as: UTF8.self) }

    private static func field(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        default: value.string ?? value.serialized()
        }
    }

    private mutating func append(_ fields: [String]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(form.separator) }
            switch form {
            case .commas: appendQuoted(field, isAlone: fields.count == 1)
            case .tabs: appendEscaped(field)
            }
        }
        bytes += form.lineEnd.utf8
    }

    private mutating func appendEscaped(_ field: String) {
        for byte in field.utf8 {
            switch byte {
            case 0x09: bytes += [0x5C, UInt8(ascii: "t")]
            case 0x0A: bytes += [0x5C, UInt8(ascii: "n")]
            case 0x0D: bytes += [0x5C, UInt8(ascii: "r")]
            case 0x5C: bytes += [0x5C, 0x5C]
            default: bytes.append(byte)
            }
        }
    }

    private mutating func appendQuoted(_ field: String, isAlone: Bool) {
        let quote = UInt8(ascii: "\"")
        let needsQuotes = field.utf8.contains { byte in
            byte == quote || byte == form.separator || byte == 0x0D || byte == 0x0A
        }
        // A record of one empty field would be a blank line, which readers skip.
        guard needsQuotes || isAlone && field.isEmpty else {
            bytes.append(contentsOf: field.utf8)
            return
        }
        bytes.append(quote)
        for byte in field.utf8 {
            bytes.append(byte)
            if byte == quote { bytes.append(quote) }
        }
        bytes.append(quote)
    }
}
