import Descriptors
import Nx1Client
import ShellInput
import ShellOutput
import ShellRuns

/// Runs the lines of one source in parallel: writes answers in input order, draws the progress bar, and
/// handles Ctrl-C.
struct LinesAtOnce {
    /// Runs one step. Returns how the script ends, or nil if it continues.
    typealias Perform = (LineStep) async -> Script.Ending?

    let many: ManyLines
    let source: LineSource
    /// The number of lines; nil if unknown.
    let total: Int?

    /// Runs the lines that `read` passes on.
    func run(in session: Session, reading read: @escaping @Sendable (Perform) async -> Script.Ending) async
        -> Script.Ending
    {
        let console = source.context.console
        let line = await session.lineRuns(in: source.context)
        let outside = source.context.at(LineLocation(.commandLine, line: 0))
        let tally = LineTally(total: total, on: Self.terminal(of: line))
        let sheets = OrderedSheets { stream, bytes throws(OutputFailure) in
            try tally.wipe { () throws(OutputFailure) in
                try (stream == .answers ? console.answers : console.remarks).write(bytes)
            }
        }
        do {
            if let head = line.table.head(for: line.settings.format, columns: source.columns) {
                try console.answers.write(head)
            }
            let race = try await source.context.interrupts.race(deadline: nil) {
                await tally.keepDrawing { await doLines(in: session, sheets, tally, read) }
            }
            try tally.wipe()
            guard case .finished(let ending) = race else {
                _ = await session.report(interrupted(tally.counts, line.words), in: outside)
                return .stopped
            }
            if let failure = sheets.failure, !failure.isClosed {
                _ = await session.report(failure, in: outside)
            }
            return ending
        } catch {
            _ = await session.report(error, in: outside)
            return .stopped
        }
    }

    private func doLines(
        in session: Session, _ sheets: OrderedSheets, _ tally: LineTally,
        _ read: (Perform) async -> Script.Ending
    ) async -> Script.Ending {
        await withTaskGroup(of: ParallelLines.Ended.self) { group in
            var many = many
            if many.jobs > OpenFiles.mostRuns {
                source.context.console.note(
                    "nx1sh: The limit on open files (ulimit -n) allows only \(OpenFiles.mostRuns) runs at a time, not \(many.jobs)."
                )
                many.jobs = OpenFiles.mostRuns
            }
            var lines = ParallelLines(
                session, of: source, many: many, stopsOnError: await session.settings.stopsOnError,
                sheets: sheets, tally: tally)
            let ending = await read { await lines.feed($0, in: &group) }
            return await lines.finish(in: &group) ?? ending
        }
    }

    private func interrupted(_ counts: LineTally.Counts, _ words: RunWords) -> Complaint {
        let done = "Interrupted: \(counts.done.counted("line")) done"
        if words.hasOwnService {
            return Complaint(.interrupted, "\(done), the rest not. Unfinished runs ended with the sandbox.")
        }
        return Complaint(
            .interrupted, "\(done), \(counts.running.counted("run")) still running, the rest not sent.",
            advice: many.batch.map { "Run the same command again with --batch \($0) to do the rest." }
                ?? "`nx1sh :runs` lists the runs. To be able to resume next time, use --batch NAME.")
    }

    /// The terminal for the progress bar; nil if stderr can't show one, or the user turned it off.
    private static func terminal(of line: LineRuns) -> LineTally.Terminal? {
        let console = line.context.console
        guard let live = console.live, line.settings.progress != .never else { return nil }
        return LineTally.Terminal(columns: { live.window?.columns }) { [remarks = console.remarks] in
            // Writing fails only if the terminal is gone; then nobody can see the bar.
            try? remarks.write($0)
        }
    }
}
