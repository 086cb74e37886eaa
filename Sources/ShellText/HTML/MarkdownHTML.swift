/// A Markdown document as HTML. Raw HTML is shown as text, images become links, and only `http`, `https` and `mailto`
/// links are live.
package struct MarkdownHTML {
    package private(set) var html = HTMLText()
    private let document: MarkdownDocument
    private let form: HTMLForm
    private let headingOffset: Int

    package init(_ document: MarkdownDocument, form: HTMLForm = .fragment) {
        self.document = document
        self.form = form
        headingOffset = document.headingOffset(below: form.headingAbove)
        append(document.blocks.indices, isTight: false)
    }

    private mutating func append(_ blocks: Range<Int>, isTight: Bool) {
        var followsParagraph = false
        for block in document.blocks(blocks) {
            if case .paragraph(let text) = block, isTight {
                if followsParagraph { html.open("br") }
                append(text)
                followsParagraph = true
                continue
            }
            followsParagraph = false
            append(block)
            html.endRow()
        }
    }

    private mutating func append(_ block: MarkdownBlock) {
        switch block {
        case .paragraph(let text):
            html.open("p", ["dir": direction(of: text)])
            append(text)
            html.close("p")
        case .heading(let level, let text):
            let name = Self.heading(level: Int(level) + headingOffset)
            html.open(name, ["dir": direction(of: text)])
            append(text)
            html.close(name)
        case .quote(let inside):
            html.open("blockquote")
            html.endRow()
            append(inside.range, isTight: false)
            html.close("blockquote")
        case .list(let list): append(list)
        case .item(_, let inside): append(inside.range, isTight: false)
        case .code(let code):
            html.append(HTMLText(code: document.text(code.text), language: document.text(code.language)))
        case .table(let table): append(table)
        case .rule: html.open("hr")
        }
    }

    private mutating func append(_ list: MarkdownList) {
        if let start = list.start {
            html.open("ol", ["start": start == 1 ? nil : String(start)])
        } else {
            html.open("ul")
        }
        html.endRow()
        for case .item(let isDone, let inside) in document.blocks(list.inside.range) {
            html.open("li", ["dir": document.blocks(inside.range).first { _ in true }.flatMap(direction)])
            if let isDone {
                html.open("input", ["type": "checkbox", "disabled": "", "checked": isDone ? "" : nil])
                html.append(" ")
            }
            append(inside.range, isTight: list.isTight)
            html.close("li")
            html.endRow()
        }
        html.close(list.start == nil ? "ul" : "ol")
    }

    private mutating func append(_ table: MarkdownTable) {
        let cells = Array(document.cells[table.cells.range])
        guard table.columnCount > 0, cells.count >= table.columnCount else { return }
        html.append(
            TableHTML(
                alignments: document.alignments(of: table), hasTitles: true, cellCount: cells.count,
                form: form,
                write: { index, html in
                    html.append(InlineHTML(cells[index], of: document).html)
                }
            ).html)
    }

    private mutating func append(_ text: MarkdownText) {
        html.append(InlineHTML(text, of: document).html)
    }

    private func direction(of text: MarkdownText) -> String? {
        HTMLText.direction(of: document.text(text.bytes))
    }

    private func direction(of block: MarkdownBlock) -> String? {
        if case .paragraph(let text) = block { direction(of: text) } else { nil }
    }

    /// The element of a heading; levels below 6 become `h6`.
    private static func heading(level: Int) -> StaticString {
        switch level {
        case ...1: "h1"
        case 2: "h2"
        case 3: "h3"
        case 4: "h4"
        case 5: "h5"
        default: "h6"
        }
    }
}

/// The context that an HTML fragment is made for.
package struct HTMLForm: Sendable, Hashable {
    /// The level of the heading above the answer. Its own headings start one level below; 0 keeps their levels.
    package var headingAbove = 0
    /// Whether tables are wrapped in an element of the class `table`, which can scroll on narrow screens.
    package var framesTables = false

    /// A fragment for any page.
    package static let fragment = HTMLForm()

    package init(headingAbove: Int = 0, framesTables: Bool = false) {
        self.headingAbove = headingAbove
        self.framesTables = framesTables
    }
}
