/// Finds the common elements of two sequences, in order.
///
/// Elements that occur exactly once in both sequences are matched first (patience diff), and the ranges between them by
/// the shortest edit script (Myers 1986). The work is bounded: beyond the limit, nothing more is matched.
struct SequenceMatching {
    /// The indices of two equal elements.
    struct Pair: Equatable {
        let old: Int
        let new: Int
    }

    private let old: [Int]
    private let new: [Int]
    /// The number of steps left.
    private var budget: Int
    private(set) var pairs: [Pair] = []

    /// The maximum number of insertions and removals between two unique elements.
    static let mostEdits = 1000
    /// The maximum number of steps, besides a few per element: well under a second.
    static let mostSteps = 20_000_000

    /// - Parameters:
    ///   - old: the old sequence, as numbers that are equal if the elements are.
    ///   - new: the new sequence, likewise.
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

    /// Matches the common prefix, suffix and unique elements of two ranges.
    /// - Returns: the ranges still to be matched.
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
        // Each element is looked up several times.
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

    /// Returns the elements that occur once in each range, in the order of the old range.
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

    /// Returns the longest subsequence of the pairs that is in order in both sequences.
    private func longestRise(_ pairs: [Pair]) -> [Pair] {
        // For each length, the pair with the lowest new index that ends a subsequence of that length.
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
