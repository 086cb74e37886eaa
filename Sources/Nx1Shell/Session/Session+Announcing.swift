import Logging
import Nx1Client

/// What a session at a prompt does besides: it watches for the ends of runs that nobody waits for.
extension Session {
    /// Watches the runs that are left at the prompt, and announces each when it ends, until the task is cancelled.
    func announceLeftRuns() async {
        await runs.left.announce { watching in await self.announce(watching) }
    }

    private func announce(_ watching: LeftRuns.Watching) async {
        let (console, number) = (surroundings.console, watching.run.number)
        switch await runs.end(of: watching, open: silentOpener) {
        case .ended(let result):
            let run = watching.run.record
            let what = result.failure == nil ? "shows it" : "says why"
            console.announce(
                "%\(number) has \(run.ending) · :result %\(number) \(what)",
                signal: settings.notification.signal(about: run))
        case .outOfSight:
            console.note("%\(number) is out of sight · :status %\(number) takes it up again")
        case .unspoken: break
        }
    }

    /// What became of the runs that were under way when a shell died, in one line. Where nothing is to be found out, nothing is
    /// said.
    func lookUpLostRuns() async {
        // The first prompt goes before.
        guard runs.journal.exists, (try? await Task.sleep(for: .milliseconds(300))) != nil else { return }
        await refreshKeptRuns()
        if let sentence = await runs.lookUpLostRuns(open: silentOpener)?.sentence {
            surroundings.console.announce(sentence, signal: "")
        }
    }

    /// The way to the service for work that nobody waits for, and of which only the end is told.
    private var silentOpener: @Sendable () throws -> Nx1 {
        let silent = Logger(label: "nx1sh") { _ in SwiftLogNoOpLogHandler() }
        return { [connection] in try connection.open().logging(to: silent) }
    }

    /// Tells Tab what there is now.
    func refreshCompletion() {
        guard let completer = surroundings.completer else { return }
        completer.learn(
            crews: crews.known, runs: runs.all, stickyKeys: settings.sticky.map(\.key),
            profiles: (try? connection.profiles())?.profiles.map(\.name) ?? [])
    }

    /// Tells Tab the runs of other sessions.
    private func refreshKeptRuns() async {
        guard let completer = surroundings.completer,
            let entries = try? await runs.journal.runs(JournalQuery(limit: Completer.mostKept))
        else { return }
        completer.learn(kept: entries.map { ($0.correlationID, $0.question) })
    }
}
