/// Tells, over any number of connections, which events are new: none is shown twice, none is lost, and memory stays flat
/// however many there are.
///
/// Within one connection every event is new, alike or not. At the beginning of another one the service may replay what has
/// been seen, and a list that is asked for again has it all; that much is skipped.
struct EventSequence: Sendable {
    private var history = EventHistory()

    init() {}
    private var resynchronization: Resynchronization?

    /// A stream was opened, for the first time or again.
    mutating func beginConnection() {
        resynchronization = Resynchronization(of: history)
    }

    /// Whether the next event of the stream is new; it then counts as seen.
    mutating func admits(_ event: RawEvent) -> Bool {
        let fingerprint = EventHistory.fingerprint(of: event)
        if var replay = resynchronization {
            let isKnown = !replay.isOver && replay.recognizes(fingerprint, in: history)
            resynchronization = replay.isOver ? nil : replay
            if isKnown { return false }
        }
        history.append(fingerprint)
        return true
    }

    /// What is new in a list that was asked for again; it then counts as seen.
    ///
    /// The list may tell everything from the start, or the latest part. One in which something in the middle was changed
    /// gives what was not there before.
    /// - Parameter isSnapshot: whether the one element is the latest state, which is new if it differs from the one before.
    /// - Returns: where they are in the list.
    mutating func newElements(
        of list: some RandomAccessCollection<RawEvent>, isSnapshot: Bool = false
    ) -> [Int] {
        let fingerprints = list.map(EventHistory.fingerprint)
        let new: [Int]
        if isSnapshot {
            new = fingerprints.indices.filter {
                history.count == 0 || history[history.count - 1] != fingerprints[$0]
            }
        } else if isReplayFromStart(fingerprints) {
            new = Array(fingerprints.indices.dropFirst(history.count))
        } else if let overlap = longestOverlap(with: fingerprints) {
            new = Array(fingerprints.indices.dropFirst(overlap))
        } else {
            new = indicesOfUnknown(in: fingerprints)
        }
        for index in new { history.append(fingerprints[index]) }
        return new
    }

    private func isReplayFromStart(_ list: [EventHistory.Fingerprint]) -> Bool {
        zip(0..<history.count, list).allSatisfy { position, fingerprint in
            (history[position] ?? fingerprint) == fingerprint
        }
    }

    /// How many of the latest events the list begins with, if it does with any.
    private func longestOverlap(with list: [EventHistory.Fingerprint]) -> Int? {
        let latest = history.latestPositions
        return stride(from: min(latest.count, list.count), to: 0, by: -1).first { length in
            zip(latest.suffix(length), list).allSatisfy { history[$0] == $1 }
        }
    }

    /// The elements that were not there before, or not as often.
    private func indicesOfUnknown(in list: [EventHistory.Fingerprint]) -> [Int] {
        var known: [EventHistory.Fingerprint: Int] = [:]
        for position in history.latestPositions {
            if let fingerprint = history[position] { known[fingerprint, default: 0] += 1 }
        }
        return list.indices.filter { index in
            guard let left = known[list[index]], left > 0 else { return true }
            known[list[index]] = left - 1
            return false
        }
    }
}

/// What a run's events were, as far as that can be remembered in little memory: how many, the first ones, the latest ones.
///
/// Of each only a hash is kept, of 64 bits and seeded anew in each process; that two different events in a run are taken for
/// the same is less likely than one in a thousand million, even in a run of a million.
struct EventHistory: Sendable {
    typealias Fingerprint = Int

    /// So many of the first events are remembered.
    static let memoryOfFirst = 64
    /// So many of the latest events are remembered.
    static let memoryOfLatest = 4096

    /// How many events there were.
    private(set) var count = 0
    private var first: [Fingerprint] = []
    /// The event at `position` is at `position % memoryOfLatest`.
    private var latest: [Fingerprint] = []

    /// Two events are the same if their id, their name and their payload are.
    static func fingerprint(of event: RawEvent) -> Fingerprint {
        var hasher = Hasher()
        hasher.combine(event.id)
        hasher.combine(event.name)
        event.payload.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }

    mutating func append(_ fingerprint: Fingerprint) {
        if first.count < Self.memoryOfFirst { first.append(fingerprint) }
        if latest.count < Self.memoryOfLatest {
            latest.append(fingerprint)
        } else {
            latest[count % Self.memoryOfLatest] = fingerprint
        }
        count += 1
    }

    /// The event at a position, counted from 0; nil if it is forgotten or hasn't been.
    subscript(position: Int) -> Fingerprint? {
        if first.indices.contains(position) { return first[position] }
        return latestPositions.contains(position) ? latest[position % Self.memoryOfLatest] : nil
    }

    /// Where the latest events are that are remembered without a gap.
    var latestPositions: Range<Int> { count - latest.count..<count }

    /// The remembered positions before `end` that have this fingerprint, in their order.
    func positions(of fingerprint: Fingerprint, before end: Int) -> [Int] {
        let early = first.indices.filter { $0 < latestPositions.lowerBound && first[$0] == fingerprint }
        let late = latestPositions.filter { latest[$0 % Self.memoryOfLatest] == fingerprint }
        return (early + late).filter { $0 < end }
    }
}

/// Recognises, at the beginning of another connection, the events that are replayed from the history.
///
/// What a service does with a new connection is not known: it may go on exactly where the last one ended, or replay
/// everything, or the latest part; and it may say something of its own in between, a greeting or a sign of life. So the
/// places in the history at which the replay can be are followed, as long as what comes fits one of them. An event that
/// occurs only once in the history tells the place at once.
struct Resynchronization: Sendable {
    /// So many events that are not in the history, one after the other, end a replay, or say that there is none.
    static let patience = 2
    /// Only so early in the history can a replay from the start begin; its first events may be greetings.
    static let greetings = 3

    private let history: Range<Int>
    /// Where in the history the next event can be.
    private var expected: [Int] = []
    private var unknownInARow = 0

    /// A replay of what has come so far.
    init(of history: EventHistory) {
        self.history = 0..<history.count
    }

    /// Whether everything that comes from now on is new.
    var isOver: Bool {
        if history.isEmpty || unknownInARow == Self.patience { return true }
        return !expected.isEmpty && expected.allSatisfy { !history.contains($0) }
    }

    /// Whether the next event of the connection is one of the history.
    mutating func recognizes(_ fingerprint: EventHistory.Fingerprint, in memory: EventHistory) -> Bool {
        var matches = expected.filter { position in
            history.contains(position) && (memory[position] ?? fingerprint) == fingerprint
        }
        if matches.isEmpty { matches = places(of: fingerprint, in: memory) }
        if matches.isEmpty {
            unknownInARow += 1
            return false
        }
        unknownInARow = 0
        expected = matches.map { $0 + 1 }
        return true
    }

    /// Where a replay can begin with this event, or go on after a gap.
    private func places(of fingerprint: EventHistory.Fingerprint, in memory: EventHistory) -> [Int] {
        let known = memory.positions(of: fingerprint, before: history.upperBound)
        if let next = expected.min() {
            return known.count == 1 && known[0] >= next ? known : []
        }
        // Between the first and the latest events much is forgotten: only a replay from the start may cross that.
        return known.filter {
            $0 < Self.greetings || unknownInARow == 0 && $0 >= memory.latestPositions.lowerBound
        }
    }
}
