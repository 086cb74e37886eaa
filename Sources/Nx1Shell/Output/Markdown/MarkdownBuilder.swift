import CMarkdown

/// Puts a document together from what md4c tells of it, in the order of the text.
struct MarkdownBuilder {
    /// Where the parsed text is.
    var base: UnsafePointer<UInt8>?
    let widened: WidenedMarkdown
    private var containers = [Container(kind: .document)]
    /// How many containers are open that were too deep to be kept.
    private var flattened = 0
    /// What is being read inside a block; nil between blocks.
    var leaf: Leaf?
    var marks: [MarkdownText.Marks] = []
    var allMarks: MarkdownText.Marks = []
    var links: [String] = []
    private var table = MarkdownTable()
    private var row: [MarkdownText] = []
    private var isInHeader = false
    private var workLeft: Int

    /// Whether the text asked for more work than its size allows.
    var isExhausted: Bool { workLeft < 0 }

    private struct Container {
        enum Kind {
            case document, quote
            case list(MarkdownList)
            case item(isDone: Bool?)
        }
        var kind: Kind
        var blocks: [MarkdownBlock] = []
        /// Those of a list.
        var items: [MarkdownList.Item] = []
    }

    struct Leaf {
        enum Kind {
            case paragraph, cell
            case heading(Int)
            case code(String)
            case html
        }
        var kind: Kind
        var text = MarkdownText()
    }

    /// - Parameter size: of the text, by which the work is limited.
    init(size: Int, widened: WidenedMarkdown) {
        self.widened = widened
        workLeft = 8 * size + 50_000
    }

    /// The blocks, once all was told.
    var blocks: [MarkdownBlock] { containers[0].blocks }

    /// Deeper ones are read as if they weren't there: no window shows them, and code that follows them goes as deep.
    private static let deepest = 24

    /// Non-zero ends the parse.
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
            open(.quote)
        case MD_BLOCK_UL:
            let list = detail?.assumingMemoryBound(to: MD_BLOCK_UL_DETAIL.self).pointee
            open(.list(MarkdownList(start: nil, isTight: list?.is_tight != 0)))
        case MD_BLOCK_OL:
            let list = detail?.assumingMemoryBound(to: MD_BLOCK_OL_DETAIL.self).pointee
            open(.list(MarkdownList(start: Int(list?.start ?? 1), isTight: list?.is_tight != 0)))
        case MD_BLOCK_LI:
            let item = detail?.assumingMemoryBound(to: MD_BLOCK_LI_DETAIL.self).pointee
            let mark = item.map { UInt8(bitPattern: $0.task_mark) }
            open(.item(isDone: item?.is_task == 0 ? nil : mark != UInt8(ascii: " ")))
        case MD_BLOCK_HR:
            finishLeaf()
            add(.rule)
        case MD_BLOCK_H:
            let heading = detail?.assumingMemoryBound(to: MD_BLOCK_H_DETAIL.self).pointee
            begin(.heading(Int(heading?.level ?? 1)))
        case MD_BLOCK_CODE:
            let code = detail?.assumingMemoryBound(to: MD_BLOCK_CODE_DETAIL.self).pointee
            begin(.code(code.map { Self.text(of: $0.lang) } ?? ""))
        case MD_BLOCK_HTML: begin(.html)
        case MD_BLOCK_P: begin(.paragraph)
        case MD_BLOCK_TABLE:
            finishLeaf()
            table = MarkdownTable()
        case MD_BLOCK_TR:
            row = []
            row.reserveCapacity(table.header.count)
        case MD_BLOCK_TH, MD_BLOCK_TD:
            if kind == MD_BLOCK_TH, isInHeader {
                let cell = detail?.assumingMemoryBound(to: MD_BLOCK_TD_DETAIL.self).pointee
                table.alignments.append(ColumnAlignment(cell?.align ?? MD_ALIGN_DEFAULT))
            }
            leaf = Leaf(kind: .cell)
        default: break
        }
        return work(1)
    }

    mutating func leave(block kind: MD_BLOCKTYPE) -> Int32 {
        switch kind {
        case MD_BLOCK_QUOTE, MD_BLOCK_UL, MD_BLOCK_OL, MD_BLOCK_LI: close()
        case MD_BLOCK_H, MD_BLOCK_CODE, MD_BLOCK_HTML, MD_BLOCK_P, MD_BLOCK_DOC: finishLeaf()
        case MD_BLOCK_TABLE: add(.table(table))
        case MD_BLOCK_TR:
            if isInHeader { table.header = row } else { table.rows.append(row) }
        case MD_BLOCK_TH, MD_BLOCK_TD:
            let cell = leaf?.text ?? MarkdownText()
            leaf = nil
            row.append(cell)
            // md4c fills rows that are too short with empty cells.
            if cell.bytes.isEmpty { return work(6) }
        default: break
        }
        return 0
    }

    private mutating func begin(_ kind: Leaf.Kind) {
        finishLeaf()
        leaf = Leaf(kind: kind)
    }

    private mutating func finishLeaf() {
        guard let done = leaf else { return }
        leaf = nil
        switch done.kind {
        case .paragraph, .html, .cell:
            if !done.text.bytes.isEmpty { add(.paragraph(done.text)) }
        case .heading(let level): add(.heading(level: level, done.text))
        case .code(let language): add(.code(language: language, done.text.text))
        }
    }

    private mutating func add(_ block: MarkdownBlock) {
        containers[containers.count - 1].blocks.append(block)
    }

    private mutating func open(_ kind: Container.Kind) {
        finishLeaf()
        if containers.count > Self.deepest {
            flattened += 1
        } else {
            containers.append(Container(kind: kind))
        }
    }

    private mutating func close() {
        finishLeaf()
        if flattened > 0 {
            flattened -= 1
            return
        }
        let done = containers.removeLast()
        switch done.kind {
        case .document: break
        case .quote: add(.quote(done.blocks))
        case .list(var list):
            list.items = done.items
            // Blocks right inside a list are items that were too deep to be kept.
            if !done.blocks.isEmpty { list.items.append(.init(blocks: done.blocks)) }
            add(.list(list))
        case .item(let isDone):
            containers[containers.count - 1].items.append(.init(isDone: isDone, blocks: done.blocks))
        }
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
