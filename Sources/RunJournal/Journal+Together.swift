import SQLiteDatabase
import Synchronization

/// Something to be written.
struct JournalWrite: Sendable {
    /// Whether it has to be on the disk before anything else is done, and not only soon.
    var isUrgent = false
    let work: @Sendable (Database) throws -> Void
}

extension Journal {
    /// Writes in one transaction with whatever else is waiting: many runs that start or end together cost about as much as one. The
    /// data is in the database when this returns, even if the caller was cancelled in the meantime.
    /// - Throws: `CancellationError`.
    nonisolated func write(_ write: JournalWrite) async throws(CancellationError) {
        waiting.withLock { $0.append(write) }
        await writeAllThatWaits()
        if Task.isCancelled { throw CancellationError() }
    }

    /// The first caller to get here writes for all that queued up while the journal was busy; the others find an empty queue.
    private func writeAllThatWaits() {
        let writes = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        if writes.count > 1 {
            do {
                guard let database = try open() else { return }
                return try database.withoutInterruption { try database.write(writes) }
            } catch  where JournalFailure.isLock(error) {
                // Each separate write would wait for the same lock again.
                return give(up: error)
            } catch {
                // One of them can't be written. The separate writes below find out which, and report it.
            }
        }
        // A write that fails doesn't stop the others.
        for write in writes { _ = try? perform(isForOthers: true) { try $0.write([write]) } }
    }
}

extension Database {
    fileprivate func write(_ writes: [JournalWrite]) throws {
        let isUrgent = writes.contains(where: \.isUrgent)
        if isUrgent { try run("PRAGMA synchronous = FULL") }
        defer { if isUrgent { try? run("PRAGMA synchronous = NORMAL") } }
        try transaction {
            for write in writes { try write.work(self) }
        }
    }
}
