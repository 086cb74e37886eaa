import SQLiteDatabase
import Synchronization

extension Journal {
    /// Writes a change, in one transaction with all other waiting changes, so that many runs that start or end
    /// together cost about as much as one. A caller that is cancelled in the meantime still waits.
    /// - Parameter limit: the maximum time that the caller waits; nil for the usual time. It doesn't extend the wait
    ///   for a lock.
    /// - Throws: `CancellationError`.
    nonisolated func write(
        _ change: JournalChange, within limit: Duration? = nil
    ) async throws(CancellationError) -> JournalReceipt {
        let ticket = JournalTicket()
        queue.withLock { $0.append(change, ticket, due: .now + patience) }
        // A separate task, so that the caller's wait is bounded even if the disk is slow.
        Task { await writeAllThatWaits() }
        let receipt = await ticket.receipt(within: limit ?? mostWait)
        if Task.isCancelled { throw CancellationError() }
        return receipt
    }

    /// Discards a run that won't start after all, unless it is already in the journal.
    package nonisolated func withdraw(_ sentID: String) {
        queue.withLock { queue in queue.remove(queue.items.filter { $0.change.sentID == sentID }) }
    }

    /// The maximum time that a caller waits, which only a slow disk or a busy machine takes: a lock ends the wait earlier.
    nonisolated var mostWait: Duration { patience * 5 }

    /// Writes all waiting changes, including those that failed before. The first caller writes everything that queued
    /// up while the journal was busy.
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
            // One of the changes can't be written. Writing them separately finds out which.
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

    /// Keeps changes in memory and retries them periodically.
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

    /// Retries with growing pauses until everything is written or the task is cancelled.
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
    /// Why the journal is incomplete; nil if it isn't.
    package var outage: String? { problem.map(JournalFailure.reason) }

    /// Writes the changes that are only in memory, waiting one last time, and reports what is lost. Nothing may be
    /// written afterwards.
    /// - Parameter limit: the maximum duration; nil for what is left of half a second for a lock, plus
    ///   ``slowestDisk`` for a busy disk.
    /// - Returns: whether the journal is complete.
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
    /// The message about what the journal lacks.
    func sentence(about path: String?) -> String {
        // What was dropped stays missing after everything else is written.
        let isWritten = missing.isEmpty && unfinished.isEmpty && sessions.isEmpty
        let (state, lacks) = isWritten ? ("is incomplete", "lacks") : ("still can't be written", "also lacks")
        var parts = ["The journal\(path.map { " " + $0 } ?? "") \(state)."]
        if !missing.isEmpty { parts.append("It lacks these runs: \(missing.joined(separator: ", ")).") }
        if !unfinished.isEmpty {
            parts.append("It lacks the results of these runs: \(unfinished.joined(separator: ", ")).")
        }
        if forgotten.runs > 0 {
            let ids = forgotten.runs == 1 ? "whose id is above" : "whose ids are above"
            parts.append("It \(lacks) \(Self.count(forgotten.runs, "older run")), \(ids).")
        }
        if forgotten.results > 0 {
            parts.append("It \(lacks) \(Self.count(forgotten.results, "older result")).")
        }
        if forgotten.sessions > 0 {
            parts.append("It \(lacks) \(Self.count(forgotten.sessions, "older session state")).")
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

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
