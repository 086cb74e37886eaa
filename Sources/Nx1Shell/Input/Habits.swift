/// Lines that people type by habit, as in other shells (psql, DuckDB, Ollama, vim, Python), and what they mean here.
///
/// A line has to consist of such a word alone to mean this; with anything beside it, it is a text.
enum Habits {
    /// The command that a line means by habit, without its colon; nil for any other line.
    static func command(meantBy line: String) -> String? { acting[line.trimmed] }

    /// The command of this shell that does what a line's one word does elsewhere, without its colon. It is not the same
    /// command, so it is named and not done.
    /// - Parameter commands: the names of this shell's commands.
    static func counterpart(of line: String, among commands: Set<String>) -> String? {
        let word = line.trimmed
        guard acting[word] == nil, let mark = word.first, "/.\\".contains(mark),
            !word.contains(where: \.isWhitespace)
        else {
            return nil
        }
        let name = counterparts[word] ?? String(word.dropFirst())
        // A name that is one here too, such as /set or .timing.
        return commands.contains(name) ? name : nil
    }

    /// The command that `name` stands for where it is typed with a colon, as in vim.
    static func command(named name: String) -> String? { acting[":" + name] }

    private static let acting: [String: String] = {
        let help = ["help", "?", "/help", "/?", ".help", "\\?", "\\h", "\\help", "help()"]
        let quit = [
            "exit", "quit", "/bye", "/exit", "/quit", "/q", ".exit", ".quit", ".q", "\\q", "\\quit", "\\exit",
            ":wq", ":q!", ":wq!", ":x", ":qa", ":qa!", ":quit!", ":exit!", "exit()", "quit()", "exit;",
            "quit;",
        ]
        var meanings = Dictionary(uniqueKeysWithValues: help.map { ($0, "help") })
        for word in quit { meanings[word] = "quit" }
        return meanings
    }()

    private static let counterparts = [
        "\\c": "profile", "\\connect": "profile", ".open": "profile",
        "\\e": "edit", "\\edit": "edit", ".edit": "edit",
        "\\i": "source", "\\include": "source", ".read": "source", "/load": "source",
        "\\s": "history",
        "\\timing": "timing", ".timer": "timing",
        "\\x": "format", "\\a": "format", ".mode": "format",
        "\\o": "save", ".output": "save", ".once": "save", "/save": "save",
        "\\pset": "pager",
        "\\watch": "status",
    ]
}
