import Testing

@testable import ShellOutput

@Suite("The progress bar of many lines")
struct LineTallyTests {
    @Test("The bar can be drawn before any time has passed, and with any counts")
    func extremes() {
        for elapsed in [Duration.zero, .nanoseconds(1), .seconds(Int64.max), .seconds(-1)] {
            for (done, total) in [(0, nil), (1, 1000), (1, Int.max), (1000, 1)] as [(Int, Int?)] {
                let counts = LineTally.Counts(done: done, running: 1, total: total)
                #expect(LineTally.bar(counts, elapsed: elapsed).contains("1 running"))
            }
        }
    }
}
