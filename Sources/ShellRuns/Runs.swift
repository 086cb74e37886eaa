import Nx1Client
package import Nx1Events
package import Nx1Values
package import RunJournal
package import ShellOutput
import Synchronization

/// The runs of a session: begun, watched, left, taken up, and written into the journal. It shows nothing; who watches a run gives it a
/// ``RunObserver``, and words for how it went.
package final class Runs: Sendable {
    /// The runs of before, and of other shells.
    package let journal: Journal
    /// Those that are left at the prompt.
    package let left = LeftRuns()
    private let connection: Connection
    private let table = Mutex(RunTable())

    package init(journal: Journal, connection: Connection) {
        self.journal = journal
        self.connection = connection
    }

    /// Those at hand, the oldest first.
    package var all: [TrackedRun] { table.withLock { $0.runs } }

    /// Those that have not ended, as far as is known.
    package var open: [TrackedRun] { all.filter(\.record.goesOn) }

    /// The run of that number, if it is at hand.
    package func run(_ number: Int) -> TrackedRun? { table.withLock { $0[number] } }

    /// A new run, which the caller works with until it calls ``TrackedRun/release()``.
    /// - Parameters:
    ///   - lineOrdinal: the ordinal of its line among those that are done at once; ``sortByLines()`` follows then.
    ///   - complete: sets what else is known of it.
    package func begin(
        _ crew: CrewType, input: JSONObject, text: String?, lineOrdinal: Int? = nil,
        completing complete: (inout SessionRun) -> Void = { _ in }
    ) -> TrackedRun {
        let run = add { number in
            SessionRun(
                number: number, correlationID: CorrelationID.random(), crew: crew, input: input, text: text)
        }
        run.update { record in
            record.lineOrdinal = lineOrdinal
            complete(&record)
        }
        run.retain()
        return run
    }

    /// Numbers the runs of lines that were done at once in the order of the lines.
    package func sortByLines() { table.withLock { $0.sortByLines() } }

    /// A run that the journal knows, as one of this session.
    package func add(_ entry: JournalEntry) -> TrackedRun {
        add { SessionRun(number: $0, entry) }
    }

    /// Lets go of runs.
    func forget(_ runs: [TrackedRun]) {
        table.withLock { table in for run in runs { table.remove(run) } }
    }

    func add(_ make: (_ number: Int) -> SessionRun) -> TrackedRun {
        table.withLock { $0.add(make) }
    }

    func restore(_ restored: [SessionRun]) {
        table.withLock { $0.restore(restored) }
    }

    /// What `name` names among the runs of this session.
    /// - Throws: ``Complaint`` if it can't be one, or could be several.
    func find(_ name: String) throws(Complaint) -> RunTable.Reference {
        try table.withLock { table throws(Complaint) in try table.find(name) }
    }

    /// The service's address in the form that the journal has it in; nil if there is none.
    package var host: String? {
        guard let text = (try? connection.settings())?.host?.value, let address = try? ServiceAddress(text)
        else { return nil }
        return "\(address)"
    }

    /// The profile in use.
    package var profile: String? { (try? connection.settings())?.profile?.name }

    /// Covers the secrets of the session in what is kept.
    package var secretCover: SecretCover { SecretCover(mask: connection.secretCover()) }
}

/// How the watching of a run came to its end.
package enum RunOutcome: Sendable {
    /// The run has ended, well or not.
    case ended(CrewResult)
    /// Ctrl-C was pressed; the run goes on.
    case left
    /// The deadline has passed; the run goes on.
    case deadline
}

/// What ends the watching of a run before the run ends.
package struct WatchLimits: Sendable {
    let interrupts: Interrupts
    let deadline: Duration?

    /// - Parameters:
    ///   - interrupts: what Ctrl-C comes in by.
    ///   - deadline: how long the watching may take.
    package init(interrupts: Interrupts, deadline: Duration?) {
        self.interrupts = interrupts
        self.deadline = deadline
    }
}

/// Who sees a run while it works.
package struct RunObserver: Sendable {
    /// What has happened so far.
    let steps: WatchedSteps
    /// An event came, of the run with that id.
    let sawEvent: @Sendable (CrewEvent, _ correlationID: String) throws -> Void
    /// Watches meanwhile.
    let accompany: @Sendable (@escaping @Sendable () async throws -> CrewResult) async throws -> CrewResult

    package init(
        steps: WatchedSteps,
        sawEvent: @escaping @Sendable (CrewEvent, _ correlationID: String) throws -> Void,
        accompany:
            @escaping @Sendable (@escaping @Sendable () async throws -> CrewResult) async throws -> CrewResult
    ) {
        self.steps = steps
        self.sawEvent = sawEvent
        self.accompany = accompany
    }

    /// One that keeps the steps, and shows none.
    static func silent(_ steps: WatchedSteps) -> RunObserver {
        RunObserver(steps: steps, sawEvent: { _, _ in }, accompany: { try await $0() })
    }
}
