/// Styled text encoded for a terminal. No other code produces control sequences for styles and links.
package struct TerminalText {
    package let bytes: [UInt8]

    package init(_ text: StyledText, on page: Page) {
        if text.spans.isEmpty || !page.isStyled && !page.hasLinks {
            bytes = text.bytes
            return
        }
        bytes = Array(unsafeUninitializedCapacity: Self.mostBytes(of: text, on: page)) { memory, count in
            var writing = Writing(memory: memory, page: page)
            writing.append(text)
            count = writing.count
        }
    }

    /// Returns an upper bound of the encoded size. Unused memory isn't touched.
    private static func mostBytes(of text: StyledText, on page: Page) -> Int {
        let most = text.bytes.count + text.spans.count * Look.mostBytes
        guard page.hasLinks, !text.links.isEmpty else { return most }
        return text.spans.reduce(most) { $0 + (text.link(of: $1.look)?.address.utf8.count ?? 0) }
    }
}

/// An encoder that writes into preallocated memory.
private struct Writing {
    let memory: UnsafeMutableBufferPointer<UInt8>
    let page: Page
    private(set) var count = 0

    init(memory: UnsafeMutableBufferPointer<UInt8>, page: Page) {
        self.memory = memory
        self.page = page
    }

    mutating func append(_ text: StyledText) {
        text.bytes.withUnsafeBufferPointer { content in
            var start = 0
            for span in text.spans {
                let piece = UnsafeBufferPointer(rebasing: content[start..<span.end])
                start = span.end
                if span.look == .plain {
                    append(piece)
                } else {
                    begin(span.look, link: text.link(of: span.look))
                    append(piece)
                    end(span.look)
                }
            }
        }
    }

    private mutating func begin(_ look: Look, link: SafeLink?) {
        if page.hasLinks, let link {
            append("\u{1B}]8;;")
            var address = link.address
            address.withUTF8 { append($0) }
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
        memory[count - 1] = UInt8(ascii: "m")
    }

    private mutating func end(_ look: Look) {
        if page.isStyled, look.isVisible { append("\u{1B}[0m") }
        if page.hasLinks, look.link > 0 { append("\u{1B}]8;;\u{1B}\\") }
    }

    private mutating func append(_ sequence: StaticString) {
        append(UnsafeBufferPointer(start: sequence.utf8Start, count: sequence.utf8CodeUnitCount))
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress, let target = memory.baseAddress else { return }
        precondition(bytes.count <= memory.count - count, "Look.mostBytes is too small.")
        (target + count).initialize(from: source, count: bytes.count)
        count += bytes.count
    }
}

extension Look {
    fileprivate var isVisible: Bool { !style.isEmpty || color != nil }

    /// The maximum size of the control sequences, without an address.
    fileprivate static let mostBytes = 40
}
