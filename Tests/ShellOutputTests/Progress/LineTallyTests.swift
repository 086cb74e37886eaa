import Testing

@testable import ShellOutput

@Suite("The bar about many lines")
struct LineTallyTests {
    @Test("can be drawn before any time has passed, and however little or much is done")
    func extremes() {
        for elapsed in [Duration.zero, .nanoseconds(1), .seconds(Int64.max), .seconds(-1)] {
            for (done, total) in [(0, nil), (1, 1000), (1, Int.max), (1000, 1)] as [(Int, Int?)] {
                let counts = LineTally.Counts(done: done, running: 1, total: total)
                #expect(LineTally.bar(counts, elapsed: elapsed).contains("1 running"))
            }
        }
    }
}
