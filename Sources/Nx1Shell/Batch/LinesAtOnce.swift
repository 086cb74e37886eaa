import Nx1Client
import ShellInput
import ShellOutput

/// Lines of one source, done many at once: their answers in the lines' order, the bar, Ctrl-C, and how it all ends.
struct LinesAtOnce {
    /// Takes what a line led to; the end, if it is one.
    typealias Take = (StatementParser.Step) async -> Script.Ending?

    let many: ManyLines
    let origin: Place.Origin
    /// How many there are, if that is known.
    let total: Int?
    var isOneOfSeveral = false

    /// Does what `read` hands on.
    func run(in session: Session, reading read: @escaping @Sendable (Take) async -> Script.Ending) async
        -> Script.Ending
    {
        let console = session.mainConsole
        let tally = LineTally(total: total, draw: await session.barDrawing)
        let sheets = OrderedSheets { stream, bytes throws(OutputFailure) in
            tally.wipe()
            try (stream == .answers ? console.answers : console.remarks).write(bytes)
        }
        do {
            try await session.writeHead()
            let race = try await session.interrupts.race(deadline: nil) {
                await doLines(in: session, sheets, tally, read)
            }
            tally.wipe()
            guard case .finished(let ending) = race else {
                _ = await session.report(
                    session.interrupted(tally.counts, many), at: Place(.commandLine, line: 0))
                return .stopped
            }
            if let failure = sheets.failure, !failure.isClosed {
                _ = await session.report(failure, at: Place(.commandLine, line: 0))
            }
            return ending
        } catch {
            _ = await session.report(error, at: Place(.commandLine, line: 0))
            return .stopped
        }
    }

    private func doLines(
        in session: Session, _ sheets: OrderedSheets, _ tally: LineTally,
        _ read: (Take) async -> Script.Ending
    ) async -> Script.Ending {
        await withTaskGroup(of: ParallelLines.Ended.self) { group in
            var lines = ParallelLines(
                session, origin: origin, isOneOfSeveral: isOneOfSeveral, many: many,
                stopsOnError: await session.settings.stopsOnError, sheets: sheets, tally: tally)
            let ending = await read { await lines.take($0, in: &group) }
            return await lines.finish(in: &group) ?? ending
        }
    }
}

extension Session {
    /// Writes what stands above the answers of many lines, once.
    fileprivate func writeHead() throws {
        if hasWrittenHead { return }
        hasWrittenHead = true
        if let head = settings.format.headOfManyLines { try console.answers.write(head) }
        settings.format = settings.format.ofManyLines
    }

    fileprivate func interrupted(_ counts: LineTally.Counts, _ many: ManyLines) -> Complaint {
        let answered = "Interrupted: \(counts.done) lines were answered"
        if hasOwnService {
            return Complaint(
                "interrupted",
                "\(answered), the others were not; the sandbox has ended, and its runs with it.",
                exitStatus: .interrupted)
        }
        return Complaint(
            "interrupted", "\(answered), \(counts.running) runs go on, the others were not asked.",
            advice: many.batch.map { "The same command, with --batch \($0), does what is missing." }
                ?? "nx1sh :runs lists them; with --batch NAME the same command could go on.",
            exitStatus: .interrupted)
    }

    /// How a bar is drawn; nil where nobody would see it, or doesn't want to.
    fileprivate var barDrawing: (@Sendable (String) -> Void)? {
        guard console.remarks.isTerminal, settings.progress != .never, !console.isSilent,
            environment["TERM"] ?? "dumb" != "dumb"
        else { return nil }
        // A terminal that is gone shows no bar.
        return { [remarks = console.remarks] in try? remarks.write($0) }
    }
}
