import ShellInput

/// The lines given on the command line: QUESTION, or one or more `-c`.
public struct CommandLines: Sendable {
    private let lines: [(number: Int, text: String)]
    private let isOneOfSeveral: Bool

    /// - Parameters:
    ///   - lines: the lines with their numbers on the command line, starting at 1.
    ///   - isOneOfSeveral: whether there are several lines, so that errors must name the one that failed.
    public init(_ lines: [(number: Int, text: String)], isOneOfSeveral: Bool = false) {
        self.lines = lines
        self.isOneOfSeveral = isOneOfSeveral
    }

    /// Runs the lines, in sequence or, if the session settings say so, in parallel.
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

    /// Parses a line of the command line.
    static func step(_ text: String, _ number: Int, _ session: Session) -> StatementParser.Step {
        var parser = StatementParser(mode: .prompt, commands: session.surroundings.commands.names)
        var step = parser.feed(entry: text, number: number)
        if case .more = step { step = parser.finish() }
        // A line that is given explicitly must do something: an empty one is a question, which is refused.
        return step == .nothing ? .statement(Statement(line: number, content: .text(text))) : step
    }
}
