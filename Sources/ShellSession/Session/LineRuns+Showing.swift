import InputSources
import Nx1Client
import OutputDestinations
import RunJournal
import ShellInput
package import ShellOutput
import ShellRuns
import ShellText

extension LineRuns {
    /// Shows the answer and, at a terminal, a line about the run below it.
    package func show(_ report: RunReport) async throws {
        if let shown = try shown(report) { try await show(shown) }
        if context.isWatched, let run = report.run { showLine(about: run) }
    }

    /// The report in the session's format. Among several lines, it is a row of one table if the format has
    /// tables.
    /// - Throws: ``OutputFailure`` if the table head can't be written; ``Complaint`` if the format needs to
    ///   know which part of the answer to show.
    private func shown(_ report: RunReport) throws -> Shown? {
        guard context.company != .alone, context.format == nil, !context.isRedirected,
            let ofManyLines = settings.format.ofManyLines
        else { return try chosen(report, by: settings.format) }
        // For parallel lines, the head is written before they start.
        if context.company == .betweenMany,
            let head = table.head(for: settings.format, columns: context.row?.columns ?? [])
        {
            try context.console.answers.write(head)
        }
        return ofManyLines.row(report)
    }

    /// The report in this format.
    /// - Throws: ``Complaint`` with the command that selects a part, if the format shows one of several
    ///   parts.
    private func chosen(_ report: RunReport, by format: OutputFormat) throws(Complaint) -> Shown? {
        do throws(Complaint) {
            return try format.run(report, context.console.page)
        } catch {
            guard let id = report.run?.correlationID, !words.hasOwnService || words.isConversing else {
                throw error
            }
            let name = format.name.prefix { $0 != ":" }
            let way = words.isConversing ? "`:result" : "`nx1sh ':result \(id)"
            let end = words.isConversing ? "`" : "'`"
            throw error.advised(
                error.advice == nil
                    ? "\(way) -o text\(end) shows the answer."
                    : "\(way) -o \(name):1\(end) shows the first of them.")
        }
    }

    /// Shows the record of a failed run if the format has records. A failure to write the record is ignored:
    /// the original error matters more and is reported on stderr.
    func showRecord(of error: any Error, in report: RunReport) throws {
        guard let complaint = Complaint(error) else { return }
        do {
            guard let shown = try shown(report.failed(complaint)) else { return }
            try context.console.answer(shown)
        } catch let failure as OutputFailure {
            if failure.isClosed { throw failure }
        } catch is Complaint {
            // The error itself already says what to select.
        }
    }

    /// Shows the output of a run or a command, through the pager if a user waits for it and it is longer than
    /// the window.
    func show(_ shown: Shown) async throws {
        let (console, questions) = (context.console, surroundings.questions)
        let page = console.page
        guard page.isTerminal, context.place.isPersonal, settings.usesPager else {
            try console.answer(shown)
            return
        }
        let (bytes, rowCount) = shown.onTerminal(page)
        // The prompt takes a row too. Text typed ahead is meant for the prompt; a pager would read it as
        // commands.
        guard page.columns != nil, rowCount >= page.rows, questions?.hasUnreadKeys != true,
            let pager = Pager(environment: surroundings.environment)
        else {
            try console.answers.write(bytes)
            return
        }
        await questions?.releaseTerminal()
        console.countForeignRows()
        switch try await pager.show(bytes, interrupt: context.interrupts.next) {
        case .left: break
        case .notStarted:
            try console.answers.write(bytes)
            console.note(
                "Couldn't start the pager \"\(pager.command)\". To turn paging off, use `:pager off`.")
        case .failed(let status):
            try console.answers.write(bytes)
            console.note(
                "The pager \"\(pager.command)\" exited with status \(status). To turn paging off, use `:pager off`."
            )
        case .killed(let signal):
            console.note("The pager was killed by signal \(signal). :result shows the answer again.")
        }
    }

    /// Shows the line below an answer.
    func showLine(about run: RunFacts) {
        let columns = context.console.page.columns
        context.console.note(RunLine(run, showsTiming: settings.showsTiming, columns: columns).text)
    }
}

extension LineRuns {
    /// The steps of the run that `name` refers to: from this session, from the journal, or from the service.
    package func stepReport(on name: String) async throws -> StepReport {
        let run = try await takeUp(name)
        if let stored = try await runs.knownSteps(of: run) {
            return report(on: run.record, stored)
        }
        try await fetchSteps(of: run)
        let stored = try await runs.knownSteps(of: run) ?? StoredSteps([])
        return report(on: run.record, stored)
    }

    private func report(on run: SessionRun, _ stored: StoredSteps) -> StepReport {
        if !run.hasEnded || stored.steps.contains(where: { $0.state == .working }) {
            let way = words.wayBack(to: run, by: ":status").map { " `\($0)` shows the rest." } ?? ""
            context.console.note("The run was still running when these steps were read.\(way)")
        }
        return StepReport(
            correlationID: run.correlationID, crew: run.crew, status: run.status, elapsed: run.elapsed,
            tokens: run.tokens, steps: stored.masked(by: runs.secretCover).steps, dropped: stored.dropped)
    }

    /// Fetches the events of a run: replays them if the run has ended, otherwise follows it to its end.
    private func fetchSteps(of run: TrackedRun) async throws {
        let nx1 = try open()
        let snapshot = try await runs.look(at: run, over: nx1)
        guard snapshot != nil || run.record.isAccepted else { throw words.unknown(run.record) }
        runs.recordElsewhere(run, at: "\(nx1.configuration.address)", from: context.origin)
        guard case .ended(let result)? = snapshot else {
            do {
                _ = try await follow(run)
            } catch let complaint as Complaint where complaint.failedRun == run.number {
                // A failed run still has steps to show.
            }
            return
        }
        switch try await runs.replay(run, over: nx1, within: limits) {
        case .finished: await runs.recordEnd(result, of: run)
        case .interrupted: throw Complaint(.interrupted, "Interrupted.")
        case .deadline:
            throw Complaint(
                .stillRunning,
                "The events of run \(run.record.correlationID) didn't arrive within the deadline.")
        }
    }
}
