import Nx1Events

/// Puts lines together to statements (design, "Lines").
///
/// - A line whose first character is `:` is a command; `\:` begins a text with a colon.
/// - `"""` at the beginning of a line opens a block: the rest of that line and all lines up to one that ends with
///   `"""` are one text, verbatim. Quotes that have a line to themselves add no row. In a command a word that
///   begins with `"""` opens a block too: `:crew ask """`, or `:crew ask """How many?"""`.
/// - A backslash at the end of a line joins the next line to it; the backslash goes, and a LF comes in its place.
///   Of backslashes at the end of a line each two stand for one, so `\\` ends a line with a backslash.
/// - In a script blank lines and lines that begin with `#` are skipped; not so inside a block or a continuation.
/// - At a prompt `help`, `quit`, `exit` and their like in other shells (`ForeignCommands`) alone are commands, and an entry of
///   several rows (a paste, Ctrl-J) is a text, whatever it begins with.
///
/// A line that a decoder refused spoils the statement around it: the refusal is reported at once, and the rest
/// of the block is passed over.
public struct StatementParser: Sendable {
    /// Where the lines come from.
    public enum Mode: Sendable {
        /// A file or standard input: blank lines and comments are skipped.
        case script
        /// A person at a prompt.
        case prompt
    }

    /// What a line led to.
    public enum Step: Sendable, Equatable {
        /// The line completed this statement.
        case statement(Statement)
        /// The statement goes on with the next line.
        case more
        /// There was nothing to do: a blank line, a comment.
        case nothing
        /// The line, or the block that began there, can't be taken. The reason goes on after the words "Line 7 "
        /// and has no full stop.
        case refused(reason: String, line: Int)
    }

    /// The greatest size of a statement in bytes unless the parser is told otherwise: 16 MiB.
    public static let defaultLimit = LineDecoder.defaultLimit

    /// Where the lines come from.
    public let mode: Mode
    private let commands: Set<String>
    private let limit: Int
    private var unfinished: UnfinishedStatement?

    /// A parser with nothing taken.
    /// - Parameters:
    ///   - mode: where the lines come from.
    ///   - commands: the names of the commands there are; a prompt refuses another shell's word for one of them.
    ///   - limit: the greatest size in bytes of a statement of several lines.
    public init(mode: Mode, commands: Set<String> = [], limit: Int = StatementParser.defaultLimit) {
        self.mode = mode
        self.commands = commands
        self.limit = limit
    }

    /// Whether the next line goes on with a statement that has begun.
    public var isInside: Bool { unfinished != nil }

    /// Forgets a statement that has begun (Ctrl-C).
    public mutating func reset() {
        unfinished = nil
    }

    /// Takes a line as a decoder found it; a refused one is refused here too, and with it all of its statement.
    public mutating func feed(_ line: DecodedLine) -> Step {
        switch line.content {
        case .text(let text): return feed(text, number: line.number)
        case .refused(let reason):
            if unfinished?.isBlock == true { unfinished?.spoil() } else { unfinished = nil }
            return .refused(reason: reason, line: line.number)
        }
    }

    /// Takes one line, without its ending. `number` counts the lines from 1.
    public mutating func feed(_ line: String, number: Int) -> Step {
        if unfinished != nil { return goOn(with: line) }
        if line.isBlank || mode == .script && line.begins(with: "#") { return .nothing }
        return begin(UnfinishedStatement(line: number, row: line))
    }

    /// Takes what somebody entered at a prompt, which may hold several rows. `number` counts the entries from 1.
    public mutating func feed(entry: String, number: Int = 1) -> Step {
        let entry = entry.withoutFinalNewlines
        guard unfinished == nil, entry.hasSeveralRows else { return feed(entry, number: number) }
        return entry.isBlank ? .nothing : begin(UnfinishedStatement(line: number, pasted: entry))
    }

    /// The end of the input. A block that is still open is refused, and so is a continuation.
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

/// Why lines are refused, in words that go on after "Line 7 ".
private enum Refusal {
    static let openBlock = "opens a block with \"\"\" that is never closed; end it with a line \"\"\""
    static let openRows =
        "goes on behind a backslash, and no line follows; `\\\\` at its end stands for a backslash"
    static let emptyBlock = "begins an empty question: there is nothing between \"\"\" and \"\"\""
    static let noName =
        "has a colon and no command; `:help` lists the commands, and `\\:` begins a text with a colon"

    static let foreign =
        "is a command of another shell, and there is none like it here; `:help` lists what there is, and "
        + "between \"\"\" and \"\"\" it is a question"

    static func habit(_ command: String) -> String {
        "is a command of another shell, which is `:\(command)` here; between \"\"\" and \"\"\" it is a question"
    }

    static func tooLong(_ limit: Int) -> String {
        "begins a statement that is longer than \(ByteCount(limit))"
    }
}
