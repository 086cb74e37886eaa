import Nx1Client
import ShellInput
import Testing

@Suite("A request as a JSON line")
struct RequestLineTests {
    @Test("has a crew, inputs, answers of other lines, and an id")
    func parts() throws {
        let line = try RequestLine(
            #"{"crew":"classification","input":{"n":1.5},"answers":{"a":"one","b":2},"id":["x"]}"#)
        #expect(line.crew == "classification")
        #expect(line.input == ["n": 1.5])
        #expect(line.answers.map(\.key) == ["a", "b"] && line.answers.map(\.id) == ["one", 2])
        #expect(line.id == ["x"])
        let least = try RequestLine(#"{"answers":{"a":1},"crew":null}"#)
        #expect(least.crew == nil && least.input == [:] && least.id == .null)
    }

    @Test(
        "is refused with the reason, and keeps its id if that can be read",
        arguments: [
            ("[]", "isn't a JSON object", .null), ("{}", "has no \"input\" object", .null),
            (#"{"input":"x","id":1}"#, "has no \"input\" object", 1),
            (
                #"{"input":{},"inputs":{},"id":1}"#,
                "has an unknown key \"inputs\"; valid keys are crew, input, answers and id", 1
            ),
            (#"{"input":{},"crew":7,"id":1}"#, "has a \"crew\" that isn't a string", 1),
            (
                #"{"input":{},"answers":["a"],"id":1}"#,
                "has \"answers\" that aren't an object of the form {KEY: ID}", 1
            ),
            (#"{"answers":{"a":null},"id":1}"#, "has a null id for the answer \"a\"", 1),
            (
                #"{"input":{"a":1},"answers":{"a":2},"id":1}"#,
                "has \"a\" both in \"input\" and in \"answers\"", 1
            ),
        ] as [(String, String, JSONValue)])
    func refusals(line: String, reason: String, id: JSONValue) {
        let refusal = #expect(throws: RequestLine.Refusal.self) { try RequestLine(line) }
        #expect(refusal?.reason == reason)
        #expect(refusal?.id == id)
    }
}
