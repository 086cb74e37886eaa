import Nx1Steps
import Nx1Values

extension StoredSteps {
    /// The most bytes that the steps of one run take in the journal.
    static let mostBytes = 512 << 10

    /// The lengths to which texts are cut, one after the other, until the steps fit.
    private static let caps = [16 << 10, 4 << 10, 1 << 10]

    /// The steps in at most `most` bytes: the longest texts are cut first, then the oldest steps are dropped.
    package func bounded(to most: Int = mostBytes) -> StoredSteps {
        var bounded = self
        var sizes = steps.map(\.size)
        for cap in Self.caps where Self.total(sizes) > most {
            for index in sizes.indices where sizes[index] > cap {
                bounded.steps[index].cutTexts(to: cap)
                sizes[index] = bounded.steps[index].size
            }
        }
        if Self.total(sizes) > most { bounded.dropOldest(sizes, to: most) }
        return bounded
    }

    /// The brackets, and the steps with a comma each.
    private static func total(_ sizes: [Int]) -> Int { sizes.reduce(2, +) }

    /// Drops steps that have nothing inside them, then others, the oldest first.
    private mutating func dropOldest(_ sizes: [Int], to most: Int) {
        let parents = Set(steps.compactMap(\.parent))
        func isBefore(_ left: Int, _ right: Int) -> Bool {
            let (first, second) = (steps[left].began ?? .min, steps[right].began ?? .min)
            return first == second ? left < right : first < second
        }
        let isOuter = steps.map { parents.contains($0.id) }
        let order =
            steps.indices.filter { !isOuter[$0] }.sorted(by: isBefore)
            + steps.indices.filter { isOuter[$0] }.sorted(by: isBefore)
        var total = Self.total(sizes)
        var gone: Set<Int> = []
        for index in order {
            guard total > most else { break }
            total -= sizes[index]
            gone.insert(index)
        }
        dropped += gone.count
        steps = steps.indices.filter { !gone.contains($0) }.map { steps[$0] }
    }
}

extension RunStep {
    /// How many bytes it takes in the journal, with the comma behind it.
    fileprivate var size: Int { json.serialized().utf8.count + 1 }

    /// Cuts each text to so many bytes, and says so.
    fileprivate mutating func cutTexts(to cap: Int) {
        let whole = self
        name = Self.cut(name, to: cap)
        agent = agent.map { Self.cut($0, to: cap) }
        note = note.map { Self.cut($0, to: cap) }
        error = error.map { Self.cut($0, to: cap) }
        failures = failures.map { Self.cut($0, to: cap / 4) }
        arguments = arguments.map { Self.cut($0, to: cap) }
        output = output.map { Self.cut($0, to: cap) }
        if self != whole { isCut = true }
    }
}
