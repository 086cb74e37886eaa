import Nx1Client
import TestSupport
import Testing

@testable import RunJournal

@Suite("The earlier run to compare with")
struct EarlierRunTests {
    @Test("is the newest similar one that has an answer")
    func newest() async throws {
        let journal = Journal(path: nil) { _ in }
        var runs: [JournalEntry] = []
        for (place, answer) in [JSONValue("one"), "two", nil, "four"].enumerated() {
            var entry = JournalEntry.asking("How many?", began: Int64(place))
            entry.answer = answer
            if answer != nil { entry.status = .completed }
            runs.append(entry)
        }
        try await journal.begin(runs)
        let likeness = Journal.Likeness(
            host: runs[0].host, profile: runs[0].profile, crew: .ask, request: .question("How many?"))
        func before(_ run: Int, _ likeness: Journal.Likeness) async throws -> JSONValue? {
            try await journal.answeredRun(like: likeness, before: runs[run].sentID)?.answer
        }
        #expect(try await before(3, likeness) == "two")
        #expect(try await before(1, likeness) == "one")
        #expect(try await before(0, likeness) == nil)
        #expect(try await journal.answeredRun(like: likeness, before: "unknown")?.answer == "four")
        let input = try #require(runs[0].input)
        for other in [
            Journal.Likeness(
                host: "http://elsewhere", profile: runs[0].profile, crew: .ask,
                request: .question("How many?")),
            Journal.Likeness(
                host: runs[0].host, profile: "another", crew: .ask, request: .question("How many?")),
            Journal.Likeness(
                host: runs[0].host, profile: runs[0].profile, crew: .classification,
                request: .question("How many?")),
            Journal.Likeness(
                host: runs[0].host, profile: runs[0].profile, crew: .ask, request: .question("How much?")),
            Journal.Likeness(
                host: runs[0].host, profile: runs[0].profile, crew: .ask,
                request: .input(input.merging(["x": 1]))),
        ] {
            #expect(try await before(3, other) == nil)
        }
        let sameInput = Journal.Likeness(
            host: runs[0].host, profile: runs[0].profile, crew: .ask, request: .input(input))
        #expect(try await before(3, sameInput) == "two")
    }

    @Test("shows only the time if it is from today")
    func time() {
        let now = Timestamp.milliseconds()
        #expect(Timestamp.local(now, asOf: now).hasPrefix("today "))
        #expect(!Timestamp.local(now - 3 * 86_400_000, asOf: now).hasPrefix("today "))
    }
}
