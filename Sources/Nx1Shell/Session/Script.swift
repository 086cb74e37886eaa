/// The lines of a file or of stdin, done one after the other as they arrive.
public struct Script {
    /// How it came to its end.
    public enum Ending: Sendable {
        /// All lines are done.
        case finished
        /// A line said so.
        case quit
        /// Ctrl-C, a closed stdout, or a failure where the first one ends it.
        case stopped
    }

    private let input: InputSource

    /// The lines of `input`, which stays the caller's.
    public init(_ input: InputSource) {
        self.input = input
    }

    /// Does the lines.
    public func run(in session: Session) async -> Ending {
        var decoder = LineDecoder()
        var parser = StatementParser(mode: .script)
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
                if let ending = await take(parser.take(line), in: session) { return ending }
            }
            if chunk.isEmpty { break }
        }
        if !hadLines { session.console.note("nx1sh: \(input.name) is empty, so nothing was asked.") }
        return await take(parser.finish(), in: session) ?? .finished
    }

    private func take(_ step: StatementParser.Step, in session: Session) async -> Ending? {
        switch step {
        case .nothing, .more: return nil
        case .statement(let statement):
            let place = Place(.script(input.name), line: statement.line)
            return switch await session.perform(statement, at: place) {
            case .goOn: nil
            case .leave: .quit
            case .stop: .stopped
            }
        case .refused(let reason, let line):
            let place = Place(.script(input.name), line: line)
            return await session.report(Complaint.usage("The line \(reason)."), at: place) == .goOn
                ? nil : .stopped
        }
    }
}

extension Complaint {
    fileprivate static let interruptedBetweenLines = Complaint(
        "interrupted", "Interrupted; the lines that were not reached were not asked.",
        exitStatus: .interrupted)
}
