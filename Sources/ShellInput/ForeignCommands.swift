import Nx1Events
import Nx1Values

/// Lines that people type out of habit from other shells (psql, DuckDB, Ollama, vim, Python), and their meaning here.
///
/// Only a line that consists of such a word alone counts; otherwise it is a question.
package enum ForeignCommands {
    /// The command that a habitual line means, without its colon; nil for other lines.
    package static func command(meantBy line: String) -> String? {
        let word = line.trimmed
        // Names that start with a letter ignore case in those shells; others don't.
        return acting[word] ?? (word.first?.isLetter == true ? acting[word.lowercased()] : nil)
    }

    /// This shell's counterpart of another shell's command, without its colon. It isn't the same command, so the
    /// shell suggests it instead of running it.
    /// - Parameter commands: the names of this shell's commands.
    static func counterpart(of line: String, among commands: Set<String>) -> String? {
        let word = line.trimmed
        if let name = counterparts[word] { return commands.contains(name) ? name : nil }
        guard acting[word] == nil, isMarked(word) else { return nil }
        // Names that exist here too, such as /set or .timing.
        let name = String(word.dropFirst())
        return commands.contains(name) ? name : nil
    }

    /// Whether a word is another shell's command that may have a counterpart.
    static func hasCounterpart(_ word: String) -> Bool { counterparts[word] != nil }

    /// Whether a line's only word is another shell's command without a counterpart here, such as psql's `\d`.
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

    /// The command that `name` stands for when typed with a colon, as in vim.
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
        // Here, `logout` deletes the sign-in; elsewhere it leaves the shell.
        "logout": "quit",
    ]

    /// Commands of DuckDB and SQLite. Other words that start with a dot are usually file names.
    private static let foreign: Set = [
        ".tables", ".schema", ".databases", ".indexes", ".dump", ".headers", ".import", ".show", ".width",
        ".columns", ".bail", ".echo", ".nullvalue", ".separator", ".shell", ".system",
    ]
}
