import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

@Suite("The new events after a reconnection")
struct ResynchronizationTests {
    /// The new events of each connection.
    static func new(_ connections: [String]...) -> [[String]] {
        var sequence = EventSequence()
        return connections.map { events in
            sequence.beginConnection()
            return events.filter { sequence.admits(rawEvent($0)) }
        }
    }

    @Test("contain no duplicates if a replay breaks off and restarts")
    func cutReplay() {
        let all = (1...9).map(String.init)
        #expect(
            Self.new(Array(all[..<5]), Array(all[..<2]), [], Array(all[..<4]), Array(all[..<7]), all)
                == [Array(all[..<5]), [], [], [], Array(all[5..<7]), Array(all[7...])])
    }

    @Test("exclude an overlap even without ids")
    func overlap() {
        #expect(
            Self.new(["a", "b", "c", "d"], ["c", "d", "c", "d"]) == [["a", "b", "c", "d"], ["c", "d"]])
    }

    @Test("include events after a greeting that repeats with every connection")
    func falseStart() {
        #expect(Self.new(["k", "a", "b"], ["k", "x", "y", "a"]) == [["k", "a", "b"], ["x", "y", "a"]])
        #expect(Self.new(["a", "b"], ["d", "e", "a", "b"]) == [["a", "b"], ["d", "e", "a", "b"]])
    }

    @Test("exclude a replay despite greetings and heartbeats")
    func greetings() {
        #expect(
            Self.new(["hello 1", "a", "b"], ["hello 2", "a", "b", "c"], ["hello 3", "a", "b", "c", "d"])
                == [["hello 1", "a", "b"], ["hello 2", "c"], ["hello 3", "d"]])
        #expect(
            Self.new(["a", "ping 1", "b", "ping 2", "c"], ["a", "b", "ping 3", "c", "d"])
                == [["a", "ping 1", "b", "ping 2", "c"], ["ping 3", "d"]])
    }

    @Test("are complete if ids restart with each connection")
    func restartedIDs() {
        #expect(Self.new(["0:a", "1:b"], ["0:c", "1:d"]) == [["0:a", "1:b"], ["0:c", "1:d"]])
    }

    @Test("include repetitions of the history after a replay")
    func afterReplay() {
        #expect(
            Self.new(["a", "b", "c"], ["a", "b", "c", "a", "b", "c"]) == [["a", "b", "c"], ["a", "b", "c"]])
    }

    @Test("are exact for a replay of a run larger than the memory")
    func largerThanMemory() {
        let count = EventHistory.memoryOfLatest * 3
        let distinct = (0..<count).map { "event \($0)" }
        #expect(Self.new(distinct, distinct + ["new"]) == [distinct, ["new"]])
        #expect(Self.new(distinct, Array(distinct.suffix(1000)) + ["new"]) == [distinct, ["new"]])
        #expect(Self.new(distinct, ["x", "y"]) == [distinct, ["x", "y"]])
        let repetitive = (0..<count).map { "token \($0 * $0 % 7)" }
        #expect(
            Self.new(repetitive, repetitive + ["token 1", "token 2"]) == [
                repetitive, ["token 1", "token 2"],
            ])
        let withSignsOfLife = distinct.enumerated().flatMap { $0 % 50 == 49 ? ["ping \($0)", $1] : [$1] }
        #expect(Self.new(withSignsOfLife, distinct + ["new"]) == [withSignsOfLife, ["new"]])
    }

    @Test("are exact wherever a run breaks and is replayed from nearby", arguments: 0..<40)
    func random(_ seed: Int) {
        var generator = FixedSeedGenerator(seed: UInt64(seed))
        let run = (0..<200).map { seed % 2 == 0 ? "event \($0)" : "\($0):x" }
        var sequence = EventSequence()
        var shown: [String] = []
        while shown.count < run.count {
            sequence.beginConnection()
            let isFromStart = Bool.random(using: &generator)
            let start =
                isFromStart ? 0 : Int.random(in: max(0, shown.count - 20)...shown.count, using: &generator)
            let end = Int.random(in: start...min(run.count, start + 120), using: &generator)
            shown += run[start..<end].filter { sequence.admits(rawEvent($0)) }
        }
        #expect(shown == run)
    }
}
