/// The characters that HTML's entities stand for in Markdown.
enum Entity {
    /// The character of `&lt;`, `&#60;` or `&#x3C;`; an unknown one as it is written.
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

    /// Those that people write; of HTML's two thousand the others stay as they are.
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
