import SQLiteDatabase
import Synchronization

/// The runs that were asked for, kept on disk so that none is lost: who died can find them again, and so can any other
/// shell of the same person.
///
/// It opens on first use. If it can't be used, the shell says so once and goes on without it. The actor has a thread of its own, so
/// a slow disk or another shell's lock blocks nothing else.
package actor Journal {
    private enum State {
        case closed
        case open(Database)
        /// It can't be used, and it makes no sense to try again.
        case unusable
    }

    /// How many runs are kept in memory where there is no file.
    static let keptInMemory = 1000

    let file: JournalFile?
    private let executor = BlockingExecutor(label: "journal")
    private let warn: @Sendable (String) -> Void
    private var state = State.closed
    private var hasWarned = false
    /// What is to be written and isn't yet.
    let waiting = Mutex<[JournalWrite]>([])

    /// The journal at `path`; nil is one in memory, which ends with the process.
    /// - Parameters:
    ///   - patience: how long to wait for another shell's lock.
    ///   - warn: told, once, what keeps the journal from being used.
    package init(
        path: String?, patience: Duration = .seconds(5), warn: @escaping @Sendable (String) -> Void
    ) {
        file = path.map { JournalFile(path: $0, patience: patience) }
        self.warn = warn
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Whether there is one already, without making it.
    package nonisolated var exists: Bool { file?.isThere ?? false }

    var isOpen: Bool {
        if case .open = state { true } else { false }
    }

    /// Reads or writes. What goes wrong is said, the first time.
    /// - Parameter isForOthers: whether the work is not only the caller's, whose cancellation then doesn't end it.
    /// - Returns: nil if the journal can't be used.
    /// - Throws: `CancellationError`.
    func perform<Result>(
        isForOthers: Bool = false, _ work: (Database) throws -> Result
    ) throws(CancellationError) -> Result? {
        var triesLeft = 2
        while true {
            if !isForOthers, Task.isCancelled { throw CancellationError() }
            triesLeft -= 1
            do {
                guard let database = try open() else { return nil }
                return isForOthers
                    ? try database.withoutInterruption { try work(database) } : try work(database)
            } catch {
                if !isForOthers, Task.isCancelled { throw CancellationError() }
                guard JournalFailure.isCorruption(error), triesLeft > 0 else {
                    give(up: error)
                    return nil
                }
                guard replaceDamaged() else { return nil }
            }
        }
    }

    func open() throws -> Database? {
        switch state {
        case .open(let database): return database
        case .unusable: return nil
        case .closed:
            do {
                let database = try file?.open() ?? JournalSchema.inMemory()
                state = .open(database)
                return database
            } catch  where !JournalFailure.isCorruption(error) {
                state = .unusable
                throw error
            }
        }
    }

    private func replaceDamaged() -> Bool {
        state = .closed
        guard let file else { return false }
        do {
            let kept = try file.putAside()
            warn("The journal \(file.path) was damaged. It is kept as \(kept), and a new one is begun.")
            return true
        } catch {
            state = .unusable
            give(up: error)
            return false
        }
    }

    /// Says what is wrong, the first time.
    func give(up error: any Error) {
        if JournalFailure.isLock(error) { state = .unusable }
        if hasWarned { return }
        hasWarned = true
        let name = file.map { " \($0.path)" } ?? ""
        warn(
            "The journal\(name) can't be used: \(JournalFailure.reason(error)). "
                + "The shell goes on without it; runs of this session are not kept.")
    }
}
