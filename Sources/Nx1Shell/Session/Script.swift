import ShellInput
import ShellOutput

/// The lines of a file or of stdin, done one after the other as they arrive.
public struct Script: Sendable {
    /// How it came to its end.
    public enum Ending: Sendable {
        /// All lines are done.
        case finished
        /// A line said so.
        case quit
        /// Ctrl-C, a closed stdout, or a failure where the first one ends it.
        case stopped
    }

    let input: InputSource

    /// The lines of `input`, which stays the caller's.
    public init(_ input: InputSource) {
        self.input = input
    }

    /// Does the lines, one after the other or, if the session is told so, many at once.
    public func run(in session: Session) async -> Ending {
        guard let many = await session.settings.many else {
            return await readLines(in: session) { await session.perform($0, of: .script(input.name)) }
        }
        let lines = LinesAtOnce(many: many, origin: .script(input.name), total: input.lineCount)
        return await lines.run(in: session) { await readLines(in: session, $0) }
    }

    /// Reads the lines and hands on what they lead to.
    func readLines(
        in session: Session, _ take: (StatementParser.Step) async -> Ending?
    ) async -> Ending {
        var decoder = LineDecoder()
        var reader = StatementReader(form: await session.settings.inputForm)
        var hadLines = false
        while true {
            let chunk: [UInt8]
            do {
                guard case .finished(let bytes) = try await session.interrupts.race(deadline: nil, input.read)
                else {
                    _ = await session.report(
                        Complaint.interruptedBetweenLines, at: Place(.commandLine, line: 0))
                    return .stopped
                }
                chunk = bytes
            } catch {
                _ = await session.report(error, at: Place(.commandLine, line: 0))
                return .stopped
            }
            let lines = chunk.isEmpty ? decoder.finish().map { [$0] } ?? [] : decoder.decode(chunk)
            hadLines = hadLines || !lines.isEmpty
            for line in lines {
                if let ending = await take(reader.take(line)) { return ending }
            }
            if chunk.isEmpty { break }
        }
        if !hadLines { session.console.note("nx1sh: \(input.name) is empty, so nothing was asked.") }
        return await take(reader.finish()) ?? .finished
    }
}

extension Session {
    /// Does what a line led to.
    /// - Returns: how the lines end, if they do.
    func perform(
        _ step: StatementParser.Step, of origin: Place.Origin, isOneOfSeveral: Bool = false
    ) async -> Script.Ending? {
        let continuation: Continuation
        switch step {
        case .nothing, .more: return nil
        case .statement(let statement):
            let place = Place(origin, line: statement.line, isOneOfSeveral: isOneOfSeveral)
            continuation = await perform(statement, at: place)
        case .refused(let reason, let line):
            let place = Place(origin, line: line, isOneOfSeveral: isOneOfSeveral)
            continuation = report(Complaint.usage("The line \(reason)."), at: place)
        }
        return switch continuation {
        case .goOn: nil
        case .leave: .quit
        case .stop: .stopped
        }
    }
}

extension Complaint {
    fileprivate static let interruptedBetweenLines = Complaint(
        "interrupted", "Interrupted; the lines that were not reached were not asked.",
        exitStatus: .interrupted)
}
