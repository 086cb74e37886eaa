/// What the lines of a script lead to, whichever form they have.
struct StatementReader {
    private let form: InputForm
    private var parser = StatementParser(mode: .script)

    init(form: InputForm) {
        self.form = form
    }

    /// Takes a line as a decoder found it.
    mutating func take(_ line: DecodedLine) -> StatementParser.Step {
        guard form == .jsonl, case .text(let text) = line.content else { return parser.take(line) }
        if text.isBlank { return .nothing }
        let content: Statement.Content
        do {
            content = .request(try RequestLine(text))
        } catch {
            content = .refusal(error)
        }
        return .statement(Statement(line: line.number, content: content))
    }

    /// The end of the input.
    mutating func finish() -> StatementParser.Step { parser.finish() }
}
