import CMarkdown

/// Puts a document together from what md4c tells of it, in the order of the text.
struct MarkdownBuilder {
    /// Where the parsed text is.
    var base: UnsafePointer<UInt8>?
    private let widened: WidenedMarkdown
    private var containers = [Container(kind: .document)]
    /// How many containers are open that were too deep to be kept.
    private var flattened = 0
    /// What is being read inside a block; nil between blocks.
    private var leaf: Leaf?
    private var marks: [MarkdownText.Marks] = []
    private var allMarks: MarkdownText.Marks = []
    private var links: [String] = []
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
    }

    private struct Leaf {
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
    private mutating func work(_ amount: Int) -> Int32 {
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
            // Blocks right inside a list are items that were too deep to be kept.
            if !done.blocks.isEmpty { list.items.append(.init(blocks: done.blocks)) }
            add(.list(list))
        case .item(let isDone):
            guard let last = containers.indices.last, case .list(var list) = containers[last].kind else {
                break
            }
            // Not two copies of the list at once, of which one would be taken apart.
            containers[last].kind = .document
            list.items.append(.init(isDone: isDone, blocks: done.blocks))
            containers[last].kind = .list(list)
        }
    }
}

// MARK: - Text
extension MarkdownBuilder {
    mutating func enter(span kind: MD_SPANTYPE, _ detail: UnsafeMutableRawPointer?) -> Int32 {
        var cost = 1
        switch kind {
        case MD_SPAN_EM: begin(mark: .emphasis)
        case MD_SPAN_STRONG: begin(mark: .strong)
        case MD_SPAN_CODE: begin(mark: .code)
        case MD_SPAN_DEL: begin(mark: .struckOut)
        case MD_SPAN_A:
            let link = detail?.assumingMemoryBound(to: MD_SPAN_A_DETAIL.self).pointee
            cost += Int(link?.href.size ?? 0) + Int(link?.title.size ?? 0)
            links.append(link.map { Self.text(of: $0.href) } ?? "")
        case MD_SPAN_IMG:
            let image = detail?.assumingMemoryBound(to: MD_SPAN_IMG_DETAIL.self).pointee
            cost += Int(image?.src.size ?? 0) + Int(image?.title.size ?? 0)
            links.append(image.map { Self.text(of: $0.src) } ?? "")
            begin(mark: .image)
        default: break
        }
        return work(cost)
    }

    mutating func leave(span kind: MD_SPANTYPE) -> Int32 {
        switch kind {
        case MD_SPAN_EM, MD_SPAN_STRONG, MD_SPAN_CODE, MD_SPAN_DEL: endMark()
        case MD_SPAN_A: _ = links.popLast()
        case MD_SPAN_IMG:
            _ = links.popLast()
            endMark()
        default: break
        }
        return 0
    }

    /// Marks stand one inside the other; `allMarks` is what they come to.
    private mutating func begin(mark: MarkdownText.Marks) {
        marks.append(allMarks)
        allMarks.formUnion(mark)
    }

    private mutating func endMark() {
        allMarks = marks.popLast() ?? []
    }

    mutating func take(text kind: MD_TEXTTYPE, _ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        // Whatever md4c says, nothing from behind the text gets into the answer.
        let bytes = withinText(bytes)
        // Text right inside an item of a tight list is a paragraph.
        if leaf == nil { leaf = Leaf(kind: .paragraph) }
        switch kind {
        case MD_TEXT_BR: append("\n")
        case MD_TEXT_SOFTBR: append(" ")
        case MD_TEXT_NULLCHAR: append("\0")
        case MD_TEXT_ENTITY: append(Entity.character(for: String(decoding: bytes, as: UTF8.self)))
        case MD_TEXT_HTML where Self.isLineBreak(bytes): append("\n")
        default: appendOriginal(bytes)
        }
        return work(1)
    }

    /// The part of `bytes` that is in the text, if they begin there; else they are constants of md4c.
    private func withinText(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard let base, let start = bytes.baseAddress, start >= base, start < base + widened.bytes.count
        else {
            return bytes
        }
        let left = max(0, widened.count - (start - base))
        return UnsafeBufferPointer(rebasing: bytes.prefix(left))
    }

    private mutating func append(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        leaf?.text.append(bytes, marks: allMarks, link: links.last)
    }

    /// Adds text without the hyphens that were put in.
    private mutating func appendOriginal(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard !widened.added.isEmpty, let base, let start = bytes.baseAddress, start >= base,
            start < base + widened.bytes.count
        else {
            append(bytes)
            return
        }
        let offset = start - base
        guard !widened.isOriginal(offset..<offset + bytes.count) else {
            append(bytes)
            return
        }
        for range in widened.original(offset..<offset + bytes.count) {
            append(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
        }
    }

    private static func isLineBreak(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count < 8 else { return false }
        return ["<br>", "<br/>", "<br />"].contains(String(decoding: bytes, as: UTF8.self).lowercased())
    }

    /// An address or the name of a language, whose entities md4c leaves as they are.
    private static func text(of attribute: MD_ATTRIBUTE) -> String {
        guard let start = attribute.text, attribute.size > 0 else { return "" }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(attribute.size))
        let text = String(decoding: bytes, as: UTF8.self)
        return bytes.contains(UInt8(ascii: "&")) ? text.replacing("&amp;", with: "&") : text
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
