/// Text inside a block in its looks.
extension MarkdownLayout {
    func table(_ table: MarkdownTable) -> Table {
        Table(
            header: table.header.map { inline($0) }, rows: table.rows.map { $0.map { inline($0) } },
            alignments: table.alignments)
    }

    /// Text with its marks as looks or, on a plain page, as marks.
    func inline(_ text: MarkdownText, after prefix: String = "") -> StyledText {
        if prefix.isEmpty, text.isPrintable { return StyledText(printable: text.bytes) }
        var styled = StyledText(prefix)
        text.bytes.withUnsafeBufferPointer { bytes in
            guard !text.runs.isEmpty else {
                styled.append(utf8: bytes)
                return
            }
            var shown: MarkdownText.Marks = []
            var start = 0
            var open: OpenLink?
            var target: SafeLink?
            for run in text.runs {
                if let link = open, link.address != run.link {
                    note(link, text: bytes[link.start..<start], in: &styled)
                    open = nil
                }
                if open == nil, let address = run.link {
                    // The same address again is the same link.
                    if let target, target.address == address {
                        open = OpenLink(address: address, start: start, target: target)
                    } else {
                        target = page.hasLinks ? SafeLink(address) : nil
                        open = OpenLink(address: address, start: start, target: target)
                    }
                }
                if !page.isStyled, shown != run.marks { styled.append(shown.change(to: run.marks)) }
                shown = run.marks
                let piece = UnsafeBufferPointer(rebasing: bytes[start..<run.end])
                styled.append(utf8: piece, look(of: run, in: open))
                start = run.end
            }
            if !page.isStyled { styled.append(shown.change(to: [])) }
            if let link = open { note(link, text: bytes[link.start...], in: &styled) }
        }
        return styled.withoutTabs
    }

    /// A link whose text is being written.
    private struct OpenLink {
        let address: String
        let start: Int
        let target: SafeLink?
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

    /// Whether a text is the address, as far as people write it.
    private static func says(_ text: Slice<UnsafeBufferPointer<UInt8>>, _ address: String) -> Bool {
        let missing = address.utf8.count - text.count
        guard missing >= 0, address.utf8.suffix(text.count).elementsEqual(text) else { return false }
        return missing == 0
            || missing == 7 && (address.hasPrefix("mailto:") || address.hasPrefix("http://"))
    }

    private static func looksLikeAddress(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        if text.starts(with: "www.".utf8) { return true }
        guard text.contains(UInt8(ascii: ":")) else { return false }
        return String(decoding: text, as: UTF8.self).contains("://")
    }

    /// Says where a link leads, unless its text says it, or the terminal shows it.
    private func note(_ link: OpenLink, text: Slice<UnsafeBufferPointer<UInt8>>, in styled: inout StyledText)
    {
        let address = link.address
        if address.isEmpty || Self.says(text, address) { return }
        // A text that looks like an address, and leads to another, has to say so.
        let pretends = Self.looksLikeAddress(text)
        if link.target != nil, !pretends { return }
        let shown = address.utf8.count > 2000 ? address.prefix(2000) + "…" : address
        styled.append(" (\(shown))", .dim)
    }
}

extension MarkdownText.Marks {
    /// The marks to write between two pieces of text.
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
