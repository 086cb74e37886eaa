extension Table {
    /// A table of a Markdown document.
    init(_ table: MarkdownTable, _ inline: InlineMarkdown) {
        let cells = inline.document.cells[table.cells.range]
        alignments = Array(inline.document.alignments[table.alignments.range])
        reserve(cells: cells.count, rows: cells.count / max(1, table.columnCount))
        for (index, cell) in cells.enumerated() {
            addCell { inline.append(cell, to: &$0) }
            if index + 1 == table.columnCount {
                endTitles()
            } else if (index + 1) % table.columnCount == 0 {
                endRow()
            }
        }
    }
}
