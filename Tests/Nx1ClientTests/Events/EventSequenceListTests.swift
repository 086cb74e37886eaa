import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

@Suite("Telling what is new in a list that is asked for again")
struct EventSequenceListTests {
    static func new(_ lists: [String]..., areSnapshots: Bool = false) -> [[String]] {
        var sequence = EventSequence()
        return lists.map { list in
            sequence.newElements(of: list.map(rawEvent), isSnapshot: areSnapshots).map { list[$0] }
        }
    }

    @Test("A list that grows gives what was added")
    func growing() {
        #expect(
            Self.new([], ["a"], ["a"], ["a", "a", "b"], ["a", "a", "b", "a"]) == [
                [], ["a"], [], ["a", "b"], ["a"],
            ])
    }

    @Test("A list that tells only the latest part gives what was added")
    func window() {
        #expect(
            Self.new(["a", "b", "c"], ["b", "c", "d"], ["d", "e"], ["e", "e"], ["x", "y"])
                == [["a", "b", "c"], ["d"], ["e"], ["e"], ["x", "y"]])
    }

    @Test("A list of only what is new since gives all of it")
    func drained() {
        #expect(Self.new(["a", "b"], ["c"], [], ["d", "e"]) == [["a", "b"], ["c"], [], ["d", "e"]])
    }

    @Test("A list that is shorter for once gives nothing twice")
    func shorter() {
        #expect(
            Self.new(["a", "b", "c"], ["a"], [], ["a", "b", "c", "d"]) == [["a", "b", "c"], [], [], ["d"]])
    }

    @Test("A list in which an element changed gives that element")
    func changed() {
        #expect(
            Self.new(["a", "b 10%", "c"], ["a", "b 20%", "c"], ["a", "b 20%", "c", "d"]) == [
                ["a", "b 10%", "c"], ["b 20%"], ["d"],
            ])
    }

    @Test("A list with the newest first gives what was added")
    func newestFirst() {
        #expect(
            Self.new(["b", "a"], ["c", "b", "a"], ["d", "c", "b", "a"]) == [["b", "a"], ["c"], ["d"]])
    }

    @Test("A latest state is new if it differs from the one before, also if it was there once")
    func snapshots() {
        #expect(
            Self.new(["running"], ["running"], ["waiting"], ["running"], [], ["running"], areSnapshots: true)
                == [["running"], [], ["waiting"], ["running"], [], []])
    }

    @Test("A list larger than the memory is told apart all the same")
    func largerThanMemory() {
        let list = (0..<EventHistory.memoryOfLatest * 2).map { "event \($0)" }
        #expect(Self.new(list, list, list + ["new"]) == [list, [], ["new"]])
    }
}
