/// The elements that two sequences have in common, in order: what stays the same in a comparison.
///
/// Elements that are in both sequences exactly once are matched first (patience diff), and what lies between them by the fewest
/// insertions and removals (Myers 1986). Its work is bounded: where that would take too long, nothing more is matched.
struct SequenceMatching {
    /// A pair of equal elements, by their places.
    struct Pair: Equatable {
        let old: Int
        let new: Int
    }

    private let old: [Int]
    private let new: [Int]
    /// The steps that are left.
    private var budget: Int
    private(set) var pairs: [Pair] = []

    /// The largest number of insertions and removals that is looked for between two unique elements.
    static let mostEdits = 1000
    /// The steps that a comparison takes at most, beside a few for each element: well under a second.
    static let mostSteps = 20_000_000

    /// - Parameters:
    ///   - old: numbers that are equal where elements are.
    ///   - new: the same for the other sequence.
    init(_ old: [Int], _ new: [Int]) {
        self.old = old
        self.new = new
        budget = Self.mostSteps + 16 * (old.count + new.count)
        var ranges = [(0..<old.count, 0..<new.count)]
        while let (old, new) = ranges.popLast() {
            ranges += match(old, new)
        }
        pairs.sort { $0.old < $1.old }
    }

    /// Matches what can be matched at once in two ranges.
    /// - Returns: the ranges that are left.
    private mutating func match(_ oldRange: Range<Int>, _ newRange: Range<Int>) -> [(Range<Int>, Range<Int>)]
    {
        var (oldRange, newRange) = (oldRange, newRange)
        while let first = oldRange.first, let other = newRange.first, old[first] == new[other] {
            pairs.append(Pair(old: first, new: other))
            (oldRange, newRange) = (oldRange.dropFirst(), newRange.dropFirst())
        }
        while let last = oldRange.last, let other = newRange.last, old[last] == new[other] {
            pairs.append(Pair(old: last, new: other))
            (oldRange, newRange) = (oldRange.dropLast(), newRange.dropLast())
        }
        // Each is looked up several times.
        budget -= 8 * (oldRange.count + newRange.count)
        guard !oldRange.isEmpty, !newRange.isEmpty, budget > 0 else { return [] }
        let anchors = longestRise(uniquePairs(oldRange, newRange))
        guard !anchors.isEmpty else {
            matchByFewestEdits(oldRange, newRange)
            return []
        }
        pairs += anchors
        var ranges: [(Range<Int>, Range<Int>)] = []
        var (oldStart, newStart) = (oldRange.lowerBound, newRange.lowerBound)
        for anchor in anchors + [Pair(old: oldRange.upperBound, new: newRange.upperBound)] {
            if oldStart < anchor.old, newStart < anchor.new {
                ranges.append((oldStart..<anchor.old, newStart..<anchor.new))
            }
            (oldStart, newStart) = (anchor.old + 1, anchor.new + 1)
        }
        return ranges
    }

    /// The elements that are in each of the ranges once, in the order of the old ones.
    private func uniquePairs(_ oldRange: Range<Int>, _ newRange: Range<Int>) -> [Pair] {
        struct Count {
            var old = 0
            var new = 0
            var place = 0
        }
        var counts: [Int: Count] = [:]
        counts.reserveCapacity(oldRange.count)
        for place in oldRange { counts[old[place], default: Count()].old += 1 }
        for place in newRange {
            counts[new[place]]?.new += 1
            counts[new[place]]?.place = place
        }
        return oldRange.compactMap { place in
            guard let count = counts[old[place]], count.old == 1, count.new == 1 else { return nil }
            return Pair(old: place, new: count.place)
        }
    }

    /// The longest part of the pairs, which are in the order of the old ones, that is in the order of the new ones too.
    private func longestRise(_ pairs: [Pair]) -> [Pair] {
        // For each length, the pair with the least new place that a rise of that length ends with.
        var ends: [Int] = []
        var before = [Int?](repeating: nil, count: pairs.count)
        for (index, pair) in pairs.enumerated() {
            var (low, high) = (0, ends.count)
            while low < high {
                let middle = (low + high) / 2
                if pairs[ends[middle]].new < pair.new { low = middle + 1 } else { high = middle }
            }
            before[index] = low > 0 ? ends[low - 1] : nil
            if low == ends.count { ends.append(index) } else { ends[low] = index }
        }
        var rise: [Pair] = []
        var next = ends.last
        while let index = next {
            rise.append(pairs[index])
            next = before[index]
        }
        return rise.reversed()
    }

    private mutating func matchByFewestEdits(_ oldRange: Range<Int>, _ newRange: Range<Int>) {
        var path = EditPath(old[oldRange], new[newRange])
        pairs += path.pairs(within: Self.mostEdits, steps: budget)
        budget -= path.steps
    }
}
