import CMarkdown

/// A Markdown text parsed into blocks by md4c.
///
/// md4c isn't linear in every respect (see ``MarkdownEffort``), and a link defined elsewhere can be much longer than
/// its use. The work is therefore estimated in advance and counted during the parse, and texts that need too much are
/// refused.
package struct MarkdownDocument: Sendable, Equatable {
    /// The blocks in the order of the text, each followed by its nested blocks.
    package var blocks: [MarkdownBlock] = []
    /// The cells of all tables.
    package var cells: [MarkdownText] = []
    /// The alignments of all tables' columns.
    var alignments: [ColumnAlignment] = []
    /// The text of all blocks, in UTF-8.
    var bytes: [UInt8] = []
    /// The marked runs of the text.
    var runs: [MarkdownText.Run] = []
    /// The addresses of links.
    var addresses: [String] = []

    /// Creates an empty document.
    init() {}

    /// Parses a text. Returns nil if that would take disproportionately long.
    package init?(_ source: String) {
        // md4c uses 32-bit offsets.
        guard source.utf8.count < 1 << 30 else { return nil }
        let widened = WidenedMarkdown(source)
        var builder = MarkdownBuilder(size: source.utf8.count, widened: widened)
        let isRead = widened.bytes.withUnsafeBufferPointer { bytes in
            builder.base = bytes.baseAddress
            let text = UnsafeBufferPointer(rebasing: bytes.prefix(widened.count))
            let effort = MarkdownEffort(text)
            if effort.isTooLarge { return false }
            let dialect = effort.hasTooManyAddresses ? markdown_dialect_without_addresses : markdown_dialect
            return withUnsafeMutablePointer(to: &builder) { Self.parse(text, as: dialect, with: $0) }
        }
        guard isRead, !builder.isExhausted else { return nil }
        self = builder.document
    }

    /// Returns a part of the text.
    package func text(_ part: Stretch) -> String {
        String(decoding: bytes[part.range], as: UTF8.self)
    }

    /// Returns the blocks in a range, without their nested blocks.
    package func blocks(_ range: Range<Int>) -> MarkdownBlocks { MarkdownBlocks(of: blocks, range) }

    private static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, as dialect: Int,
        with builder: UnsafeMutablePointer<MarkdownBuilder>
    ) -> Bool {
        var parser = MD_PARSER()
        parser.flags = UInt32(dialect)
        parser.enter_block = { kind, detail, client in
            Self.builder(client).pointee.enter(block: kind, detail)
        }
        parser.leave_block = { kind, _, client in Self.builder(client).pointee.leave(block: kind) }
        parser.enter_span = { kind, detail, client in Self.builder(client).pointee.enter(span: kind, detail) }
        parser.leave_span = { kind, _, client in Self.builder(client).pointee.leave(span: kind) }
        parser.text = { kind, start, size, client in
            UnsafeRawBufferPointer(start: start, count: Int(size)).withMemoryRebound(to: UInt8.self) {
                Self.builder(client).pointee.add(text: kind, $0)
            }
        }
        return bytes.withMemoryRebound(to: CChar.self) { characters in
            md_parse(characters.baseAddress, MD_SIZE(characters.count), &parser, builder) == 0
        }
    }

    private static func builder(_ client: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<MarkdownBuilder> {
        guard let client else { preconditionFailure("md4c passed no user data") }
        return client.assumingMemoryBound(to: MarkdownBuilder.self)
    }
}

extension MarkdownDocument {
    /// Returns the address with a number, starting at 1; nil for 0.
    func address(_ number: UInt32) -> String? { number > 0 ? addresses[Int(number) - 1] : nil }

    /// Returns the offset that puts the highest heading one level below `level`; 0 if `level` is 0.
    func headingOffset(below level: Int) -> Int {
        let levels = blocks.lazy.compactMap {
            if case .heading(let level, _) = $0 { Int(level) } else { nil }
        }
        guard level > 0, let highest = levels.min() else { return 0 }
        return level + 1 - highest
    }

    /// Returns the alignments of a table's columns. Numeric columns without an explicit alignment are right-aligned.
    func alignments(of table: MarkdownTable) -> [ColumnAlignment] {
        let written = Array(alignments[table.alignments.range])
        let cells = self.cells[table.cells.range].map { text($0.bytes) }
        return written.indices.map { column in
            guard written[column] == .left else { return written[column] }
            return ColumnAlignment(
                suiting: stride(from: written.count + column, to: cells.count, by: written.count).lazy.map {
                    cells[$0]
                })
        }
    }
}

extension Table {
    /// Creates the table of a Markdown document.
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
