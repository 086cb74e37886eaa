import Nx1Events

/// Assembles lines into statements (design, "Lines").
///
/// - A line whose first character is `:` is a command; `\:` starts a text with a colon.
/// - `"""` at the beginning of a line opens a block: the rest of that line and all lines up to one that ends with
///   `"""` are one text, verbatim. Quotes on a line of their own add no row. In a command, a word that starts with
///   `"""` opens a block too: `:crew ask """`, or `:crew ask """How many?"""`.
/// - A backslash at the end of a line joins the next line: it is replaced by a LF. Two backslashes at the end stand
///   for one, so `\\` ends a line with a backslash.
/// - In a script, blank lines and lines that start with `#` are skipped, except inside a block or a continuation.
/// - At a prompt, `help`, `quit`, `exit` and their equivalents in other shells (`ForeignCommands`) alone are
///   commands. An entry of several rows (a paste, Ctrl-J) is a text, whatever it starts with.
///
/// A line that the decoder rejected invalidates its statement: the error is reported at once, and the rest of the
/// block is skipped.
public struct StatementParser: Sendable {
    /// Where the lines come from.
    public enum Mode: Sendable {
        /// A file or standard input: blank lines and comments are skipped.
        case script
        /// A person at a prompt.
        case prompt
    }

    /// The result of feeding a line.
    public enum Step: Sendable, Equatable {
        /// The line completed this statement.
        case statement(Statement)
        /// The statement continues on the next line.
        case more
        /// The line is blank or a comment.
        case nothing
        /// The line, or the block that started there, is rejected. The reason follows the words "Line 7 " and has no
        /// full stop.
        case refused(reason: String, line: Int)
    }

    /// The default maximum size of a statement in bytes: 16 MiB.
    public static let defaultLimit = LineDecoder.defaultLimit

    /// Where the lines come from.
    public let mode: Mode
    private let commands: Set<String>
    private let limit: Int
    private var unfinished: UnfinishedStatement?

    /// Creates a parser.
    /// - Parameters:
    ///   - mode: where the lines come from.
    ///   - commands: the names of existing commands; a prompt suggests them for other shells' equivalents.
    ///   - limit: the maximum size in bytes of a statement of several lines.
    public init(mode: Mode, commands: Set<String> = [], limit: Int = StatementParser.defaultLimit) {
        self.mode = mode
        self.commands = commands
        self.limit = limit
    }

    /// Whether the next line continues a statement.
    public var isInside: Bool { unfinished != nil }

    /// Discards an unfinished statement (Ctrl-C).
    public mutating func reset() {
        unfinished = nil
    }

    /// Parses a decoded line. A rejected line is rejected here too, and with it its whole statement.
    public mutating func feed(_ line: DecodedLine) -> Step {
        switch line.content {
        case .text(let text): return feed(text, number: line.number)
        case .refused(let reason):
            if unfinished?.isBlock == true { unfinished?.spoil() } else { unfinished = nil }
            return .refused(reason: reason, line: line.number)
        }
    }

    /// Parses one line, without its ending. `number` counts lines from 1.
    public mutating func feed(_ line: String, number: Int) -> Step {
        if unfinished != nil { return goOn(with: line) }
        if line.isBlank || mode == .script && line.begins(with: "#") { return .nothing }
        return begin(UnfinishedStatement(line: number, row: line))
    }

    /// Parses an entry at a prompt, which may have several rows. `number` counts entries from 1.
    public mutating func feed(entry: String, number: Int = 1) -> Step {
        let entry = entry.withoutFinalNewlines
        guard unfinished == nil, entry.hasSeveralRows else { return feed(entry, number: number) }
        return entry.isBlank ? .nothing : begin(UnfinishedStatement(line: number, pasted: entry))
    }

    /// Ends the input. An open block or continuation is rejected.
    public mutating func finish() -> Step {
        defer { unfinished = nil }
        guard let statement = unfinished else { return .nothing }
        if statement.isBlock { return .refused(reason: Refusal.openBlock, line: statement.line) }
        return statement.isSpoiled ? .nothing : .refused(reason: Refusal.openRows, line: statement.line)
    }
}

extension StatementParser {
    private mutating func begin(_ statement: UnfinishedStatement) -> Step {
        if statement.isComplete { return outcome(of: statement) }
        unfinished = statement
        return .more
    }

    private mutating func goOn(with line: String) -> Step {
        unfinished?.add(line)
        guard let statement = unfinished else { return .nothing }
        if statement.isComplete {
            unfinished = nil
            return outcome(of: statement)
        }
        guard statement.size > limit, !statement.isSpoiled else { return .more }
        unfinished?.spoil()
        return .refused(reason: Refusal.tooLong(limit), line: statement.line)
    }

    private func outcome(of statement: UnfinishedStatement) -> Step {
        if statement.isSpoiled { return .nothing }
        if statement.isEmptyBlock { return .refused(reason: Refusal.emptyBlock, line: statement.line) }
        if mode == .prompt {
            switch statement.foreignMeaning(among: commands) {
            case .counterpart(let command):
                return .refused(reason: Refusal.habit(command), line: statement.line)
            case .foreign: return .refused(reason: Refusal.foreign, line: statement.line)
            case nil: break
            }
        }
        switch statement.meaning(atPrompt: mode == .prompt) {
        case .command("", _): return .refused(reason: Refusal.noName, line: statement.line)
        case .text(let text) where text.isBlank: return .nothing
        case let content: return .statement(Statement(line: statement.line, content: content))
        }
    }
}

/// Why lines are rejected, in words that follow "Line 7 ".
private enum Refusal {
    static let openBlock = "opens a block with \"\"\" that is never closed; end it with a line \"\"\""
    static let openRows =
        "ends in a backslash, but no line follows; to end a line with a backslash, write `\\\\`"
    static let emptyBlock = "starts an empty question: there is nothing between \"\"\" and \"\"\""
    static let noName =
        "has a colon but no command; :help lists the commands, and `\\:` starts a text with a colon"
    static let foreign =
        "is another shell's command, which doesn't exist here; :help lists the commands. To ask it as a "
        + "question, put it between \"\"\" and \"\"\""

    static func habit(_ command: String) -> String {
        "is another shell's command; use `:\(command)`. To ask it as a question, put it between "
            + "\"\"\" and \"\"\""
    }

    static func tooLong(_ limit: Int) -> String {
        "starts a statement that is longer than \(ByteCount(limit))"
    }
}
