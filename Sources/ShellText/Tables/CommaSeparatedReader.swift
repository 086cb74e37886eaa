import Nx1Events

/// Reads whole tables from files, using ``SeparatedValuesDecoder``. The first record is the header; other records may
/// be shorter.
package enum CommaSeparatedReader {
    /// The error for a malformed file.
    package struct Malformation: Error, Sendable, Equatable, CustomStringConvertible {
        /// The line, starting at 1.
        package let line: Int
        /// The problem, such as `a quoted field isn't closed`.
        package let reason: String

        /// The line and the reason: `line 3: a quoted field isn't closed`.
        package var description: String { "line \(line): \(reason)" }
    }

    /// The number of bytes decoded at a time.
    private static let chunk = 256 << 10

    /// Parses a file.
    /// - Throws: ``Malformation``, also if the file has no records or isn't valid UTF-8.
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
        case .textAfterQuote: "text follows a closing quote"
        case .unclosedQuote: "a quoted field isn't closed"
        case .invalidUTF8: "the text isn't valid UTF-8"
        case .utf16: "the text is UTF-16; only UTF-8 is supported"
        // Found only by a strict decoder, or by one with a limit.
        case .strayQuote, .nul, .tooLong: "it is malformed"
        }
    }
}
