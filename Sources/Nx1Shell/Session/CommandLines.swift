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
        guard let many = await session.settings.many else {
            return await read { await session.perform($0, of: .commandLine, isOneOfSeveral: isOneOfSeveral) }
        }
        let atOnce = LinesAtOnce(
            many: many, origin: .commandLine, total: lines.count, isOneOfSeveral: isOneOfSeveral)
        return await atOnce.run(in: session) { await read($0) }
    }

    private func read(_ take: LinesAtOnce.Take) async -> Script.Ending {
        for (number, text) in lines {
            if let ending = await take(Self.step(text, number)) { return ending }
        }
        return .finished
    }

    private static func step(_ text: String, _ number: Int) -> StatementParser.Step {
        var parser = StatementParser(mode: .prompt, commands: CommandRegistry.names)
        var step = parser.take(entry: text, number: number)
        if case .more = step { step = parser.finish() }
        // Whoever gives a line means it to be done: an empty one is a question that is refused.
        return step == .nothing ? .statement(Statement(line: number, content: .text(text))) : step
    }
}
