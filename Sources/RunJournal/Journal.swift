import SQLiteDatabase
import Synchronization

/// The runs that were requested, stored on disk so that none is lost. After a crash, any shell of the same user can
/// find them.
///
/// The journal opens on first use. While it can't be read or written, a warning is printed once, changes stay in
/// memory, and they are written as soon as possible. The actor has its own thread, so a slow disk or another shell's
/// lock blocks nothing else.
package actor Journal {
    private enum State {
        case closed
        case open(OpenJournal)
        /// It can't be used, and retrying can't help.
        case unusable
    }

    /// The number of runs that are kept in memory if there is no file.
    static let keptInMemory = 1000

    /// The maximum duration of an unlocked write when the shell exits.
    static let slowestDisk = Duration.seconds(10)

    let file: JournalFile?
    /// The maximum wait for another program's lock.
    nonisolated let patience: Duration
    private let executor = BlockingExecutor(label: "journal")
    let warn: @Sendable (String) -> Void
    private var state = State.closed
    private var hasWarned = false
    private var lockPatience: LockPatience
    /// Why the last write failed; nil if it succeeded.
    private(set) var problem: (any Error)?
    /// The changes that aren't written yet.
    nonisolated let queue = Mutex(JournalQueue())
    /// Retries the waiting changes until they are written.
    var retries: Task<Void, Never>?

    /// Creates a journal in the file at `path`; nil for one in memory, which ends with the process.
    /// - Parameters:
    ///   - patience: the maximum wait for another program's lock. Callers wait at most five times as long for a slow disk.
    ///   - warn: receives warnings about a journal that can't be used or is incomplete at exit.
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

    /// Whether the file exists. Doesn't create it.
    package nonisolated var exists: Bool { file?.isThere ?? false }

    /// Whether it is stored on disk.
    package nonisolated var isOnDisk: Bool { file != nil }

    var isOpen: Bool {
        if case .open = state { true } else { false }
    }

    /// When a wait for a lock that starts now ends. After one wait timed out, later ones end at once.
    var lockWaitEnd: ContinuousClock.Instant { problem == nil ? lockPatience.end(at: .now) : .now }

    /// How long the last attempt waits for a lock. After a wait that timed out, the total is half a second.
    var lastPatience: Duration { lockPatience.end(at: .now) > .now ? patience : patience / 4 }

    /// Reads or writes. The first failure is reported.
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

    /// Runs `work`, which waits for locks until `end`. A damaged file is replaced first.
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
                // A new connection notices what has changed in the file system.
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

    /// Records a failure, and reports the first one.
    /// - Parameter hasWaited: whether there was time to wait for a lock.
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
                ? "The journal\(name) can't be used now: \(reason). New entries stay in memory until it can be used."
                : "The journal\(name) can't be used: \(reason). The shell continues without it and doesn't record runs."
        )
    }

    /// Records that it can be written again.
    func forgetProblem() { problem = nil }
}
