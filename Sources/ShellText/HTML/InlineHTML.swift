/// The inline content of a Markdown block as HTML.
struct InlineHTML {
    private(set) var html = HTMLText()
    private let document: MarkdownDocument
    /// The open elements, innermost last.
    private var open: [Element] = []
    /// The number of line breaks that no text has followed yet.
    private var breaks = 0

    private enum Element: Hashable {
        /// The number of its address in the document.
        case link(UInt32)
        case strong, emphasis, struckOut, code

        var name: StaticString {
            switch self {
            case .link: "a"
            case .strong: "strong"
            case .emphasis: "em"
            case .struckOut: "del"
            case .code: "code"
            }
        }
    }

    init(_ text: MarkdownText, of document: MarkdownDocument) {
        self.document = document
        guard !text.runs.range.isEmpty else {
            append(document.text(text.bytes))
            return
        }
        var start = text.bytes.range.lowerBound
        var link: (address: UInt32, start: Int)?
        for run in document.runs[text.runs.range] {
            if let ended = link, document.address(ended.address) != document.address(run.address) {
                change(to: [])
                explain(ended.address, text: ended.start..<start)
                link = nil
            }
            if link == nil, run.address > 0 { link = (run.address, start) }
            change(to: elements(of: run, in: link?.address))
            append(document.text(Stretch(start..<run.end)))
            start = run.end
        }
        change(to: [])
        if let link { explain(link.address, text: link.start..<start) }
    }

    private func elements(of run: MarkdownText.Run, in link: UInt32?) -> [Element] {
        var elements: [Element] = []
        if let link, document.address(link).flatMap(SafeLink.init) != nil { elements.append(.link(link)) }
        if run.marks.contains(.strong) { elements.append(.strong) }
        if run.marks.contains(.emphasis) { elements.append(.emphasis) }
        if run.marks.contains(.struckOut) { elements.append(.struckOut) }
        if run.marks.contains(.code) { elements.append(.code) }
        return elements
    }

    /// Closes the elements that aren't in `wanted`, and opens those that are missing.
    private mutating func change(to wanted: [Element]) {
        while let last = open.last, !open.allSatisfy(wanted.contains) {
            html.close(last.name)
            open.removeLast()
        }
        for element in wanted where !open.contains(element) {
            if case .link(let number) = element {
                let link = document.address(number).flatMap(SafeLink.init)
                html.open("a", ["href": link?.address, "rel": "noreferrer"])
            } else {
                html.open(element.name)
            }
            open.append(element)
        }
    }

    /// Appends text. Newlines become line breaks, except at the ends.
    private mutating func append(_ text: String) {
        for (index, row) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { breaks += 1 }
            if row.isEmpty { continue }
            if html != HTMLText() { for _ in 0..<breaks { html.open("br") } }
            breaks = 0
            html.append(String(row))
        }
    }

    /// Shows the address after a link that isn't live, or whose text looks like a different address.
    private mutating func explain(_ number: UInt32, text: Range<Int>) {
        guard let address = document.address(number) else { return }
        let shown = document.bytes[text]
        if address.isEmpty || InlineMarkdown.says(shown, address) { return }
        if SafeLink(address) != nil, !InlineMarkdown.looksLikeAddress(shown) { return }
        append(" (\(address.utf8.count > 2000 ? address.prefix(2000) + "…" : address))")
    }
}
