package import Nx1Events

/// An HTML table. Numeric columns are right-aligned.
package struct TableHTML {
    package private(set) var html = HTMLText()

    /// - Parameters:
    ///   - alignments: one for each column.
    ///   - hasTitles: whether the first row is a header.
    ///   - cellCount: the number of cells, header included.
    ///   - write: writes the content of a cell, by its index in row order.
    init(
        alignments: [ColumnAlignment], hasTitles: Bool, cellCount: Int, form: HTMLForm,
        write: (Int, inout HTMLText) -> Void
    ) {
        let count = alignments.count
        if form.framesTables { html.open("div", ["class": "table"]) }
        html.open("table")
        html.endRow()
        if hasTitles { html.open("thead") }
        for start in stride(from: 0, to: cellCount, by: max(1, count)) {
            let isTitle = hasTitles && start == 0
            if start == (hasTitles ? count : 0) { html.open("tbody") }
            html.open("tr")
            for index in start..<min(start + count, cellCount) {
                let alignment = alignments[index - start]
                html.element(
                    isTitle ? "th" : "td",
                    ["scope": isTitle ? "col" : nil, "style": alignment.style]
                ) { write(index, &$0) }
            }
            html.close("tr")
            if isTitle { html.close("thead") }
            html.endRow()
        }
        if cellCount > (hasTitles ? count : 0) { html.close("tbody") }
        html.close("table")
        if form.framesTables { html.close("div") }
    }

    /// A result table.
    /// - Parameters:
    ///   - title: the shown form of a column name.
    ///   - text: the shown form of a cell.
    package init(
        _ result: ResultTable, form: HTMLForm = .fragment, title: (String) -> String = { $0 },
        text: (JSONValue) -> String = ResultTable.text
    ) {
        let count = result.columnCount
        func row(_ cells: [String]) -> [String] {
            cells + Array(repeating: "", count: max(0, count - cells.count))
        }
        let rows = result.rows.map { row($0.map(text)) }
        let titles = result.columns.isEmpty ? [] : row(result.columns.map(title))
        let alignments = (0..<count).map { column in
            ColumnAlignment(suiting: rows.lazy.map { $0[column] })
        }
        let cells = titles + rows.joined()
        self.init(
            alignments: alignments, hasTitles: !titles.isEmpty, cellCount: cells.count, form: form,
            write: { index, html in
                html.append(rowsOf: cells[index])
            })
    }
}

extension ColumnAlignment {
    /// The `style` attribute of a cell; nil for the default alignment.
    fileprivate var style: String? {
        switch self {
        case .left: nil
        case .center: "text-align:center"
        case .right: "text-align:right"
        }
    }
}
