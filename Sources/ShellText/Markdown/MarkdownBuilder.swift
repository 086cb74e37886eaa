import CMarkdown

/// Builds a document from md4c's callbacks.
struct MarkdownBuilder {
    /// The start of the parsed text.
    var base: UnsafePointer<UInt8>?
    let widened: WidenedMarkdown
    /// The size of the text, which limits the work. It is also used to reserve memory; unused memory isn't touched.
    private let size: Int
    private(set) var document = MarkdownDocument()
    /// The indices of the open blocks, outermost first.
    private var openBlocks: [Int] = []
    /// The number of open blocks that were dropped because of their depth.
    private var flattened = 0
    /// Whether the last open block is an item that collects the content of items dropped because of their depth.
    private var isInFlattenedItem = false
    /// The leaf block being read; nil between blocks.
    private var leaf: Leaf?
    var marks: [MarkdownText.Marks] = []
    var allMarks: MarkdownText.Marks = []
    /// Whether the last callback was a NUL.
    var hasJustTakenNull = false
    /// The address numbers of the open links.
    var links: [UInt32] = []
    /// The start of the current table's alignments and cells.
    private var tableStart = (alignment: 0, cell: 0)
    private var isInHeader = false
    private var workLeft: Int

    /// Whether the text needed more work than its size allows.
    var isExhausted: Bool { workLeft < 0 }

    private struct Leaf {
        enum Kind {
            case paragraph, cell, html
            case heading(UInt8)
            case code(language: Stretch, isFenced: Bool)
        }
        let kind: Kind
        /// The start in the document's bytes.
        let start: Int
        let firstRun: Int
    }

    init(size: Int, widened: WidenedMarkdown) {
        self.widened = widened
        self.size = size
        workLeft = 8 * size + 50_000
        document.bytes.reserveCapacity(size)
        document.blocks.reserveCapacity(min(size / 2, 1 << 20))
    }

    /// The maximum depth. Deeper blocks are flattened: no window can show them, and recursive code is safe.
    private static let deepest = 24

    /// Counts work. Returns a nonzero value, which aborts the parser, when the budget is used up.
    mutating func work(_ amount: Int) -> Int32 {
        workLeft -= amount
        return workLeft < 0 ? 1 : 0
    }
}

// MARK: - Blocks
extension MarkdownBuilder {
    mutating func enter(block kind: MD_BLOCKTYPE, _ detail: UnsafeMutableRawPointer?) -> Int32 {
        switch kind {
        case MD_BLOCK_DOC, MD_BLOCK_THEAD, MD_BLOCK_TBODY:
            isInHeader = kind == MD_BLOCK_THEAD
        case MD_BLOCK_QUOTE:
            open(.quote(inside: .none))
        case MD_BLOCK_UL:
            let list = detail?.assumingMemoryBound(to: MD_BLOCK_UL_DETAIL.self).pointee
            open(.list(MarkdownList(start: nil, isTight: list?.is_tight != 0)))
        case MD_BLOCK_OL:
            let list = detail?.assumingMemoryBound(to: MD_BLOCK_OL_DETAIL.self).pointee
            open(.list(MarkdownList(start: list?.start ?? 1, isTight: list?.is_tight != 0)))
        case MD_BLOCK_LI:
            let item = detail?.assumingMemoryBound(to: MD_BLOCK_LI_DETAIL.self).pointee
            let mark = item.map { UInt8(bitPattern: $0.task_mark) }
            open(.item(isDone: item?.is_task == 0 ? nil : mark != UInt8(ascii: " "), inside: .none))
        case MD_BLOCK_HR:
            finishLeaf()
            add(.rule)
        case MD_BLOCK_H:
            let heading = detail?.assumingMemoryBound(to: MD_BLOCK_H_DETAIL.self).pointee
            begin(.heading(UInt8(heading?.level ?? 1)))
        case MD_BLOCK_CODE:
            let code = detail?.assumingMemoryBound(to: MD_BLOCK_CODE_DETAIL.self).pointee
            finishLeaf()
            let start = document.bytes.count
            if let code { document.bytes.append(contentsOf: Self.text(of: code.lang).utf8) }
            begin(
                .code(
                    language: Stretch(start..<document.bytes.count),
                    isFenced: code.map { $0.fence_char != 0 } ?? false))
        case MD_BLOCK_HTML: begin(.html)
        case MD_BLOCK_P: begin(.paragraph)
        case MD_BLOCK_TABLE:
            finishLeaf()
            if document.cells.isEmpty { document.cells.reserveCapacity(min(size / 2, 1 << 20)) }
            tableStart = (document.alignments.count, document.cells.count)
        case MD_BLOCK_TH, MD_BLOCK_TD:
            if kind == MD_BLOCK_TH, isInHeader {
                let cell = detail?.assumingMemoryBound(to: MD_BLOCK_TD_DETAIL.self).pointee
                document.alignments.append(ColumnAlignment(cell?.align ?? MD_ALIGN_DEFAULT))
            }
            begin(.cell)
        default: break
        }
        return work(1)
    }

    mutating func leave(block kind: MD_BLOCKTYPE) -> Int32 {
        switch kind {
        case MD_BLOCK_QUOTE, MD_BLOCK_UL, MD_BLOCK_OL, MD_BLOCK_LI: close()
        case MD_BLOCK_H, MD_BLOCK_CODE, MD_BLOCK_HTML, MD_BLOCK_P, MD_BLOCK_DOC: finishLeaf()
        case MD_BLOCK_TABLE:
            add(
                .table(
                    MarkdownTable(
                        alignments: Stretch(tableStart.alignment..<document.alignments.count),
                        cells: Stretch(tableStart.cell..<document.cells.count))))
        case MD_BLOCK_TH, MD_BLOCK_TD:
            guard let cell = leaf else { break }
            finishLeaf()
            // Short rows are filled with empty cells by md4c.
            if cell.start == document.bytes.count { return work(6) }
        default: break
        }
        return 0
    }

    private mutating func begin(_ kind: Leaf.Kind) {
        finishLeaf()
        leaf = Leaf(kind: kind, start: document.bytes.count, firstRun: document.runs.count)
    }

    private mutating func finishLeaf() {
        guard let done = leaf else { return }
        leaf = nil
        let bytes = Stretch(done.start..<document.bytes.count)
        let text = MarkdownText(bytes: bytes, runs: Stretch(done.firstRun..<document.runs.count))
        switch done.kind {
        case .paragraph, .html: if done.start < document.bytes.count { add(.paragraph(text)) }
        case .cell: document.cells.append(text)
        case .heading(let level): add(.heading(level: level, text))
        case .code(let language, let isFenced):
            add(.code(MarkdownCode(language: language, text: bytes, isFenced: isFenced)))
        }
    }

    /// Appends text to the current leaf block.
    mutating func append(_ new: UnsafeBufferPointer<UInt8>) {
        // Text directly in an item of a tight list is a paragraph.
        if leaf == nil { begin(.paragraph) }
        guard let leaf, !new.isEmpty else { return }
        let start = document.bytes.count
        document.bytes.append(contentsOf: new)
        let address = links.last ?? 0
        let isFirst = document.runs.count == leaf.firstRun
        if isFirst, allMarks.isEmpty, address == 0 { return }
        if isFirst {
            if start > leaf.start { document.runs.append(.init(end: start, marks: [], address: 0)) }
        } else if let last = document.runs.last, last.marks == allMarks, last.address == address {
            document.runs[document.runs.count - 1].end = document.bytes.count
            return
        }
        document.runs.append(.init(end: document.bytes.count, marks: allMarks, address: address))
    }

    /// Returns the number of an address, reusing the last one if it is the same.
    mutating func number(of address: String) -> UInt32 {
        if document.addresses.last != address { document.addresses.append(address) }
        return UInt32(document.addresses.count)
    }
}

// MARK: - Blocks with others inside
extension MarkdownBuilder {
    private mutating func add(_ block: MarkdownBlock) {
        if flattened > 0, let last = openBlocks.last, case .list = document.blocks[last] {
            isInFlattenedItem = true
            openBlocks.append(document.blocks.count)
            document.blocks.append(.item(isDone: nil, inside: .none))
        }
        document.blocks.append(block)
    }

    private mutating func open(_ block: MarkdownBlock) {
        finishLeaf()
        if openBlocks.count >= Self.deepest {
            flattened += 1
        } else {
            openBlocks.append(document.blocks.count)
            document.blocks.append(block)
        }
    }

    private mutating func close() {
        finishLeaf()
        if flattened > 0 {
            flattened -= 1
            return
        }
        if isInFlattenedItem {
            isInFlattenedItem = false
            closeLast()
        }
        closeLast()
    }

    private mutating func closeLast() {
        let last = openBlocks.removeLast()
        document.blocks[last].inside = Stretch(last + 1..<document.blocks.count)
    }
}

extension ColumnAlignment {
    fileprivate init(_ alignment: MD_ALIGN) {
        switch alignment {
        case MD_ALIGN_RIGHT: self = .right
        case MD_ALIGN_CENTER: self = .center
        default: self = .left
        }
    }
}
