import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

@Suite("The new events")
struct EventSequenceTests {
    private func events(_ names: String) -> [RawEvent] {
        names.map { RawEvent(payload: Array(String($0).utf8)) }
    }

    private func identified(_ names: String) -> [RawEvent] {
        names.map { RawEvent(id: String($0), payload: [0x78]) }
    }

    /// The admitted events of several consecutive connections.
    private func admitted(_ connections: [[RawEvent]]) -> [RawEvent] {
        var sequence = EventSequence()
        return connections.flatMap { connection in
            sequence.beginConnection()
            return connection.filter { sequence.admits($0) }
        }
    }

    @Test("of one connection are all, even equal ones")
    func one() {
        #expect(admitted([events("aabab")]) == events("aabab"))
    }

    @Test(
        "of a replay from the start are those after the seen ones",
        arguments: [
            (["abc", "abcde"], "abcde"), (["abc", "ab", "abcd"], "abcd"), (["aaa", "aaaaa"], "aaaaa"),
            (["abc", "abc", "abc"], "abc"),
            (["", "abc"], "abc"), (["a", "ab"], "ab"), (["abc", "de"], "abcde"),
        ])
    func replay(connections: [String], all: String) {
        #expect(admitted(connections.map(events)) == events(all))
        #expect(admitted(connections.map(identified)) == identified(all))
    }

    @Test(
        "of a stream that resumes with an overlap are those with unseen ids",
        arguments: [["abc", "cde"], ["abc", "bcde"], ["abc", "de"]])
    func overlap(connections: [String]) {
        #expect(admitted(connections.map(identified)) == identified("abcde"))
    }

    @Test(
        "of lists that grow, slide or stay are those at the end",
        arguments: [
            (["ab", "abcd", "abcd"], "abcd"), (["abc", "bcd", "cde"], "abcde"), (["aa", "aaa"], "aaa"),
            (["abc", "de"], "abcde"),
            (["", "a", ""], "a"), (["ab", "ab", "abab"], "abab"),
        ])
    func lists(polls: [String], all: String) {
        var sequence = EventSequence()
        let shown = polls.flatMap { poll in
            sequence.beginConnection()
            let list = events(poll)
            return sequence.newElements(of: list).map { list[$0] }
        }
        #expect(shown == events(all))
    }

    @Test("are found even if more were seen than are remembered")
    func long() {
        let many = (0..<5000).map { RawEvent(payload: Array(String($0).utf8)) }
        #expect(admitted([Array(many[..<4000]), many]) == many)
        var sequence = EventSequence()
        #expect(sequence.newElements(of: Array(many[..<4000])).count == 4000)
        #expect(sequence.newElements(of: many) == Array(4000..<5000))
    }
}
