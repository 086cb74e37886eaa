import Nx1Events

/// A table in the form of RFC 4180: CRLF after each record, quotes where a field needs them. Cells are exact: nothing stands
/// for null, a nested value is its JSON.
package struct CommaSeparatedValues {
    private var bytes: [UInt8] = []

    package init(_ table: ResultTable) {
        if !table.columns.isEmpty { append(table.columns) }
        let count = table.columnCount
        for row in table.rows {
            let fields = row.map(Self.field)
            // Each record has the same number of fields.
            append(fields + Array(repeating: "", count: max(0, count - fields.count)))
        }
    }

    /// The records, without the line break after the last one.
    package var text: String { String(decoding: bytes.dropLast(2), as: UTF8.self) }

    private static func field(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        default: value.string ?? value.serialized()
        }
    }

    private mutating func append(_ fields: [String]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(field, isAlone: fields.count == 1)
        }
        bytes += [0x0D, 0x0A]
    }

    private mutating func append(_ field: String, isAlone: Bool) {
        let quote = UInt8(ascii: "\"")
        let needsQuotes = field.utf8.contains { byte in
            byte == quote || byte == UInt8(ascii: ",") || byte == 0x0D || byte == 0x0A
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
