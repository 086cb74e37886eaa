/// The way from one sequence to another by the fewest insertions and removals (Myers 1986, "An O(ND) Difference Algorithm").
struct EditPath {
    private let old: ArraySlice<Int>
    private let new: ArraySlice<Int>
    /// The steps that it has taken.
    private(set) var steps = 0

    init(_ old: ArraySlice<Int>, _ new: ArraySlice<Int>) {
        self.old = old
        self.new = new
    }

    /// The elements that stay.
    /// - Parameters:
    ///   - limit: the most insertions and removals; with more of them nothing stays.
    ///   - mostSteps: about the most steps; if it takes more, nothing stays.
    mutating func pairs(within limit: Int, steps mostSteps: Int) -> [SequenceMatching.Pair] {
        let most = min(limit, old.count + new.count)
        // How far along the old sequence each diagonal is reached, the diagonal 0 in the middle.
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

    /// - Parameter trace: for each number of edits, the reach before it, with its own number of edits in the middle.
    private func way(back trace: [[Int]]) -> [SequenceMatching.Pair] {
        var pairs: [SequenceMatching.Pair] = []
        var (x, y) = (old.count, new.count)
        for edits in trace.indices.reversed() {
            let diagonal = x - y
            var (fromX, fromY) = (0, 0)
            if edits > 0 {
                let reach = trace[edits]
                // The outermost diagonals of a trace are those of the same number of edits, which aren't reached yet.
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
