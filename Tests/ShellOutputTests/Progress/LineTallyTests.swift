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

    /// A terminal that passes on what is drawn.
    private func terminal(columns: Int) -> (LineTally.Terminal, AsyncStream<String>) {
        let (drawn, continuation) = AsyncStream.makeStream(of: String.self)
        return (LineTally.Terminal(columns: { columns }) { continuation.yield($0) }, drawn)
    }

    @Test("The bar shows the current figures without a further change", .timeLimit(.minutes(1)))
    func signOfLife() async {
        let (terminal, drawn) = terminal(columns: 80)
        let tally = LineTally(total: 3, on: terminal)
        let last = await tally.keepDrawing {
            for _ in 0..<3 { tally.begin() }
            return await drawn.first { $0.contains("3 running · 1 s") }
        }
        #expect(last == "\r\u{1B}[K[--------------------] 0 of 3 · 3 running · 1 s")
    }

    @Test("The bar stays on one row of a narrow window, and away while other output is written")
    func narrow() async throws {
        let (terminal, drawn) = terminal(columns: 20)
        let tally = LineTally(total: 3, on: terminal)
        tally.begin()
        try tally.wipe {}
        var parts = drawn.makeAsyncIterator()
        #expect(await parts.next() == "\r\u{1B}[K[-----------------…")
        #expect(await parts.next() == "\r\u{1B}[K")
    }

    @Test("The time that has passed stands at the end until the first line is done")
    func elapsed() {
        func bar(_ counts: LineTally.Counts) -> String {
            LineTally.bar(counts, elapsed: .milliseconds(12_900))
        }
        #expect(bar(.init(running: 2)) == "0 · 2 running · 12 s")
        #expect(bar(.init(running: 2, total: 4)) == "[--------------------] 0 of 4 · 2 running · 12 s")
        #expect(
            bar(.init(done: 1, failed: 1, running: 2, total: 4))
                == "[##########----------] 2 of 4 · 1 failed · 2 running · 0.2/s · 13 s left")
    }
}
