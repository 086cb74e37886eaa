/// Detects, over any number of connections, which events are new: none is shown twice, none is lost, and memory is
/// bounded.
///
/// Within one connection every event is new, even if it equals another. At the start of another connection the service
/// may replay events, and a polled list contains them all; those are skipped.
struct EventSequence: Sendable {
    private var history = EventHistory()

    init() {}
    private var resynchronization: Resynchronization?

    /// Starts a connection of a stream, the first or another.
    mutating func beginConnection() {
        resynchronization = Resynchronization(of: history)
    }

    /// Whether the next event of the stream is new. It's then recorded as seen.
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

    /// The new elements of a polled list. They're then recorded as seen.
    ///
    /// The list may contain everything from the start, or the latest part. If it changed in the middle, unknown
    /// elements are new.
    /// - Parameter isSnapshot: whether the only element is the latest state, which is new if it differs from the one
    ///   before.
    /// - Returns: their indices in the list.
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

    /// How many of the latest events the list starts with; nil if it starts with none.
    private func longestOverlap(with list: [EventHistory.Fingerprint]) -> Int? {
        let latest = history.latestPositions
        return stride(from: min(latest.count, list.count), to: 0, by: -1).first { length in
            zip(latest.suffix(length), list).allSatisfy { history[$0] == $1 }
        }
    }

    /// The indices of elements not seen before, or not as often.
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

/// A bounded memory of a run's events: their number, the first ones, and the latest ones.
///
/// Each event is kept as a 64-bit hash with a per-process seed; the chance of a collision is below one in a thousand
/// million, even in a run of a million events.
struct EventHistory: Sendable {
    typealias Fingerprint = Int

    /// The number of first events to remember.
    static let memoryOfFirst = 64
    /// The number of latest events to remember.
    static let memoryOfLatest = 4096

    /// The number of events so far.
    private(set) var count = 0
    private var first: [Fingerprint] = []
    /// The event at `position` is at `position % memoryOfLatest`.
    private var latest: [Fingerprint] = []

    /// A hash of the event's id, name and payload.
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

    /// The event at a position, counted from 0; nil if it's forgotten or doesn't exist.
    subscript(position: Int) -> Fingerprint? {
        if first.indices.contains(position) { return first[position] }
        return latestPositions.contains(position) ? latest[position % Self.memoryOfLatest] : nil
    }

    /// The positions of the latest events, which are remembered without a gap.
    var latestPositions: Range<Int> { count - latest.count..<count }

    /// The remembered positions before `end` with this fingerprint, in order.
    func positions(of fingerprint: Fingerprint, before end: Int) -> [Int] {
        let early = first.indices.filter { $0 < latestPositions.lowerBound && first[$0] == fingerprint }
        let late = latestPositions.filter { latest[$0 % Self.memoryOfLatest] == fingerprint }
        return (early + late).filter { $0 < end }
    }
}

/// Recognizes events replayed from the history at the start of another connection.
///
/// A service may continue exactly where the last connection ended, or replay everything, or the latest part, with
/// greetings or heartbeats in between. So all possible positions of the replay in the history are tracked as long as
/// the events match. An event that occurs only once in the history determines the position.
struct Resynchronization: Sendable {
    /// The number of consecutive unknown events that ends a replay, or means that there is none.
    static let patience = 2
    /// A replay from the start begins within this many events of the history, since the first ones may be greetings.
    static let greetings = 3

    private let history: Range<Int>
    /// The possible positions of the next event in the history.
    private var expected: [Int] = []
    private var unknownInARow = 0

    /// Creates a tracker for a replay of the history so far.
    init(of history: EventHistory) {
        self.history = 0..<history.count
    }

    /// Whether all further events are new.
    var isOver: Bool {
        if history.isEmpty || unknownInARow == Self.patience { return true }
        return !expected.isEmpty && expected.allSatisfy { !history.contains($0) }
    }

    /// Whether the next event of the connection is in the history.
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

    /// The positions at which a replay may start with this event, or continue after a gap.
    private func places(of fingerprint: EventHistory.Fingerprint, in memory: EventHistory) -> [Int] {
        let known = memory.positions(of: fingerprint, before: history.upperBound)
        if let next = expected.min() {
            return known.count == 1 && known[0] >= next ? known : []
        }
        // Events between the first and the latest are forgotten: only a replay from the start may cross that gap.
        return known.filter {
            $0 < Self.greetings || unknownInARow == 0 && $0 >= memory.latestPositions.lowerBound
        }
    }
}
