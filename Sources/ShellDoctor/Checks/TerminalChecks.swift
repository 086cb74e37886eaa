/// The terminal and the locale that the shell runs in.
struct TerminalFacts: Sendable, Hashable {
    /// A setting of the locale, and the variable that makes it.
    struct Locale: Sendable, Hashable {
        var variable: String
        var value: String
        /// The encoding of its text; nil if the locale isn't installed.
        var encoding: String?

        init(variable: String, value: String, encoding: String?) {
            self.variable = variable
            self.value = value
            self.encoding = encoding
        }
    }

    /// Whether standard output is a terminal.
    var isOutput = true
    /// The terminal's type, as in `TERM`.
    var type: String?
    /// The size of the window; nil if the terminal doesn't report one.
    var columns: Int?
    var rows: Int?
    /// Whether output is coloured.
    var isColored = true
    /// The locale of text; nil if no variable sets one.
    var locale: Locale?

    /// A terminal without a type and a size.
    init() {}

    /// Whether control sequences work, and pasted text arrives in brackets.
    fileprivate var understandsSequences: Bool { !["", "dumb", "emacs"].contains(type ?? "") }
}

extension Check {
    /// The checks of the terminal.
    static func checks(of facts: TerminalFacts) -> [Check] { [terminal(facts), locale(facts.locale)] }

    private static func terminal(_ facts: TerminalFacts) -> Check {
        guard facts.isOutput else {
            return .ok("terminal", "Standard output isn't a terminal, so answers are plain text.")
        }
        let type = facts.type ?? ""
        guard facts.understandsSequences else {
            return .warning(
                "terminal",
                type.isEmpty
                    ? "TERM isn't set, so there are no colours and no live progress."
                    : "TERM is \(type), so there are no colours and no live progress.",
                advice: "If your terminal can do more, set its type, for example: export TERM=xterm-256color")
        }
        guard let columns = facts.columns, let rows = facts.rows else {
            return .warning(
                "terminal", "\(type). The terminal doesn't report its size, so 80 × 24 is assumed.",
                advice: "Set the size, for example: stty columns 120 rows 40")
        }
        return .ok(
            "terminal",
            "\(type), \(columns) × \(rows), \(facts.isColored ? "colours" : "no colours"), bracketed paste")
    }

    private static func locale(_ locale: TerminalFacts.Locale?) -> Check {
        let advice = "Set a UTF-8 locale, for example: export LANG=C.UTF-8"
        guard let locale else {
            return .warning(
                "locale", "No locale is set. nx1sh uses UTF-8, but a pager or an editor may not.",
                advice: advice)
        }
        let name = "\(locale.value) (from \(locale.variable))"
        guard let encoding = locale.encoding else {
            return .warning("locale", "\(name) isn't installed on this machine.", advice: advice)
        }
        guard encoding.uppercased() == "UTF-8" else {
            return .warning(
                "locale",
                "\(name) has the encoding \(encoding). nx1sh uses UTF-8, but a pager or an editor may not.",
                advice: advice)
        }
        return .ok("locale", name)
    }
}
