import Nx1Client
import ShellInput
import ShellOutput
import ShellRuns
import ShellText

extension LineRuns {
    /// The answer, and under it, for a person, one line about the run.
    /// - Parameter format: another than the session's.
    func show(_ report: RunReport, as format: OutputFormat? = nil) async throws {
        if let format {
            if let shown = format.run(report, context.console.page) { try await show(shown) }
        } else if let shown = try shown(report) {
            try await show(shown)
        }
        if context.isWatched, let run = report.run { showLine(about: run) }
    }

    /// A report in the session's format: of many lines a row of one table, if the format has one.
    /// - Throws: ``OutputFailure`` if what stands above that row can't be written.
    private func shown(_ report: RunReport) throws(OutputFailure) -> Shown? {
        guard context.company != .alone, let ofManyLines = settings.format.ofManyLines else {
            return settings.format.run(report, context.console.page)
        }
        // Above the rows of lines at the same time it is written before they begin.
        if context.company == .betweenMany, let head = table.head(for: settings.format) {
            try context.console.answers.write(head)
        }
        return ofManyLines.row(report)
    }

    /// The record of a run that went wrong, where the format has one. If it can't be written, what went wrong before matters
    /// more and is said on stderr.
    func showRecord(of error: any Error, in report: RunReport) throws {
        guard let complaint = Complaint(error) else { return }
        do throws(OutputFailure) {
            guard let shown = try shown(report.failed(complaint)) else { return }
            try context.console.answer(shown)
        } catch {
            if error.isClosed { throw error }
        }
    }

    /// Shows an answer, or what a command was asked to show: through the pager, if a person waits for it and it is longer
    /// than the window.
    func show(_ shown: Shown) async throws {
        let (console, questions) = (context.console, surroundings.questions)
        let page = console.page
        guard page.isTerminal, context.place.isPersonal, settings.usesPager else {
            try console.answer(shown)
            return
        }
        let (bytes, rowCount) = shown.onTerminal(page)
        // The prompt takes a row too. Text typed ahead is for the prompt; the pager would run it as commands.
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
            console.note("The pager \"\(pager.command)\" can't be started; :pager off does without it.")
        case .failed(let status):
            try console.answers.write(bytes)
            console.note(
                "The pager \"\(pager.command)\" failed with status \(status); :pager off does without it.")
        case .killed(let signal):
            console.note("The pager was ended by signal \(signal); :result shows the answer again.")
        }
    }

    /// The one line under an answer.
    func showLine(about run: RunFacts) {
        let columns = context.console.page.columns
        context.console.note(RunLine(run, showsTiming: settings.showsTiming, columns: columns).text)
    }
}
