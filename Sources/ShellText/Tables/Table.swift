import Nx1Events

/// Rows under column titles, ready to be laid out.
///
/// The text of all cells is one, as there may be a million of them.
package struct Table: Sendable, Equatable {
    private(set) var text = StyledText()
    /// Where each cell ends in the text, row by row, the titles first, if there are any.
    private var cellEnds: [Int] = []
    /// Where each row ends among the cells; a row may be shorter than others.
    private var rowEnds: [Int] = []
    /// Whether the first row are titles.
    private(set) var hasTitles = false
    /// How many cells the longest row has.
    private(set) var columnCount = 0
    /// One for each column; columns without one are on the left.
    package var alignments: [ColumnAlignment] = []

    mutating func reserve(cells cellCount: Int, rows: Int) {
        cellEnds.reserveCapacity(cellCount)
        rowEnds.reserveCapacity(rows)
    }

    /// Adds a cell to the row that is being added.
    mutating func addCell(_ write: (inout StyledText) -> Void) {
        let start = text.bytes.count
        write(&text)
        text.replaceTabs(from: start)
        cellEnds.append(text.bytes.count)
    }

    mutating func endRow() {
        columnCount = max(columnCount, cellEnds.count - (rowEnds.last ?? 0))
        rowEnds.append(cellEnds.count)
    }

    /// Ends the first row, which are titles.
    mutating func endTitles() {
        text.apply(.bold)
        hasTitles = true
        endRow()
    }

    /// How many rows there are, with the titles.
    var rowCount: Int { rowEnds.count }

    /// The numbers of the cells of a row.
    func row(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : rowEnds[index - 1])..<rowEnds[index]
    }

    /// Where a cell is in the text.
    func cell(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : cellEnds[index - 1])..<cellEnds[index]
    }
}

/// Where the text of a column stands.
package enum ColumnAlignment: Sendable, Hashable {
    case left, center, right
}

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
