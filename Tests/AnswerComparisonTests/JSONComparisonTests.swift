import Nx1Events
import Testing

@testable import AnswerComparison

@Suite("Comparison of JSON values")
struct JSONComparisonTests {
    private func changes(_ old: String, _ new: String) throws -> [String] {
        try JSONComparison(JSONValue(parsing: old), JSONValue(parsing: new)).changes.map { change in
            "\(change.path) \(change.old?.serialized() ?? "") → \(change.new?.serialized() ?? "")"
        }
    }

    @Test("The order of members and the notation of numbers don't matter")
    func same() throws {
        #expect(try changes(#"{"a":1,"b":[2.0]}"#, #"{"b":[2],"a":1e0}"#) == [])
    }

    @Test("Differences have paths in jq's syntax")
    func paths() throws {
        #expect(
            try changes(
                #"{"a":{"b":[1,{"late %":3}]},"gone":null,"x":true}"#,
                #"{"x":1,"a":{"b":[1,{"late %":4}],"new":[]}}"#)
                == [".x true → 1", #".a.b[1]["late %"] 3 → 4"#, ".a.new  → []", ".gone null → "])
        #expect(try changes(#"[1]"#, #"{"a":1}"#) == [#". [1] → {"a":1}"#])
        #expect(try changes(#"{"0a":{"é":1}}"#, #"{"0a":{"é":2}}"#) == [#".["0a"]["é"] 1 → 2"#])
    }

    @Test("Added, removed and changed array elements are found")
    func arrays() throws {
        #expect(try changes("[1,2,3,4]", "[0,1,2,4]") == [".[0]  → 0", ".[2] 3 → "])
        #expect(
            try changes(#"[{"id":1,"n":2},{"id":2}]"#, #"[{"id":1,"n":3},{"id":2}]"#) == [".[0].n 2 → 3"])
    }

    @Test("Values can be compared at any depth that is parsed")
    func deep() throws {
        let old = String(repeating: #"{"a":["#, count: 250) + "1" + String(repeating: "]}", count: 250)
        let new = String(repeating: #"{"a":["#, count: 250) + "2" + String(repeating: "]}", count: 250)
        #expect(try changes(old, new).count == 1)
    }
}
