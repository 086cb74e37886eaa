import Nx1Client
import Testing

@testable import Nx1Client
@testable import Nx1Values

@Suite("The run of a request in the list of runs")
struct RunClaimsTests {
    private static let before = RunBaseline.newest(id: "r-before", createdAt: nil)

    private var claims = RunClaims()

    private func recognition(_ values: JSONObject = RunRecognitionTests.values) throws -> RunRecognition {
        try #require(RunRecognition(RunRecognitionTests.request(values: values)))
    }

    /// The list of runs with the given new ones, newest first, above one older run.
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

    @Test("is the only new run with the request's values, and never an older one")
    mutating func single() throws {
        let number = claims.begin(try recognition())
        claims.lose(number)
        #expect(try search(number, []) == .none)
        #expect(try search(number, [record("new")]) == found("new"))
    }

    @Test("is undecided among several matches")
    mutating func several() throws {
        let number = claims.begin(try recognition())
        claims.lose(number)
        #expect(try search(number, [record("a"), record("b")]) == .several(["a", "b"]))
    }

    @Test("is undecided if a new run may be it, without evidence")
    mutating func possible() throws {
        let number = claims.begin(try recognition())
        claims.lose(number)
        let south: JSONObject = ["region": "south", "limit": 5, "flag": true]
        #expect(
            try search(number, [record("s", south)])
                == .unclear("the list has new runs, and any of them may be this one"))
    }

    @Test("is never another request's run, or another owner's")
    mutating func taken() throws {
        let first = claims.begin(try recognition())
        let second = claims.begin(try recognition())
        claims.lose(second)
        let records = [try record("theirs", owner: "them"), try record("b"), try record("a")]
        // While the first may still get its response, either run may be the second's.
        #expect(try search(second, records) == .unsettled)
        claims.settle(first, run: "a")
        #expect(try search(second, records) == found("b"))
    }

    @Test("is undecided if an equal request was lost at the same time")
    mutating func rivals() throws {
        let first = claims.begin(try recognition())
        let second = claims.begin(try recognition())
        claims.lose(first)
        claims.lose(second)
        guard case .unclear(let reason) = try search(first, [record("a")]) else {
            Issue.record("The run was taken.")
            return
        }
        #expect(reason == "the run a may be this one, or belong to another request sent at the same time")
        // A request with an unknown outcome keeps the others undecided.
        claims.abandon(first)
        #expect(try search(second, [record("a")]) != found("a"))
        // A request that certainly wasn't accepted is no longer a rival.
        let third = claims.begin(try recognition(["region": "east"]))
        let fourth = claims.begin(try recognition(["region": "east"]))
        claims.lose(fourth)
        claims.settle(third, run: nil)
        #expect(try search(fourth, [record("c", ["region": "east"])]) == found("c"))
    }

    @Test("is distinguished from runs of the same template with other values")
    mutating func values() throws {
        let north = claims.begin(try recognition(["region": "north"]))
        let south = claims.begin(try recognition(["region": "south"]))
        claims.lose(north)
        claims.lose(south)
        let records = [try record("s", ["region": "south"]), try record("n", ["region": "north"])]
        #expect(try search(south, records) == found("s"))
        #expect(try search(north, records) == found("n"))
    }

    @Test("is undecided if only the template matches, and another request for it is lost too")
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

    @Test("is undecided if the list has several owners, and the request's is unknown")
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

    @Test("is undecided if the list doesn't reach back to the baseline and has no match")
    mutating func cutOff() throws {
        let number = claims.begin(try recognition())
        claims.lose(number)
        let ask = try RunRecognitionTests.record("x", config: .null, crewType: "ask")
        let records = Array(repeating: ask, count: 100)
        #expect(
            claims.search(for: number, in: records, limit: 100, above: Self.before)
                == .unclear("the list of runs is too long to show all new runs"))
        #expect(
            claims.search(for: number, in: Array(records.dropLast()), limit: 100, above: Self.before) == .none
        )
    }

    @Test("is searched by the time of the request without a baseline")
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
