import ShellInput

/// Lines given on the command line: QUESTION, or `-c` after `-c`.
public struct CommandLines: Sendable {
    private let lines: [(number: Int, text: String)]
    private let isOneOfSeveral: Bool

    /// - Parameters:
    ///   - lines: the lines, with their numbers on the command line, which begin at 1.
    ///   - isOneOfSeveral: whether there are more than one there, so that an error has to say which.
    public init(_ lines: [(number: Int, text: String)], isOneOfSeveral: Bool = false) {
        self.lines = lines
        self.isOneOfSeveral = isOneOfSeveral
    }

    /// Does the lines, one after the other or, if the session is told so, many at once.
    public func run(in session: Session) async -> Script.Ending {
        let source = LineSource(
            origin: .commandLine, isOneOfSeveral: isOneOfSeveral,
            context: session.context(at: LineLocation(.commandLine, line: 0)))
        guard let many = await session.settings.many else {
            return await read(session) { await session.perform($0, of: source) }
        }
        let atOnce = LinesAtOnce(many: many, source: source, total: lines.count)
        return await atOnce.run(in: session) { await read(session, $0) }
    }

    private func read(_ session: Session, _ perform: LinesAtOnce.Perform) async -> Script.Ending {
        for (number, text) in lines {
            if let ending = await perform(.line(Self.step(text, number, session))) {
                return ending
            }
        }
        return .finished
    }

    /// What a line of the command line says.
    static func step(_ text: String, _ number: Int, _ session: Session) -> StatementParser.Step {
        var parser = StatementParser(mode: .prompt, commands: session.surroundings.commands.names)
        var step = parser.feed(entry: text, number: number)
        if case .more = step { step = parser.finish() }
        // Whoever gives a line means it to be done: an empty one is a question that is refused.
        return step == .nothing ? .statement(Statement(line: number, content: .text(text))) : step
    }
}
