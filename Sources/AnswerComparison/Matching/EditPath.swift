/// The shortest edit script between two sequences (Myers 1986, "An O(ND) Difference Algorithm").
struct EditPath {
    private let old: ArraySlice<Int>
    private let new: ArraySlice<Int>
    /// The number of steps taken.
    private(set) var steps = 0

    init(_ old: ArraySlice<Int>, _ new: ArraySlice<Int>) {
        self.old = old
        self.new = new
    }

    /// Returns the pairs of unchanged elements.
    /// - Parameters:
    ///   - limit: the maximum number of insertions and removals. If more are needed, returns no pairs.
    ///   - mostSteps: the approximate maximum number of steps. If more are needed, returns no pairs.
    mutating func pairs(within limit: Int, steps mostSteps: Int) -> [SequenceMatching.Pair] {
        let most = min(limit, old.count + new.count)
        // The furthest position in the old sequence on each diagonal, with diagonal 0 in the middle.
        var reach = [Int](repeating: 0, count: 2 * most + 3)
        let middle = most + 1
        var trace: [[Int]] = []
        for edits in 0...most {
            if steps > mostSteps { return [] }
            trace.append(Array(reach[(middle - edits)...(middle + edits)]))
            for diagonal in stride(from: -edits, through: edits, by: 2) {
                var x = start(of: diagonal, edits, reach, middle)
                var y = x - diagonal
                let begin = x
                while x < old.count, y < new.count, old[old.startIndex + x] == new[new.startIndex + y] {
                    x += 1
                    y += 1
                }
                steps += 1 + x - begin
                reach[middle + diagonal] = x
                if x >= old.count, y >= new.count { return way(back: trace) }
            }
        }
        return []
    }

    private func start(of diagonal: Int, _ edits: Int, _ reach: [Int], _ middle: Int) -> Int {
        let (below, above) = (reach[middle + diagonal - 1], reach[middle + diagonal + 1])
        return diagonal == -edits || diagonal != edits && below < above ? above : below + 1
    }

    /// - Parameter trace: for each number of edits, the reach before it, centered on diagonal 0.
    private func way(back trace: [[Int]]) -> [SequenceMatching.Pair] {
        var pairs: [SequenceMatching.Pair] = []
        var (x, y) = (old.count, new.count)
        for edits in trace.indices.reversed() {
            let diagonal = x - y
            var (fromX, fromY) = (0, 0)
            if edits > 0 {
                let reach = trace[edits]
                // The outermost diagonals of a trace belong to the same number of edits and aren't reached yet.
                func at(_ diagonal: Int) -> Int { reach[edits + diagonal] }
                let isDown =
                    diagonal == -edits || diagonal != edits && at(diagonal - 1) < at(diagonal + 1)
                let from = isDown ? diagonal + 1 : diagonal - 1
                fromX = at(from)
                fromY = fromX - from
            }
            while x > fromX, y > fromY {
                (x, y) = (x - 1, y - 1)
                pairs.append(.init(old: old.startIndex + x, new: new.startIndex + y))
            }
            (x, y) = (fromX, fromY)
        }
        return pairs
    }
}
