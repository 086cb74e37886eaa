import ShellInput
import ShellOutput
import ShellText

extension Session {
    /// Shows an answer, or what a command was asked to show: through the pager, if a person waits for it and it is longer
    /// than the window.
    func show(_ shown: Shown, at place: Place) async throws {
        let page = console.page
        guard page.isTerminal, place.isPersonal, settings.usesPager else {
            try console.answer(shown)
            return
        }
        let (bytes, rowCount) = shown.onTerminal(page)
        // The prompt takes a row too. Text typed ahead is for the prompt; the pager would run it as commands.
        guard page.columns != nil, rowCount >= page.rows, questions?.hasUnreadKeys != true,
            let pager = Pager(environment: environment)
        else {
            try console.answers.write(bytes)
            return
        }
        await questions?.releaseTerminal()
        console.noteForeignRows()
        switch try await pager.show(bytes, interrupt: interrupts.next) {
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
}
