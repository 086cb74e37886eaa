/// Renders the inline content of a Markdown document as styled text.
struct InlineMarkdown {
    let document: MarkdownDocument
    let page: Page

    /// Appends text with its markup as looks or, on a plain page, as Markdown.
    func append(_ text: MarkdownText, to styled: inout StyledText) {
        let start = styled.bytes.count
        document.bytes.withUnsafeBufferPointer { bytes in
            if text.runs.range.isEmpty {
                styled.append(utf8: UnsafeBufferPointer(rebasing: bytes[text.bytes.range]))
            } else {
                append(marked: text, of: bytes, to: &styled)
            }
        }
        styled.replaceTabs(from: start)
    }

    private func append(
        marked text: MarkdownText, of bytes: UnsafeBufferPointer<UInt8>, to styled: inout StyledText
    ) {
        var shown: MarkdownText.Marks = []
        var start = text.bytes.range.lowerBound
        var open: OpenLink?
        var last: OpenLink?
        for run in document.runs[text.runs.range] {
            if let link = open, !isSame(link.address, run.address) {
                record(link, text: bytes[link.start..<start], in: &styled)
                open = nil
            }
            if open == nil, run.address > 0 {
                // Consecutive runs with the same address are one link.
                let isAgain = isSame(last?.address ?? 0, run.address)
                let target = isAgain ? last?.target : target(of: run.address, in: &styled)
                open = OpenLink(address: run.address, start: start, target: target ?? 0)
                last = open
            }
            if !page.isStyled, shown != run.marks { styled.append(shown.change(to: run.marks)) }
            shown = run.marks
            let piece = UnsafeBufferPointer(rebasing: bytes[start..<run.end])
            styled.append(utf8: piece, look(of: run, in: open))
            start = run.end
        }
        if !page.isStyled { styled.append(shown.change(to: [])) }
        if let link = open { record(link, text: bytes[link.start..<start], in: &styled) }
    }

    /// A link whose text is being appended.
    private struct OpenLink {
        let address: UInt32
        let start: Int
        /// The number of the link in the styled text; 0 if the terminal doesn't support links.
        let target: UInt32
    }

    private func target(of number: UInt32, in styled: inout StyledText) -> UInt32 {
        guard page.hasLinks, let link = SafeLink(address(number)) else { return 0 }
        return styled.number(of: link)
    }

    private func address(_ number: UInt32) -> String { document.addresses[Int(number) - 1] }

    private func isSame(_ one: UInt32, _ other: UInt32) -> Bool {
        one == other || one > 0 && other > 0 && address(one) == address(other)
    }

    private func look(of run: MarkdownText.Run, in link: OpenLink?) -> Look {
        var look = Look()
        if run.marks.contains(.emphasis) { look.style.insert(.italic) }
        if run.marks.contains(.strong) { look.style.insert(.bold) }
        if run.marks.contains(.struckOut) { look.style.insert(.struckOut) }
        if run.marks.contains(.code) { look.color = .magenta }
        if let link {
            look.style.insert(.underlined)
            look.link = link.target
        }
        return look
    }

    /// Returns whether a text is the address, possibly without `mailto:` or `http://`.
    static func says(_ text: some Collection<UInt8>, _ address: String) -> Bool {
        let missing = address.utf8.count - text.count
        guard missing >= 0, address.utf8.suffix(text.count).elementsEqual(text) else { return false }
        return missing == 0
            || missing == 7 && (address.hasPrefix("mailto:") || address.hasPrefix("http://"))
    }

    static func looksLikeAddress(_ text: some Collection<UInt8>) -> Bool {
        if text.starts(with: "www.".utf8) { return true }
        guard text.contains(UInt8(ascii: ":")) else { return false }
        return String(decoding: text, as: UTF8.self).contains("://")
    }

    /// Appends the address of a link, unless its text is the address, or the terminal shows it.
    private func record(
        _ link: OpenLink, text: Slice<UnsafeBufferPointer<UInt8>>, in styled: inout StyledText
    ) {
        let address = address(link.address)
        if address.isEmpty || Self.says(text, address) { return }
        // Always show the address if the text looks like a different one.
        let pretends = Self.looksLikeAddress(text)
        if link.target > 0, !pretends { return }
        let shown = address.utf8.count > 2000 ? address.prefix(2000) + "…" : address
        styled.append(" (\(shown))", .dim)
    }
}

extension MarkdownText.Marks {
    /// Returns the Markdown delimiters between two pieces of text.
    fileprivate func change(to next: MarkdownText.Marks) -> String {
        if self == next { return "" }
        let signs: [(MarkdownText.Marks, String)] = [
            (.struckOut, "~~"), (.strong, "**"), (.emphasis, "*"), (.code, "`"),
        ]
        let ending = signs.reversed().filter { contains($0.0) && !next.contains($0.0) }.map(\.1)
        let beginning = signs.filter { !contains($0.0) && next.contains($0.0) }.map(\.1)
        return ending.joined() + beginning.joined()
    }
}
