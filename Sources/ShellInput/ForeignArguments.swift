import Nx1Events

/// Recognizes commands of other shells that have arguments, such as psql's `\watch 5` or SQLite's `.mode csv`.
///
/// Sent to the service, such a line would cost a run and end up in the context. A line counts as one only if its
/// first word is such a command and it doesn't end like a question.
/// command, and it doesn't end like a question.
enum ForeignArguments {
    /// The meaning of a line.
    enum Meaning: Sendable, Hashable {
        /// Another shell's name for a command of this one.
        case counterpart(String)
        /// A command that has no counterpart here.
        case foreign
    }

    /// The meaning of a line in other shells; nil if it is a question.
    /// - Parameter commands: the names of this shell's commands.
    static func meaning(of line: String, among commands: Set<String>) -> Meaning? {
        let text = line.trimmed
        if text.hasSuffix("?") { return nil }
        if text.hasPrefix("!") {
            return isShellLine(text.dropFirst()) && commands.contains("!") ? .counterpart("!") : nil
        }
        let word = String(text.prefix { !$0.isWhitespace })
        guard word.count < text.count, let mark = word.first, "/.\\".contains(mark) else { return nil }
        if words.contains(word) { return .foreign }
        if let name = ForeignCommands.counterpart(of: word, among: commands) { return .counterpart(name) }
        return ForeignCommands.hasCounterpart(word) ? .foreign : nil
    }

    /// Whether the text after a `!` can start with a program's name or path.
    private static func isShellLine(_ text: Substring) -> Bool {
        guard let first = text.drop(while: { $0 == " " }).first else { return false }
        return first.isASCII && (first.isLetter || "/.~".contains(first))
    }

    /// Commands of psql, SQLite, DuckDB and Ollama that take arguments and have no counterpart here.
    private static let words: Set = [
        "\\d", "\\d+", "\\dt", "\\dt+", "\\di", "\\dv", "\\df", "\\dn", "\\du", "\\l", "\\l+", "\\copy",
        "\\echo",
        "\\gexec", "\\gset", "\\gx", "\\p", "\\prompt", "\\sf", "\\sv", "\\unset", "\\cd", "\\if", "\\bind",
        ".tables", ".schema", ".indexes", ".dump", ".headers", ".header", ".import", ".width", ".columns",
        ".bail",
        ".echo", ".nullvalue", ".separator", ".cd", ".load", ".backup", ".restore", ".maxrows",
        "/show", "/model",
    ]
}
