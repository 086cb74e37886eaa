/// A line given on the command line: QUESTION, or one `-c`.
public struct OneLiner: Sendable {
    private let text: String
    private let number: Int
    private let isOneOfSeveral: Bool

    /// `text` as the command line's line `number`, counted from 1.
    public init(_ text: String, number: Int, isOneOfSeveral: Bool = false) {
        self.text = text
        self.number = number
        self.isOneOfSeveral = isOneOfSeveral
    }

    /// Does it.
    public func run(in session: Session) async -> Session.Continuation {
        var place = Place(.commandLine, line: number)
        place.isOneOfSeveral = isOneOfSeveral
        var parser = StatementParser(mode: .prompt, commands: CommandRegistry.names)
        var step = parser.take(entry: text, number: number)
        if case .more = step { step = parser.finish() }
        switch step {
        case .statement(let statement): return await session.perform(statement, at: place)
        case .refused(let reason, _):
            return await session.report(Complaint.usage("The line \(reason)."), at: place)
        case .nothing, .more:
            return await session.report(
                Complaint.usage(
                    "The question is empty, so nothing was sent.",
                    advice: "nx1sh --help shows how to ask one."),
                at: place)
        }
    }
}
