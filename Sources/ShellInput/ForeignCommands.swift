import Nx1Events
import Nx1Values

/// Lines that people type by habit, as in other shells (psql, DuckDB, Ollama, vim, Python), and what they mean here.
///
/// A line has to consist of such a word alone to mean this; with anything beside it, it is a text.
package enum ForeignCommands {
    /// The command that a line means by habit, without its colon; nil for any other line.
    static func command(meantBy line: String) -> String? {
        let word = line.trimmed
        // Words have no case in these shells; what begins with a sign does.
        return acting[word] ?? (word.first?.isLetter == true ? acting[word.lowercased()] : nil)
    }

    /// The command of this shell that does what a line's one word does elsewhere, without its colon. It is not the same
    /// command, so it is named and not done.
    /// - Parameter commands: the names of this shell's commands.
    static func counterpart(of line: String, among commands: Set<String>) -> String? {
        let word = line.trimmed
        if let name = counterparts[word] { return commands.contains(name) ? name : nil }
        guard acting[word] == nil, isMarked(word) else { return nil }
        // A name that is one here too, such as /set or .timing.
        let name = String(word.dropFirst())
        return commands.contains(name) ? name : nil
    }

    /// Whether a word is a command of another shell that may have a counterpart, whether there is one or not.
    static func hasCounterpart(_ word: String) -> Bool { counterparts[word] != nil }

    /// Whether a line's one word is a command of another shell that has no counterpart here, such as psql's `\d`.
    static func isForeign(_ line: String) -> Bool {
        let word = line.trimmed
        guard isMarked(word), acting[word] == nil, let mark = word.first else { return false }
        let name = word.dropFirst()
        switch mark {
        case "\\": return name.first.map { $0 != ":" && $0 != "\\" } ?? false
        case "/": return !name.isEmpty && name.allSatisfy { $0.isLetter || $0 == "-" }
        default: return foreign.contains(word)
        }
    }

    private static func isMarked(_ word: String) -> Bool {
        guard let mark = word.first else { return false }
        return "/.\\".contains(mark) && !word.contains(where: \.isWhitespace)
    }

    /// The command that `name` stands for where it is typed with a colon, as in vim.
    package static func command(named name: String) -> String? { acting[":" + name] }

    private static let acting: [String: String] = {
        let help = ["help", "?", "/help", "/?", ".help", "\\?", "\\h", "\\help", "help()"]
        let quit = [
            "exit", "quit", "bye", "/bye", "/exit", "/quit", "/q", ".exit", ".quit", ".q", "\\q", "\\quit",
            "\\exit",
            ":wq", ":q!", ":wq!", ":x", ":qa", ":qa!", ":quit!", ":exit!", "exit()", "quit()", "exit;",
            "quit;",
        ]
        var meanings = Dictionary(uniqueKeysWithValues: help.map { ($0, "help") })
        meanings["clear"] = "clear"
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
        "\\watch": "watch",
        "\\g": "again", "\\w": "save", "\\write": "save", "\\ir": "source", "\\o|": "save",
        "\\!": "!", ".shell": "!", ".system": "!",
        "\\set": "set",
        // It forgets the sign-in here, and leaves there.
        "logout": "quit",
    ]

    /// Commands of DuckDB and SQLite; what else begins with a dot is commonly a file.
    private static let foreign: Set = [
        ".tables", ".schema", ".databases", ".indexes", ".dump", ".headers", ".import", ".show", ".width",
        ".columns", ".bail", ".echo", ".nullvalue", ".separator", ".shell", ".system",
    ]
}
