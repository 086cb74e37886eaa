import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

@Suite("The new elements of a polled list")
struct EventSequenceListTests {
    static func new(_ lists: [String]..., areSnapshots: Bool = false) -> [[String]] {
        var sequence = EventSequence()
        return lists.map { list in
            sequence.newElements(of: list.map(rawEvent), isSnapshot: areSnapshots).map { list[$0] }
        }
    }

    @Test("are those appended to a growing list")
    func growing() {
        #expect(
            Self.new([], ["a"], ["a"], ["a", "a", "b"], ["a", "a", "b", "a"]) == [
                [], ["a"], [], ["a", "b"], ["a"],
            ])
    }

    @Test("are those appended to a list of only the latest part")
    func window() {
        #expect(
            Self.new(["a", "b", "c"], ["b", "c", "d"], ["d", "e"], ["e", "e"], ["x", "y"])
                == [["a", "b", "c"], ["d"], ["e"], ["e"], ["x", "y"]])
    }

    @Test("are all elements of a list of only new ones")
    func drained() {
        #expect(Self.new(["a", "b"], ["c"], [], ["d", "e"]) == [["a", "b"], ["c"], [], ["d", "e"]])
    }

    @Test("contain no duplicates if the list is shorter once")
    func shorter() {
        #expect(
            Self.new(["a", "b", "c"], ["a"], [], ["a", "b", "c", "d"]) == [["a", "b", "c"], [], [], ["d"]])
    }

    @Test("are the elements that changed")
    func changed() {
        #expect(
            Self.new(["a", "b 10%", "c"], ["a", "b 20%", "c"], ["a", "b 20%", "c", "d"]) == [
                ["a", "b 10%", "c"], ["b 20%"], ["d"],
            ])
    }

    @Test("are those prepended to a list with the newest first")
    func newestFirst() {
        #expect(
            Self.new(["b", "a"], ["c", "b", "a"], ["d", "c", "b", "a"]) == [["b", "a"], ["c"], ["d"]])
    }

    @Test("include a latest state that differs from the one before, even if it was seen earlier")
    func snapshots() {
        #expect(
            Self.new(["running"], ["running"], ["waiting"], ["running"], [], ["running"], areSnapshots: true)
                == [["running"], [], ["waiting"], ["running"], [], []])
    }

    @Test("are found in a list larger than the memory")
    func largerThanMemory() {
        let list = (0..<EventHistory.memoryOfLatest * 2).map { "event \($0)" }
        #expect(Self.new(list, list, list + ["new"]) == [list, [], ["new"]])
    }
}
