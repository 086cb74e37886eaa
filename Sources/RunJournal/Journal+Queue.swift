import SQLiteDatabase
import Synchronization

extension Journal {
    /// Writes in one transaction with whatever else is waiting: many runs that start or end together cost about as much as one. A
    /// caller who is cancelled in the meantime waits as long as the others.
    /// - Parameter limit: How long the caller waits at most; nil is the usual time. A lock is waited for no longer for that.
    /// - Throws: `CancellationError`.
    nonisolated func write(
        _ change: JournalChange, within limit: Duration? = nil
    ) async throws(CancellationError) -> JournalReceipt {
        let ticket = JournalTicket()
        queue.withLock { $0.append(change, ticket, due: .now + patience) }
        // A task of its own, as the caller doesn't wait longer than it may, whatever the disk does.
        Task { await writeAllThatWaits() }
        let receipt = await ticket.receipt(within: limit ?? mostWait)
        if Task.isCancelled { throw CancellationError() }
        return receipt
    }

    /// Forgets a run that was to begin and now doesn't, unless it is in the journal already.
    package nonisolated func withdraw(_ sentID: String) {
        queue.withLock { queue in queue.remove(queue.items.filter { $0.change.sentID == sentID }) }
    }

    /// No caller waits longer.
    nonisolated var mostWait: Duration { patience * 5 / 4 }

    /// Writes what waits, and what couldn't be written before. The first caller to get here writes for all that queued up while the
    /// journal was busy.
    func writeAllThatWaits() {
        let items = queue.withLock { $0.items }
        guard !items.isEmpty else { return }
        let due = items.lazy.filter { $0.ticket != nil }.map(\.due).min()
        write(items, until: min(lockWaitEnd, due ?? .now))
    }

    private func write(_ items: [JournalQueue.Item], until end: ContinuousClock.Instant) {
        let start = ContinuousClock.now
        do {
            let receipts = try writeTogether(items, until: end)
            forgetProblem()
            retries?.cancel()
            retries = nil
            queue.withLock { $0.remove(items) }
            for (item, receipt) in zip(items, receipts) { item.ticket?.resolve(receipt) }
        } catch  where JournalFailure.mayPass(error) {
            note(error, hasWaited: end > start)
            keep(items)
        } catch JournalFailure.newer {
            note(JournalFailure.newer)
            refuse(items)
        } catch  where items.count > 1 {
            // One of them can't be written. Separate writes find out which.
            for item in items { write([item], until: end) }
        } catch {
            note(error)
            refuse(items)
        }
    }

    private func writeTogether(
        _ items: [JournalQueue.Item], until end: ContinuousClock.Instant
    ) throws -> [JournalReceipt] {
        let mostRuns = file == nil ? Self.keptInMemory : nil
        return try withDatabase(until: end) { journal in
            try journal.database.withoutInterruption {
                try journal.write(isUrgent: items.contains(where: \.change.isUrgent)) { database in
                    try items.map {
                        try $0.change.apply(to: database, mostRuns: mostRuns) ? .written : .begunElsewhere
                    }
                }
            }
        }
    }

    /// Keeps changes in memory, and tries them again from time to time.
    private func keep(_ items: [JournalQueue.Item]) {
        let (before, now) = queue.withLock { queue in
            let before = queue.forgotten
            queue.keep(items)
            return (before, queue.forgotten)
        }
        for item in items { item.ticket?.resolve(.kept) }
        if before == JournalQueue.Forgotten(), now != before {
            warn(
                "The journal has been unavailable for so long that results of older runs no longer fit in memory. "
                    + "The service still has them.")
        }
        if retries == nil { retries = retryUntilWritten() }
    }

    private func refuse(_ items: [JournalQueue.Item]) {
        queue.withLock { $0.remove(items) }
        for item in items { item.ticket?.resolve(.refused) }
    }

    /// Tries with growing pauses until everything is written, or the task is cancelled.
    private func retryUntilWritten() -> Task<Void, Never> {
        Task { [weak self] in
            var pause = Duration.milliseconds(50)
            while (try? await Task.sleep(for: pause)) != nil {
                guard let self, await !self.isUpToDate() else { return }
                pause = min(pause * 2, .seconds(10))
            }
        }
    }

    private func isUpToDate() -> Bool {
        writeAllThatWaits()
        return queue.withLock { $0.items.isEmpty }
    }
}

extension Journal {
    /// Why the journal doesn't have all that it should; nil if it does.
    package var outage: String? { problem.map(JournalFailure.reason) }

    /// Writes what is in memory only, for which it waits once more, and says what is lost if it can't. Nothing may be written
    /// after it.
    /// - Parameter limit: How long that takes at most; nil is what is left of half a second for a lock, and ``slowestDisk`` more
    ///   for a disk that is still at work.
    /// - Returns: whether the journal has everything.
    @discardableResult
    package nonisolated func end(within limit: Duration? = nil) async -> Bool {
        if !queue.withLock({ $0.items.isEmpty }) {
            let ticket = JournalTicket()
            Task {
                await writeLast(within: limit)
                ticket.resolve(.written)
            }
            _ = await ticket.receipt(within: limit ?? mostWait + Self.slowestDisk)
        }
        let unwritten = queue.withLock { $0.unwritten }
        if unwritten.isEmpty { return true }
        warn(unwritten.sentence(about: file?.path))
        return false
    }

    private func writeLast(within limit: Duration?) {
        let end = ContinuousClock.now + (limit ?? lastPatience)
        retries?.cancel()
        retries = nil
        let items = queue.withLock { $0.items }
        if !items.isEmpty { write(items, until: end) }
        retries?.cancel()
    }
}

extension JournalQueue.Unwritten {
    /// What the journal lacks, for people.
    fileprivate func sentence(about path: String?) -> String {
        var parts = ["The journal\(path.map { " " + $0 } ?? "") still can't be written."]
        if !missing.isEmpty { parts.append("It lacks these runs: \(missing.joined(separator: ", ")).") }
        if !unfinished.isEmpty {
            parts.append("It lacks the results of these runs: \(unfinished.joined(separator: ", ")).")
        }
        if forgotten.runs > 0 {
            parts.append("It also lacks \(forgotten.runs) older runs, whose ids are above.")
        }
        if forgotten.results > 0 { parts.append("It also lacks \(forgotten.results) older results.") }
        if forgotten.sessions > 0 {
            parts.append("It also lacks \(forgotten.sessions) older session states.")
        }
        if !sessions.isEmpty {
            parts.append("It lacks the latest state of these sessions: \(sessions.joined(separator: ", ")).")
        }
        if missing.isEmpty, unfinished.isEmpty, forgotten.runs + forgotten.results == 0 {
            return parts.joined(separator: " ")
        }
        parts.append(":result with an id fetches a run from the service.")
        return parts.joined(separator: " ")
    }
}
