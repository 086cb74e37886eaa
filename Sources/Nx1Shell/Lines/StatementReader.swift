import ShellInput

/// What the lines of a script lead to, whichever form they have.
struct StatementReader {
    private let form: InputForm
    private var parser = StatementParser(mode: .script)

    init(form: InputForm) {
        self.form = form
    }

    /// Takes a line as a decoder found it.
    mutating func feed(_ line: DecodedLine) -> StatementParser.Step {
        guard form == .jsonl else { return parser.feed(line) }
        let content: Statement.Content
        switch line.content {
        case .text(let text) where text.isBlank: return .nothing
        case .text(let text):
            do {
                content = .request(try RequestLine(text))
            } catch {
                content = .refusal(error)
            }
        case .refused(let reason): content = .refusal(RequestLine.Refusal(reason: reason))
        }
        return .statement(Statement(line: line.number, content: content))
    }

    /// The end of the input.
    mutating func finish() -> StatementParser.Step { parser.finish() }
}
