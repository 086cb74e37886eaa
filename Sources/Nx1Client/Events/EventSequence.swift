/// Tells, over any number of connections, which events are new: none is shown twice, none is lost, and memory stays flat
/// however many there are.
///
/// Within one connection every event is new, alike or not. At the beginning of another one the service may replay what has
/// been seen, and a list that is asked for again has it all; that much is skipped.
struct EventSequence: Sendable {
    private var history = EventHistory()
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
    mutating func newElements(of list: [RawEvent], isSnapshot: Bool = false) -> ArraySlice<RawEvent> {
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
        return new.map { list[$0] }[...]
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
