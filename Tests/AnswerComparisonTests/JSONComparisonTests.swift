import Nx1Events
import Testing

@testable import AnswerComparison

@Suite("Two JSON values")
struct JSONComparisonTests {
    private func changes(_ old: String, _ new: String) throws -> [String] {
        try JSONComparison(JSONValue(parsing: old), JSONValue(parsing: new)).changes.map { change in
            "\(change.path) \(change.old?.serialized() ?? "") → \(change.new?.serialized() ?? "")"
        }
    }

    @Test("are the same in another order of members, and with numbers written in another way")
    func same() throws {
        #expect(try changes(#"{"a":1,"b":[2.0]}"#, #"{"b":[2],"a":1e0}"#) == [])
    }

    @Test("differ by paths as jq writes them")
    func paths() throws {
        #expect(
            try changes(
                #"{"a":{"b":[1,{"late %":3}]},"gone":null,"x":true}"#,
                #"{"x":1,"a":{"b":[1,{"late %":4}],"new":[]}}"#)
                == [".x true → 1", #".a.b[1]["late %"] 3 → 4"#, ".a.new  → []", ".gone null → "])
        #expect(try changes(#"[1]"#, #"{"a":1}"#) == [#". [1] → {"a":1}"#])
        #expect(try changes(#"{"0a":{"é":1}}"#, #"{"0a":{"é":2}}"#) == [#".["0a"]["é"] 1 → 2"#])
    }

    @Test("find elements of arrays that were put in, taken out and changed")
    func arrays() throws {
        #expect(try changes("[1,2,3,4]", "[0,1,2,4]") == [".[0]  → 0", ".[2] 3 → "])
        #expect(
            try changes(#"[{"id":1,"n":2},{"id":2}]"#, #"[{"id":1,"n":3},{"id":2}]"#) == [".[0].n 2 → 3"])
    }

    @Test("may be as deep as JSON is read")
    func deep() throws {
        let old = String(repeating: #"{"a":["#, count: 250) + "1" + String(repeating: "]}", count: 250)
        let new = String(repeating: #"{"a":["#, count: 250) + "2" + String(repeating: "]}", count: 250)
        #expect(try changes(old, new).count == 1)
    }
}
