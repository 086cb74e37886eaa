import SQLiteDatabase
import Synchronization

/// The runs that were asked for, kept on disk so that none is lost: who died can find them again, and so can any other
/// shell of the same person.
///
/// It opens on first use. While it can't be read or written, the shell says so once and goes on: changes stay in memory, and are
/// written as soon as that is possible. The actor has a thread of its own, so a slow disk or another shell's lock blocks nothing else.
package actor Journal {
    private enum State {
        case closed
        case open(OpenJournal)
        /// It can't be used, and it makes no sense to try again.
        case unusable
    }

    /// How many runs are kept in memory where there is no file.
    static let keptInMemory = 1000

    /// How long a write that no lock holds up may take at the end of the shell.
    static let slowestDisk = Duration.seconds(10)

    let file: JournalFile?
    /// How long to wait for another program's lock.
    nonisolated let patience: Duration
    private let executor = BlockingExecutor(label: "journal")
    let warn: @Sendable (String) -> Void
    private var state = State.closed
    private var hasWarned = false
    private var lockPatience: LockPatience
    /// What keeps it from being written, since the last attempt.
    private(set) var problem: (any Error)?
    /// What is to be written and isn't yet.
    nonisolated let queue = Mutex(JournalQueue())
    /// Writes what waits as soon as that is possible.
    var retries: Task<Void, Never>?

    /// The journal at `path`; nil is one in memory, which ends with the process.
    /// - Parameters:
    ///   - patience: how long to wait for another program's lock. No caller waits longer than a quarter more.
    ///   - warn: told what keeps the journal from being used, and what isn't in it at the end.
    package init(
        path: String?, patience: Duration = .milliseconds(400), warn: @escaping @Sendable (String) -> Void
    ) {
        self.init(path.map { JournalFile(path: $0) }, patience: patience, warn: warn)
    }

    init(
        _ file: JournalFile?, patience: Duration = .milliseconds(400),
        warn: @escaping @Sendable (String) -> Void
    ) {
        self.file = file
        self.patience = patience
        lockPatience = LockPatience(usual: patience)
        self.warn = warn
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Whether there is one already, without making it.
    package nonisolated var exists: Bool { file?.isThere ?? false }

    /// Whether it is kept on disk, or is to be.
    package nonisolated var isOnDisk: Bool { file != nil }

    var isOpen: Bool {
        if case .open = state { true } else { false }
    }

    /// When a wait for a lock that begins now ends: after the first one in vain, at once.
    var lockWaitEnd: ContinuousClock.Instant { problem == nil ? lockPatience.end(at: .now) : .now }

    /// How long the last attempt waits for a lock: who has waited in vain before waits half a second in all.
    var lastPatience: Duration { lockPatience.end(at: .now) > .now ? patience : patience / 4 }

    /// Reads or writes. What goes wrong is said, the first time.
    /// - Returns: nil if the journal can't be used now.
    /// - Throws: `CancellationError`.
    func perform<Result>(_ work: (Database) throws -> Result) throws(CancellationError) -> Result? {
        if Task.isCancelled { throw CancellationError() }
        writeAllThatWaits()
        let end = lockWaitEnd
        let start = ContinuousClock.now
        do {
            let result = try withDatabase(until: end) { try work($0.database) }
            if queue.withLock({ $0.items.isEmpty }) { problem = nil }
            return result
        } catch {
            if Task.isCancelled { throw CancellationError() }
            note(error, hasWaited: end > start)
            return nil
        }
    }

    /// Does `work`, which waits for locks until `end`. A damaged file is replaced first.
    func withDatabase<Result>(
        until end: ContinuousClock.Instant, _ work: (OpenJournal) throws -> Result
    ) throws -> Result {
        var mayReplace = true
        while true {
            do {
                let journal = try open(until: end)
                return try journal.database.waiting(until: end) { try work(journal) }
            } catch  where JournalFailure.isCorruption(error) && mayReplace {
                mayReplace = false
                try replaceDamaged()
            } catch {
                // What the file system did meanwhile, a new connection notices.
                if JournalFailure.isAboutFile(error) { state = .closed }
                throw error
            }
        }
    }

    private func open(until end: ContinuousClock.Instant) throws -> OpenJournal {
        switch state {
        case .open(let journal): return journal
        case .unusable: throw JournalFailure.newer
        case .closed:
            let journal = try file?.open(until: end) ?? OpenJournal(database: JournalSchema.inMemory())
            state = .open(journal)
            return journal
        }
    }

    private func replaceDamaged() throws {
        state = .closed
        guard let file else { return }
        let kept = try file.putAside()
        warn(
            "The journal \(file.path) was damaged. It was renamed to \(kept), and a new journal was created.")
    }

    /// Notes what went wrong, and says it, the first time.
    /// - Parameter hasWaited: Whether there was time to wait for a lock.
    func note(_ error: any Error, hasWaited: Bool = false) {
        if hasWaited, JournalFailure.isLock(error) { lockPatience.expire(at: .now) }
        let isForNow = JournalFailure.mayPass(error)
        if isForNow { problem = error } else if case JournalFailure.newer = error { state = .unusable }
        if hasWarned { return }
        hasWarned = true
        let name = file.map { " \($0.path)" } ?? ""
        let reason = JournalFailure.reason(error)
        warn(
            isForNow
                ? "The journal\(name) can't be used now: \(reason). New entries stay in memory until it can."
                : "The journal\(name) can't be used: \(reason). The shell continues without it and doesn't record runs."
        )
    }

    /// It can be written again.
    func forgetProblem() { problem = nil }
}
