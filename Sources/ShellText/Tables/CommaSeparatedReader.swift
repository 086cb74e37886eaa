import Nx1Events

/// A reader of whole tables in files, as ``SeparatedValuesDecoder`` takes them apart. The first record holds the titles; other records
/// may be shorter.
package enum CommaSeparatedReader {
    /// Why a file is no table.
    package struct Malformation: Error, Sendable, Equatable, CustomStringConvertible {
        /// The line, from 1.
        package let line: Int
        /// What is wrong there, such as `a quoted field isn't closed`.
        package let reason: String

        /// The line and the reason: `line 3: a quoted field isn't closed`.
        package var description: String { "line \(line): \(reason)" }
    }

    /// How many bytes are taken at a time.
    private static let chunk = 256 << 10

    /// The table that a file is.
    /// - Throws: ``Malformation``, also for a file without a record and for one that isn't UTF-8.
    package static func table(
        in bytes: [UInt8], _ form: SeparatedValues.Form = .commas
    ) throws(Malformation) -> ResultTable {
        var decoder = SeparatedValuesDecoder(form, isStrict: false)
        var rows: [[JSONValue]] = []
        var width: Int?
        var malformation: Malformation?
        func add(_ record: SeparatedValuesDecoder.Record) {
            guard malformation == nil else { return }
            let most = width ?? SeparatedValuesDecoder.mostFields
            if let fault = record.fault {
                malformation = Malformation(line: fault.line, reason: fault.kind.reason)
            } else if record.fieldCount > most {
                malformation = Malformation(
                    line: record.line,
                    reason: "the record has \(record.fieldCount) fields, but the header has \(most)")
            } else {
                width = width ?? record.fieldCount
                rows.append(record.fields)
            }
        }
        for start in stride(from: 0, to: bytes.count, by: chunk) where malformation == nil {
            decoder.decode(bytes[start..<min(start + chunk, bytes.count)], add)
        }
        decoder.finish(add)
        if let malformation { throw malformation }
        guard !rows.isEmpty else { throw Malformation(line: 1, reason: "the file has no records") }
        let titles = rows.removeFirst()
        return ResultTable(columns: titles.map { $0.string ?? "" }, rows: rows)
    }
}

extension SeparatedValuesDecoder.Fault.Kind {
    fileprivate var reason: String {
        switch self {
        case .strayQuote: "an unquoted field has a quote"
        case .textAfterQuote: "text follows a closing quote"
        case .unclosedQuote: "a quoted field isn't closed"
        case .invalidUTF8: "the text isn't valid UTF-8"
        case .nul: "the text has a NUL byte"
        case .utf16: "the text is UTF-16; only UTF-8 is supported"
        case .tooLong: "the record is too long"
        }
    }
}
