import GRDB

/// The runs that were asked for, kept on disk so that none is lost: who died can find them again, and so can any other
/// shell of the same person.
///
/// It is opened when first needed. What keeps it from being used is said once, and is no reason not to ask.
package actor Journal {
    private enum State {
        case closed
        case open(DatabaseQueue)
        /// It can't be used, and it makes no sense to try again.
        case unusable
    }

    /// How many runs are kept in memory where there is no file.
    static let keptInMemory = 1000

    let file: JournalFile?
    private let warn: @Sendable (String) -> Void
    private var state = State.closed
    private var hasWarned = false
    /// Who writes for all, and what waits for that.
    var turns = WritingTurns()

    /// The journal at `path`; nil is one in memory, which ends with the process.
    /// - Parameter warn: told, once, what keeps the journal from being used.
    package init(path: String?, warn: @escaping @Sendable (String) -> Void) {
        file = path.map(JournalFile.init)
        self.warn = warn
    }

    /// Whether there is one already, without making it.
    package nonisolated var exists: Bool { file?.isThere ?? false }

    var isOpen: Bool {
        if case .open = state { true } else { false }
    }

    /// Reads or writes. What goes wrong is said, the first time.
    /// - Parameter isForOthers: whether the work is not only the caller's, whose cancellation then doesn't end it.
    /// - Returns: nil if the journal can't be used.
    /// - Throws: `CancellationError`.
    func perform<Result: Sendable>(
        isForOthers: Bool = false, _ work: @escaping @Sendable (Database) throws -> Result
    ) async throws -> Result? {
        var triesLeft = 2
        while true {
            triesLeft -= 1
            do {
                guard let database = try open() else { return nil }
                return isForOthers
                    ? try await database.writeToTheEnd(work)
                    : try await database.writeWithoutTransaction(work)
            } catch let error as CancellationError {
                throw error
            } catch  where JournalFailure.isCorruption(error) && triesLeft > 0 {
                guard replaceDamaged() else { return nil }
            } catch {
                give(up: error)
                return nil
            }
        }
    }

    func open() throws -> DatabaseQueue? {
        switch state {
        case .open(let database): return database
        case .unusable: return nil
        case .closed:
            do {
                let database = try file?.open() ?? DatabaseQueue.inMemory()
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

    private func give(up error: any Error) {
        if (error as? DatabaseError)?.resultCode == .SQLITE_BUSY { state = .unusable }
        if hasWarned { return }
        hasWarned = true
        let name = file.map { " \($0.path)" } ?? ""
        warn(
            "The journal\(name) can't be used: \(JournalFailure.reason(error)). "
                + "The shell goes on without it; runs of this session are not kept.")
    }
}

extension DatabaseQueue {
    fileprivate static func inMemory() throws -> DatabaseQueue {
        let database = try DatabaseQueue()
        try JournalSchema.prepare(database)
        return database
    }
}
