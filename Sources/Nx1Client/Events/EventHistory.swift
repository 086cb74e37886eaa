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
