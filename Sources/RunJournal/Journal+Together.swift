import SQLiteDatabase
import Synchronization

/// Something to be written.
struct JournalWrite: Sendable {
    /// Whether it has to be on the disk before anything else is done, and not only soon.
    var isUrgent = false
    let work: @Sendable (Database) throws -> Void
}

extension Journal {
    /// Writes, together with what others want to write at the time: runs that begin or end at the same moment share a transaction,
    /// which costs about as much as one of them alone. It is written when this returns, also to a caller who is cancelled
    /// meanwhile.
    /// - Throws: `CancellationError`.
    nonisolated func write(_ write: JournalWrite) async throws(CancellationError) {
        waiting.withLock { $0.append(write) }
        await writeAllThatWaits()
        if Task.isCancelled { throw CancellationError() }
    }

    /// Whoever comes first writes for those that have come while the journal was at work; to them nothing is left to do.
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
                // The others would wait for the same lock, one after the other.
                return give(up: error)
            } catch {
                // What is wrong is found, and said, when each is written by itself.
            }
        }
        // One that can't be written keeps none of the others from it; what is wrong is said there.
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
