import Synchronization
import Testing

@testable import ShellOutput

@Suite("The output of parallel lines")
struct OrderedSheetsTests {
    private final class Paper: Sendable {
        let text = Mutex("")
        let failsAfter: Int

        init(failsAfter: Int = .max) { self.failsAfter = failsAfter }

        func sheets() -> OrderedSheets {
            OrderedSheets { [self] stream, bytes throws(OutputFailure) in
                let count = text.withLock { text in
                    text += (stream == .remarks ? "!" : "") + String(decoding: bytes, as: UTF8.self)
                    return text.count
                }
                if count > failsAfter { throw OutputFailure(errno: 32) }
            }
        }

        var all: String { text.withLock { $0 } }
    }

    @Test("Output is written in line order, as soon as it is due, with both streams interleaved as written")
    func order() throws {
        let paper = Paper()
        let sheets = paper.sheets()
        for _ in 0..<3 { _ = sheets.begin() }
        try sheets.write(Array("c".utf8), to: .answers, from: 2)
        sheets.finish(2)
        #expect(paper.all == "")
        try sheets.write(Array("b".utf8), to: .remarks, from: 1)
        try sheets.write(Array("a".utf8), to: .answers, from: 0)
        #expect(paper.all == "a")
        sheets.finish(0)
        #expect(paper.all == "a!b")
        #expect(sheets.open == 2)
        try sheets.write(Array("B".utf8), to: .answers, from: 1)
        #expect(paper.all == "a!bB")
        sheets.finish(1)
        #expect(paper.all == "a!bBc")
        #expect(sheets.open == 0)
    }

    @Test("After a failed write, every line gets the failure")
    func failure() throws {
        let sheets = Paper(failsAfter: 0).sheets()
        _ = (sheets.begin(), sheets.begin())
        try sheets.write(Array("b".utf8), to: .answers, from: 1)
        #expect(throws: OutputFailure.self) { try sheets.write(Array("a".utf8), to: .answers, from: 0) }
        #expect(throws: OutputFailure.self) { try sheets.write(Array("b".utf8), to: .answers, from: 1) }
        #expect(sheets.failure == OutputFailure(errno: 32))
        sheets.finish(0)
        sheets.finish(1)
        #expect(sheets.open == 0)
    }
}
