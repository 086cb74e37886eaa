/// Styled text as what is written to a terminal. It is the only place where control sequences of ours come about.
struct TerminalText {
    private let page: Page
    private(set) var bytes: [UInt8] = []

    init(_ text: StyledText, on page: Page) {
        self.page = page
        if text.spans.isEmpty || !page.isStyled && !page.hasLinks {
            bytes = text.bytes
            return
        }
        bytes.reserveCapacity(text.bytes.count + 8 * text.spans.count)
        text.bytes.withUnsafeBufferPointer { content in
            var start = 0
            for span in text.spans {
                begin(span.look)
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: content[start..<span.end]))
                end(span.look)
                start = span.end
            }
        }
    }

    private mutating func begin(_ look: Look) {
        if page.hasLinks, let link = look.link {
            append("\u{1B}]8;;")
            bytes.append(contentsOf: link.address.utf8)
            append("\u{1B}\\")
        }
        guard page.isStyled, look.isVisible else { return }
        // "Select graphic rendition" of ECMA-48.
        append("\u{1B}[")
        if look.style.contains(.bold) { append("1;") }
        if look.style.contains(.dim) { append("2;") }
        if look.style.contains(.italic) { append("3;") }
        if look.style.contains(.underlined) { append("4;") }
        if look.style.contains(.struckOut) { append("9;") }
        switch look.color {
        case .red: append("31;")
        case .green: append("32;")
        case .magenta: append("35;")
        case nil: break
        }
        bytes[bytes.count - 1] = UInt8(ascii: "m")
    }

    private mutating func end(_ look: Look) {
        if page.isStyled, look.isVisible { append("\u{1B}[0m") }
        if page.hasLinks, look.link != nil { append("\u{1B}]8;;\u{1B}\\") }
    }

    private mutating func append(_ sequence: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(start: sequence.utf8Start, count: sequence.utf8CodeUnitCount))
    }
}

extension Look {
    fileprivate var isVisible: Bool { !style.isEmpty || color != nil }
}
