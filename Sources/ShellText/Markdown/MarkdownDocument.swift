import CMarkdown

/// A Markdown text taken apart into blocks, by md4c.
///
/// md4c is not linear in everything (`MarkdownEffort`), and a link that is defined elsewhere can be much longer than its use.
/// So its work is estimated before it is done, and counted while it is; a text that makes too much of it is no Markdown.
package struct MarkdownDocument: Sendable, Equatable {
    /// In the order of the text: each one is followed by those inside it.
    package var blocks: [MarkdownBlock] = []
    /// The cells of all tables.
    package var cells: [MarkdownText] = []
    /// The alignments of all tables' columns.
    var alignments: [ColumnAlignment] = []
    /// The text of all blocks, in UTF-8.
    var bytes: [UInt8] = []
    /// What is marked in it.
    var runs: [MarkdownText.Run] = []
    /// Where links lead.
    var addresses: [String] = []

    /// One that has nothing yet.
    init() {}

    /// Nil for a text that can't be taken apart in a time that fits its size.
    package init?(_ source: String) {
        // md4c counts in 32 bits.
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

    /// A part of the text.
    package func text(_ part: Stretch) -> String {
        String(decoding: bytes[part.range], as: UTF8.self)
    }

    /// The blocks in a range, without those inside them.
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
        guard let client else { preconditionFailure("md4c lost what it was given") }
        return client.assumingMemoryBound(to: MarkdownBuilder.self)
    }
}

extension MarkdownDocument {
    /// The address of that number, from 1; nil for 0.
    func address(_ number: UInt32) -> String? { number > 0 ? addresses[Int(number) - 1] : nil }

    /// The amount to add to all heading levels so that the highest is one below `level`; 0 if `level` is 0.
    func headingOffset(below level: Int) -> Int {
        let levels = blocks.lazy.compactMap {
            if case .heading(let level, _) = $0 { Int(level) } else { nil }
        }
        guard level > 0, let highest = levels.min() else { return 0 }
        return level + 1 - highest
    }

    /// The alignments of a table's columns. Columns of numbers without an explicit alignment are right-aligned.
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
