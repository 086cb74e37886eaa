import Nx1Events
import Testing

@testable import AnswerComparison

@Suite("Comparison of texts")
struct TextComparisonTests {
    @Test("Line endings don't matter")
    func same() {
        #expect(TextComparison("a\nb\n", "a\r\nb").isSame)
        #expect(TextComparison("", "").isSame)
        #expect(!TextComparison("", "a").isSame)
    }

    @Test("Texts are compared by line, and similar lines by word")
    func words() {
        let comparison = TextComparison(
            "Intro\nOrders rose to 2,410 in the north.\nGone.\nEnd",
            "Intro\nOrders fell to 2,533 in the north.\nEnd\nNew.")
        #expect(
            comparison.lines == [
                .same("Intro"),
                .changed([
                    .same("Orders "), .removed("rose"), .added("fell"), .same(" to "), .removed("2,410"),
                    .added("2,533"),
                    .same(" in the north."),
                ]),
                .removed("Gone."), .same("End"), .added("New."),
            ])
    }

    @Test("Code keeps its whitespace, and an inserted line is found")
    func code() {
        let old = "```sql\nSELECT a\nFROM t\n```"
        let new = "```sql\nSELECT a\n  FROM t\nWHERE b > 3\n```"
        #expect(
            TextComparison(old, new).lines == [
                .same("```sql"), .same("SELECT a"), .changed([.added("  "), .same("FROM t")]),
                .added("WHERE b > 3"),
                .same("```"),
            ])
    }

    @Test("Both lines can be restored from a word comparison", arguments: 0..<200)
    func reversible(seed: Int) {
        var generator = Numbers(seed: UInt64(seed))
        let parts = ["a", "b", " ", "  ", "é", "1,5", "מילה", "漢字", ".", "\u{301}", "👩‍👩‍👧", "-"]
        func line() -> String {
            (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                parts.randomElement(using: &generator) ?? ""
            }
            .joined()
        }
        let (old, new) = (line(), line())
        let pieces = WordComparison(old, new).pieces
        #expect(Array(pieces.old.unicodeScalars) == Array(old.unicodeScalars))
        #expect(Array(pieces.new.unicodeScalars) == Array(new.unicodeScalars))
    }

    @Test(
        "Both texts can be restored from a line comparison, which has the fewest changes", arguments: 0..<200)
    func lines(seed: Int) {
        var generator = Numbers(seed: UInt64(seed))
        func text() -> [Int] {
            (0..<Int.random(in: 0...30, using: &generator)).map { _ in
                Int.random(in: 0...6, using: &generator)
            }
        }
        let (old, new) = (text(), text())
        let pairs = SequenceMatching(old, new).pairs
        #expect(pairs.allSatisfy { old[$0.old] == new[$0.new] })
        #expect(zip(pairs, pairs.dropFirst()).allSatisfy { $0.old < $1.old && $0.new < $1.new })
        var path = EditPath(old[...], new[...])
        #expect(path.pairs(within: 100, steps: 1_000_000).count == longestCommon(old, new))
    }

    @Test(
        "Many repeated lines don't take quadratic time",
        .timeLimit(.minutes(1)))
    func bound() {
        let old = (0..<20_000).map { $0 * 7919 % 13 }
        let new = (0..<20_000).map { $0 * $0 % 17 }
        let pairs = SequenceMatching(old, new).pairs
        #expect(pairs.allSatisfy { old[$0.old] == new[$0.new] })
        var path = EditPath(old[...], new[...])
        #expect(path.pairs(within: 20_000, steps: 100_000).isEmpty)
        #expect(path.steps < 1_000_000)
    }

    private func longestCommon(_ old: [Int], _ new: [Int]) -> Int {
        var row = [Int](repeating: 0, count: new.count + 1)
        for element in old {
            var diagonal = 0
            for (index, other) in new.enumerated() {
                let above = row[index + 1]
                row[index + 1] = element == other ? diagonal + 1 : max(above, row[index])
                diagonal = above
            }
        }
        return row[new.count]
    }
}

/// A seeded random number generator.
struct Numbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
