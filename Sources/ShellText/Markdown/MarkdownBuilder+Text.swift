import CMarkdown

/// The callbacks for inline content.
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
            links.append(number(of: link.map { Self.text(of: $0.href) } ?? ""))
        case MD_SPAN_IMG:
            let image = detail?.assumingMemoryBound(to: MD_SPAN_IMG_DETAIL.self).pointee
            cost += Int(image?.src.size ?? 0) + Int(image?.title.size ?? 0)
            links.append(number(of: image.map { Self.text(of: $0.src) } ?? ""))
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

    /// Marks are nested; `allMarks` is their union.
    private mutating func begin(mark: MarkdownText.Marks) {
        marks.append(allMarks)
        allMarks.formUnion(mark)
    }

    private mutating func endMark() {
        allMarks = marks.popLast() ?? []
    }

    mutating func add(text kind: MD_TEXTTYPE, _ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        // Never read beyond the text, even if md4c passes such a range.
        let bytes = withinText(bytes)
        switch kind {
        case MD_TEXT_BR: append("\n")
        case MD_TEXT_SOFTBR: append(" ")
        case MD_TEXT_NULLCHAR:
            append("\0")
            hasJustTakenNull = true
            return work(1)
        case MD_TEXT_ENTITY: append(Entity.character(for: String(decoding: bytes, as: UTF8.self)))
        case MD_TEXT_HTML where Self.isLineBreak(bytes): append("\n")
        // In code, md4c reports a NUL, and then the text including that NUL.
        case _ where hasJustTakenNull && bytes.first == 0:
            appendOriginal(UnsafeBufferPointer(rebasing: bytes.dropFirst()))
        default: appendOriginal(bytes)
        }
        hasJustTakenNull = false
        return work(1)
    }

    /// Returns the part of `bytes` within the text. Bytes outside of it are constants of md4c and returned unchanged.
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

    /// Appends text without the hyphens added by ``WidenedMarkdown``.
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

    /// Returns an address or a language name, with `&amp;` decoded, since md4c doesn't decode entities there.
    static func text(of attribute: MD_ATTRIBUTE) -> String {
        guard let start = attribute.text, attribute.size > 0 else { return "" }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(attribute.size))
        let text = String(decoding: bytes, as: UTF8.self)
        return bytes.contains(UInt8(ascii: "&")) ? text.replacing("&amp;", with: "&") : text
    }
}

/// Decodes HTML entities in Markdown.
enum Entity {
    /// Returns the character of `&lt;`, `&#60;` or `&#x3C;`. Unknown entities are returned unchanged.
    static func character(for entity: String) -> String {
        let name = entity.dropFirst().dropLast()
        guard name.first == "#" else { return named[String(name)] ?? entity }
        let digits = name.dropFirst()
        let value =
            digits.first == "x" || digits.first == "X"
            ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let value, value != 0, let scalar = Unicode.Scalar(value) else { return "\u{FFFD}" }
        return String(Character(scalar))
    }

    /// The commonly used ones among HTML's two thousand entities.
    private static let named: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "shy": "",
        "hellip": "…", "mdash": "—", "ndash": "–", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
        "laquo": "«", "raquo": "»", "bull": "•", "middot": "·", "sect": "§", "para": "¶", "dagger": "†",
        "copy": "©", "reg": "®", "trade": "™", "deg": "°", "micro": "µ", "permil": "‰",
        "euro": "€", "pound": "£", "yen": "¥", "cent": "¢",
        "times": "×", "divide": "÷", "plusmn": "±", "minus": "−", "le": "≤", "ge": "≥", "ne": "≠",
        "asymp": "≈", "equiv": "≡", "infin": "∞", "radic": "√", "sum": "∑", "prod": "∏", "int": "∫",
        "frac12": "½", "frac14": "¼", "frac34": "¾", "sup1": "¹", "sup2": "²", "sup3": "³",
        "larr": "←", "uarr": "↑", "rarr": "→", "darr": "↓", "harr": "↔", "rArr": "⇒", "hArr": "⇔",
        "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "Delta": "Δ", "epsilon": "ε",
        "lambda": "λ", "mu": "μ", "pi": "π", "sigma": "σ", "Sigma": "Σ", "omega": "ω", "Omega": "Ω",
        "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß",
        "eacute": "é", "egrave": "è", "agrave": "à", "ccedil": "ç", "ntilde": "ñ",
        "check": "✓", "star": "☆", "hearts": "♥", "lbrace": "{", "rbrace": "}", "vert": "|", "num": "#",
        "lsqb": "[", "rsqb": "]", "lpar": "(", "rpar": ")", "ast": "*", "grave": "`", "bsol": "\\",
    ]
}
