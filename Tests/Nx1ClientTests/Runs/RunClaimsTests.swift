import Nx1Client
import Testing

@testable import Nx1Client
@testable import Nx1Values

@Suite("Whose run it is that the list shows")
struct RunClaimsTests {
    private static let before = RunBaseline.newest(id: "r-before", createdAt: nil)

    private var claims = RunClaims()

    private func recognition(_ values: JSONObject = RunRecognitionTests.values) throws -> RunRecognition {
        try #require(RunRecognition(RunRecognitionTests.request(values: values)))
    }

    /// The list of runs with the given new ones, newest first, above one that was there before.
    private func list(_ new: [CrewRunRecord]) throws -> [CrewRunRecord] {
        new + [try RunRecognitionTests.record("before", input: .object(RunRecognitionTests.values))]
    }

    private func record(
        _ id: String, _ values: JSONObject = RunRecognitionTests.values, owner: String? = "me"
    ) throws -> CrewRunRecord {
        try RunRecognitionTests.record(id, input: .object(values), owner: owner)
    }

    private mutating func search(
        _ number: Int, _ new: [CrewRunRecord], above baseline: RunBaseline = Self.before
    ) throws -> RunClaims.Search {
        claims.search(for: number, in: try list(new), limit: 100, above: baseline)
    }

    private func found(_ id: String) -> RunClaims.Search {
        .found(CrewRunResponse(correlationID: id, status: .running))
    }

    @Test("is the one new run with the request's values; an older one never is")
    mutating func single() throws {
        let number = claims.begin(try recognition())
        claims.lose(number)
        #expect(try search(number, []) == .none)
        #expect(try search(number, [record("new")]) == found("new"))
    }

    @Test("can't be told among several")
    mutating func several() throws {
        let number = claims.begin(try recognition())
        claims.lose(number)
        #expect(try search(number, [record("a"), record("b")]) == .several(["a", "b"]))
    }

    @Test("is not a run that another request has, or that somebody else owns")
    mutating func taken() throws {
        let first = claims.begin(try recognition())
        let second = claims.begin(try recognition())
        claims.lose(second)
        let records = [try record("theirs", owner: "them"), try record("b"), try record("a")]
        // As long as the first may still get its answer, either run may be the second's.
        #expect(try search(second, records) == .unsettled)
        claims.settle(first, run: "a")
        #expect(try search(second, records) == found("b"))
    }

    @Test("stays open if an equal request was lost at the same time, rather than guessed")
    mutating func rivals() throws {
        let first = claims.begin(try recognition())
        let second = claims.begin(try recognition())
        claims.lose(first)
        claims.lose(second)
        guard case .unclear(let reason) = try search(first, [record("a")]) else {
            Issue.record("The run was taken.")
            return
        }
        #expect(reason.contains("at the same time"))
        // What stays unknown stays in the way of the others.
        claims.abandon(first)
        #expect(try search(second, [record("a")]) != found("a"))
        // What certainly was not taken is no rival any more.
        let third = claims.begin(try recognition(["region": "east"]))
        let fourth = claims.begin(try recognition(["region": "east"]))
        claims.lose(fourth)
        claims.settle(third, run: nil)
        #expect(try search(fourth, [record("c", ["region": "east"])]) == found("c"))
    }

    @Test("is told from runs of the same template with other values")
    mutating func values() throws {
        let north = claims.begin(try recognition(["region": "north"]))
        let south = claims.begin(try recognition(["region": "south"]))
        claims.lose(north)
        claims.lose(south)
        let records = [try record("s", ["region": "south"]), try record("n", ["region": "north"])]
        #expect(try search(south, records) == found("s"))
        #expect(try search(north, records) == found("n"))
    }

    @Test("stays open if only the template is known, and another request for it is lost too")
    mutating func configurationOnly() throws {
        let north = claims.begin(try recognition(["region": "north"]))
        let south = claims.begin(try recognition(["region": "south"]))
        claims.lose(north)
        #expect(try search(north, [RunRecognitionTests.record("x")]) == .unsettled)
        claims.lose(south)
        #expect(try search(north, [RunRecognitionTests.record("x")]) != found("x"))
        claims.settle(south, run: nil)
        #expect(try search(north, [RunRecognitionTests.record("x")]) == found("x"))
    }

    @Test("stays open if the list shows other people's runs, and it isn't known who this is")
    mutating func owners() throws {
        let number = claims.begin(try recognition())
        claims.lose(number)
        let theirs = try RunRecognitionTests.record("t", config: .null, owner: "them", crewType: "ask")
        guard case .unclear = try search(number, [record("a"), theirs]) else {
            Issue.record("The run was taken.")
            return
        }
        claims.take("mine")
        let mine = try RunRecognitionTests.record("mine", config: .null, crewType: "ask")
        #expect(try search(number, [record("b", owner: "them"), record("a"), theirs, mine]) == found("a"))
    }

    @Test("stays open if the list doesn't go back to what was there before, and has no match")
    mutating func cutOff() throws {
        let number = claims.begin(try recognition())
        claims.lose(number)
        let ask = try RunRecognitionTests.record("x", config: .null, crewType: "ask")
        let records = Array(repeating: ask, count: 100)
        guard case .unclear = claims.search(for: number, in: records, limit: 100, above: Self.before) else {
            Issue.record("The run counts as not there.")
            return
        }
        #expect(
            claims.search(for: number, in: Array(records.dropLast()), limit: 100, above: Self.before) == .none
        )
    }

    @Test("is searched for from the time of the request where nothing else is known")
    mutating func time() throws {
        let number = claims.begin(try recognition())
        claims.lose(number)
        let midnight: Int64 = 1_767_225_600_000
        #expect(try search(number, [record("a")], above: .time(midnight + 1)) == .none)
        #expect(
            claims.search(for: number, in: [try record("a")], limit: 100, above: .time(midnight))
                == found("a"))
        #expect(RunBaseline(nil) == .empty)
        #expect(
            RunBaseline(try record("a")) == .newest(id: "r-a", createdAt: midnight))
    }
}
