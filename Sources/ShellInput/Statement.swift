/// What somebody meant by one or several lines: a text for a crew, or a command for the shell.
public struct Statement: Sendable, Equatable {
    /// The kinds of statement.
    public enum Content: Sendable, Equatable {
        /// A text for a crew, never blank; its rows are separated by LF.
        case text(String)
        /// A command: the name without its colon, and everything after it without blanks at either end. The text
        /// of a `"""` block stands at the end of the arguments, verbatim, after a line with `--` (which
        /// ``RequestItems`` takes as the beginning of the text).
        case command(name: String, arguments: String)
        /// A whole request, from a JSON line.
        case request(RequestLine)
        /// What should have been a request.
        case refusal(RequestLine.Refusal)
    }

    /// The number of the line where the statement began.
    public let line: Int
    /// What was said.
    public let content: Content

    /// A statement that began at a line, counted from 1.
    public init(line: Int, content: Content) {
        self.line = line
        self.content = content
    }
}
