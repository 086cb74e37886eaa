import Logging
import Nx1Client
import RunJournal
import ShellOutput
import ShellRuns

/// Announces runs that end in the background while a prompt is shown.
struct Announcements: Sendable {
    /// The number of other sessions' runs that completion offers.
    private static let mostKept = 100

    private let session: Session
    private let runs: Runs
    private let console: Console

    init(of session: Session) {
        self.session = session
        runs = session.runs
        console = session.surroundings.console
    }

    /// Watches the runs that were left at the prompt and announces each one that ends, until the task is
    /// cancelled.
    func announceLeftRuns() async {
        await runs.left.announce { watching in await self.announce(watching) }
    }

    private func announce(_ watching: LeftRuns.Watching) async {
        let number = watching.run.number
        switch await runs.end(of: watching, open: silentOpener) {
        case .ended(let result):
            let run = watching.run.record
            let what = result.failure == nil ? "shows it" : "says why"
            console.announce(
                "%\(number) has \(run.ending) · :result %\(number) \(what)",
                signal: await session.settings.notification.signal(about: run))
            await runs.recordEnd(result, of: watching.run)
        case .outOfSight:
            console.note("Lost track of %\(number) · :status %\(number) resumes watching")
        case .unspoken: break
        }
    }

    /// Reports in one line what happened to runs that were unfinished when their shell died. Reports nothing
    /// if nothing can be found out.
    func lookUpLostRuns() async {
        // The first prompt must not wait for this.
        guard runs.journal.exists, (try? await Task.sleep(for: .milliseconds(300))) != nil else { return }
        await learnKeptRuns()
        if let sentence = await runs.lookUpLostRuns(open: silentOpener)?.sentence {
            console.announce(sentence, signal: "")
        }
    }

    /// Fetches the service's templates when completion needs them, until the task is cancelled. After a
    /// failure, completion offers none.
    func learnTemplates() async {
        guard let completer = session.surroundings.completer else { return }
        for await _ in completer.wishes { await session.learnTemplates(open: silentOpener) }
    }

    /// Opens the client for background work that logs nothing.
    private var silentOpener: @Sendable () throws -> Nx1 {
        let silent = Logger(label: "nx1sh") { _ in SwiftLogNoOpLogHandler() }
        return { [connection = session.connection] in try connection.open().logging(to: silent) }
    }

    /// Tells the completer about runs of other sessions.
    private func learnKeptRuns() async {
        guard let completer = session.surroundings.completer,
            let entries = try? await runs.journal.runs(JournalQuery(limit: Self.mostKept))
        else { return }
        completer.learn(kept: entries.map { ($0.correlationID, $0.question) })
        if let sessions = try? await runs.journal.sessions() {
            await session.learn(sessions: sessions.map(\.name))
            await session.refreshCompletion()
        }
    }
}
