/// The changes that aren't in the file yet, in order. While the file can't be written they stay in memory, up to a
/// limit.
struct JournalQueue {
    struct Item: Sendable {
        let serial: Int
        var change: JournalChange
        /// The waiting caller; nil if there is none.
        let ticket: JournalTicket?
        /// When that caller stops waiting.
        let due: ContinuousClock.Instant
        /// The approximate size in bytes, set once writing has failed.
        fileprivate(set) var size: Int?
    }

    /// The maximum size of unwritten changes, in bytes.
    static let mostBytes = 16 << 20

    private(set) var items: [Item] = []
    /// The number of changes dropped to stay within the limit.
    private(set) var forgotten = Forgotten()
    private var nextSerial = 0
    private var bytes = 0

    struct Forgotten: Sendable, Hashable {
        /// Runs of which nothing is stored.
        var runs = 0
        /// Results, which the service still has.
        var results = 0
        /// States of sessions.
        var sessions = 0

        fileprivate mutating func count(_ change: JournalChange) {
            if change.session != nil {
                sessions += 1
            } else if change.isUrgent {
                runs += 1
            } else {
                results += 1
            }
        }
    }

    mutating func append(_ change: JournalChange, _ ticket: JournalTicket?, due: ContinuousClock.Instant) {
        items.append(Item(serial: nextSerial, change: change, ticket: ticket, due: due))
        nextSerial += 1
    }

    /// Removes changes that have been written or never will be.
    mutating func remove(_ done: some Sequence<Item>) {
        let serials = Set(done.map(\.serial))
        items.removeAll { serials.contains($0.serial) }
        bytes = items.reduce(0) { $0 + ($1.size ?? 0) }
    }

    /// Keeps changes that couldn't be written. If they exceed `limit` bytes, the steps of the oldest are dropped
    /// first, then their results, then whole runs.
    mutating func keep(_ failed: some Sequence<Item>, limit: Int = mostBytes) {
        let serials = Set(failed.map(\.serial))
        for place in items.indices where items[place].size == nil && serials.contains(items[place].serial) {
            let size = items[place].change.size
            items[place].size = size
            bytes += size
        }
        guard bytes > limit else { return }
        // Well below the limit, so that not every further change has to shrink the queue again.
        let goal = limit - limit / 8
        shrink(to: goal) { $0.withoutSteps ?? $0 }
        shrink(to: goal) { $0.isUrgent ? $0 : nil }
        shrink(to: goal) { _ in nil }
    }

    /// Reduces changes, oldest first, until the rest fits; nil removes a change.
    private mutating func shrink(to goal: Int, _ reduce: (JournalChange) -> JournalChange?) {
        if bytes <= goal { return }
        items = items.compactMap { item in
            guard bytes > goal, let size = item.size else { return item }
            guard let reduced = reduce(item.change) else {
                bytes -= size
                forgotten.count(item.change)
                return nil
            }
            var item = item
            item.change = reduced
            let smaller = reduced.size
            item.size = smaller
            bytes += smaller - size
            return item
        }
    }
}

extension JournalQueue {
    /// The changes that the file lacks.
    struct Unwritten: Sendable, Hashable {
        /// Runs that it lacks, by the ids that their requests were sent with.
        var missing: [String] = []
        /// Runs whose ends it lacks.
        var unfinished: [String] = []
        /// Sessions whose latest states it lacks.
        var sessions: [String] = []
        var forgotten = Forgotten()

        var isEmpty: Bool { self == Unwritten() }
    }

    var unwritten: Unwritten {
        var unwritten = Unwritten(forgotten: forgotten)
        var seen: Set<String> = []
        for item in items {
            if let name = item.change.session, !unwritten.sessions.contains(name) {
                unwritten.sessions.append(name)
            }
            guard let id = item.change.sentID, seen.insert(id).inserted else { continue }
            if item.change.isUrgent {
                unwritten.missing.append(id)
            } else {
                unwritten.unfinished.append(id)
            }
        }
        return unwritten
    }
}
