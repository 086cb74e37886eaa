import GRDB

/// Something to be written.
struct JournalWrite: Sendable {
    /// Whether it has to be on the disk before anything else is done, and not only soon.
    var isUrgent = false
    let work: @Sendable (Database) throws -> Void
}

/// Who writes: one caller at a time, for all that wait. Runs that begin or end at the same moment share a transaction, which
/// costs about as much as one of them alone.
struct WritingTurns {
    enum Turn: Sendable {
        /// Somebody has written it.
        case written
        /// Write it, and what else waits.
        case yours
    }

    private struct Waiting {
        let write: JournalWrite
        /// Nil for the one who writes.
        var caller: CheckedContinuation<Turn, Never>?
    }

    private var waiting: [Waiting] = []
    private(set) var isTaken = false

    /// It is the caller's turn at once.
    mutating func begin(_ write: JournalWrite) {
        isTaken = true
        waiting.append(Waiting(write: write, caller: nil))
    }

    mutating func queue(_ write: JournalWrite, _ caller: CheckedContinuation<Turn, Never>) {
        waiting.append(Waiting(write: write, caller: caller))
    }

    /// What waits now, and what tells its callers that it is written.
    mutating func group() -> (writes: [JournalWrite], resume: () -> Void) {
        defer { waiting = [] }
        let callers = waiting.compactMap(\.caller)
        return (waiting.map(\.write), { for caller in callers { caller.resume(returning: .written) } })
    }

    /// The turn goes to the first of those that have come meanwhile.
    mutating func pass() {
        isTaken = !waiting.isEmpty
        guard isTaken else { return }
        let next = waiting[0].caller
        waiting[0].caller = nil
        next?.resume(returning: .yours)
    }
}

extension Journal {
    /// Writes, together with what others want to write at the time. It is written when this returns, also to a caller who is
    /// cancelled meanwhile.
    /// - Throws: `CancellationError`.
    func write(_ write: JournalWrite) async throws {
        if turns.isTaken {
            let turn = await withCheckedContinuation { turns.queue(write, $0) }
            if case .written = turn { return try Task.checkCancellation() }
        } else {
            turns.begin(write)
        }
        let (writes, resume) = turns.group()
        await self.write(together: writes)
        resume()
        turns.pass()
        try Task.checkCancellation()
    }

    private func write(together writes: [JournalWrite]) async {
        if writes.count > 1, let database = try? open(),
            (try? await database.writeToTheEnd({ try $0.write(writes) })) != nil
        {
            return
        }
        // One that can't be written keeps none of the others from it; what is wrong is said there.
        for write in writes { _ = try? await perform(isForOthers: true) { try $0.write([write]) } }
    }
}

extension DatabaseQueue {
    /// Writes; a task that is cancelled meanwhile doesn't end it.
    func writeToTheEnd<Result: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            asyncWriteWithoutTransaction { database in
                continuation.resume(with: Swift.Result { try work(database) })
            }
        }
    }
}

extension Database {
    fileprivate func write(_ writes: [JournalWrite]) throws {
        let isUrgent = writes.contains(where: \.isUrgent)
        if isUrgent { try run("PRAGMA synchronous = FULL") }
        defer { if isUrgent { try? run("PRAGMA synchronous = NORMAL") } }
        try inTransaction(.immediate) {
            for write in writes { try write.work(self) }
            return .commit
        }
    }

    /// Executes a statement that is made once for all times that it is executed.
    func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
