import ShellInput
import ShellOutput
import TypedRequests

/// Lines given on the command line together with the rows that they run for (`--each`).
public struct RowCommandLines: Sendable {
    private let lines: [(number: Int, text: String)]
    private let word: String

    /// - Parameters:
    ///   - lines: the lines with their numbers on the command line, starting at 1.
    ///   - word: a file, `-` for standard input, or `@RUN` for the answer of a run.
    public init(_ lines: [(number: Int, text: String)], forEachOf word: String) {
        self.lines = lines
        self.word = word
    }

    /// Runs the lines for each row.
    public func run(in session: Session) async {
        let context = session.context(at: LineLocation(.commandLine, line: 0))
        var statements: [Statement] = []
        for (number, text) in lines {
            switch CommandLines.step(text, number, session) {
            case .statement(let statement): statements.append(statement)
            case .refused(let reason, _):
                _ = await session.report(Complaint.invalidLine(reason), in: context)
                return
            case .nothing, .more: break
            }
        }
        let rowLines = RowLines(statements, forEachOf: word, by: "--each")
        _ = await session.attempt(in: context) { session in
            _ = try await rowLines.run(in: session, from: context)
        }
    }
}
