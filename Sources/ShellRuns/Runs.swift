import Nx1Client
package import Nx1Events
package import Nx1Values
package import RunJournal
package import ShellOutput
import Synchronization

/// The runs of a session: starts, watches, looks up and journals them. Prints nothing: callers pass a ``RunObserver``
/// and make the messages.
package final class Runs: Sendable {
    /// The runs of earlier sessions and other shells.
    package let journal: Journal
    /// The runs that are watched in the background.
    package let left = LeftRuns()
    private let connection: Connection
    private let table = Mutex(RunTable())

    package init(journal: Journal, connection: Connection) {
        self.journal = journal
        self.connection = connection
    }

    /// The runs in the table, oldest first.
    package var all: [TrackedRun] { table.withLock { $0.runs } }

    /// The runs that aren't known to have ended.
    package var open: [TrackedRun] { all.filter(\.record.goesOn) }

    /// The run with this number; nil if it isn't in the table.
    package func run(_ number: Int) -> TrackedRun? { table.withLock { $0[number] } }

    /// Creates a run, which the caller uses until it calls ``TrackedRun/release()``.
    /// - Parameters:
    ///   - lineOrdinal: the ordinal of its line among parallel lines. Call ``sortByLines()`` once they have finished.
    ///   - complete: sets further properties of the run.
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

    /// Renumbers runs of parallel lines in the order of the lines.
    package func sortByLines() { table.withLock { $0.sortByLines() } }

    /// Adds a run of the journal to this session.
    package func add(_ entry: JournalEntry) -> TrackedRun {
        add { SessionRun(number: $0, entry) }
    }

    /// Drops runs from the table.
    func forget(_ runs: [TrackedRun]) {
        table.withLock { table in for run in runs { table.remove(run) } }
    }

    func add(_ make: (_ number: Int) -> SessionRun) -> TrackedRun {
        table.withLock { $0.add(make) }
    }

    func restore(_ restored: [SessionRun]) {
        table.withLock { $0.restore(restored) }
    }

    /// The run of this session that `name` refers to.
    /// - Throws: ``Complaint`` if it can't be one, or matches several.
    func find(_ name: String) throws(Complaint) -> RunTable.Reference {
        try table.withLock { table throws(Complaint) in try table.find(name) }
    }

    /// The service's address in the form that the journal stores; nil if there is none.
    package var host: String? {
        guard let text = (try? connection.settings())?.host?.value, let address = try? ServiceAddress(text)
        else { return nil }
        return "\(address)"
    }

    /// The profile in use.
    package var profile: String? { (try? connection.settings())?.profile?.name }

    /// Masks the session's secrets in everything that is stored.
    package var secretCover: SecretCover { SecretCover(mask: connection.secretCover()) }
}

/// How watching a run ended.
package enum RunOutcome: Sendable {
    /// The run has ended, successfully or not.
    case ended(CrewResult)
    /// Ctrl-C was pressed; the run continues.
    case left
    /// The deadline has passed; the run continues.
    case deadline
}

/// The conditions that end watching a run early.
package struct WatchLimits: Sendable {
    let interrupts: Interrupts
    let deadline: Duration?

    /// - Parameters:
    ///   - interrupts: delivers Ctrl-C.
    ///   - deadline: the maximum time to watch.
    package init(interrupts: Interrupts, deadline: Duration?) {
        self.interrupts = interrupts
        self.deadline = deadline
    }
}

/// Observes a run while it works.
package struct RunObserver: Sendable {
    /// The steps so far.
    let steps: WatchedSteps
    /// Receives each event with the id of its run.
    let sawEvent: @Sendable (CrewEvent, _ correlationID: String) throws -> Void
    /// Runs the watching operation, with a display around it.
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

    /// An observer that records steps and shows nothing.
    static func silent(_ steps: WatchedSteps) -> RunObserver {
        RunObserver(steps: steps, sawEvent: { _, _ in }, accompany: { try await $0() })
    }
}
