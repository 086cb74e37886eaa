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
        do {
            return .statement(Statement(line: line.number, content: .request(try RequestLine(text))))
        } catch {
            return .refused(reason: error.reason, line: line.number)
        }
    }

    /// The end of the input.
    mutating func finish() -> StatementParser.Step { parser.finish() }
}
