import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

@Suite("The events of a JSON document")
struct EventDocumentTests {
    @Test(
        "are the elements of a list, verbatim",
        arguments: [
            ("[]", []), ("[1]", ["1"]),
            ("[ {\"a\" : 1.10} ,\n\"x\", null,[2] ]", ["{\"a\" : 1.10}", "\"x\"", "null", "[2]"]),
            ("{\"events\":[{\"a\":1},{\"a\":2}]}", ["{\"a\":1}", "{\"a\":2}"]), ("{\"events\":[]}", []),
            ("{\"events\":null}", []), ("{\"events\":[\"Starting\"]}", ["\"Starting\""]),
            ("{\"status\":\"running\",\"events\":[{\"a\":1}]}", ["{\"a\":1}"]),
            ("{\"type\":\"list\",\"events\":[{\"a\":1}]}", ["{\"a\":1}"]),
            ("{\"items\":[{\"a\":1}],\"total\":1}", ["{\"a\":1}"]), ("{\"logs\":[\"x\"]}", ["\"x\""]),
            ("{\"messages\":[{\"a\":1}]}", ["{\"a\":1}"]), ("{\"data\":[{\"a\":1}]}", ["{\"a\":1}"]),
            ("{\"results\":[{\"a\":1}]}", ["{\"a\":1}"]), ("{\"results\":[]}", []),
            ("{\"data\":{\"events\":[{\"a\":1}]}}", ["{\"a\":1}"]),
            ("{\"result\":{\"data\":[{\"a\":1}]}}", ["{\"a\":1}"]),
            ("{\"status\":\"running\",\"run\":{\"events\":[]}}", []),
            ("{\"run_id\":\"x\",\"steps\":[{\"a\":1}]}", ["{\"a\":1}"]),
            ("{\"history\":[{\"a\":1}],\"events\":[{\"a\":2}]}", ["{\"a\":2}"]),
        ])
    func list(_ text: String, _ elements: [String]) throws {
        let bytes = Array(text.utf8)
        let document = try EventDocument(bytes)
        #expect(document.elements.map { String(decoding: bytes[$0], as: UTF8.self) } == elements)
        #expect(!document.isSnapshot)
    }

    @Test(
        "are the latest state if there is no list",
        arguments: [
            "{\"status\":\"running\"}", "{\"status\":\"running\",\"agents\":[{\"role\":\"Analyst\"}]}",
            "{\"event_type\":\"table\",\"data\":[{\"a\":1}]}",
            "{\"type\":\"step\",\"messages\":[{\"role\":\"user\"}]}",
            "{\"status\":\"completed\",\"data\":[]}", "{\"result\":{\"columns\":[\"a\"],\"data\":[[1]]}}",
            "{\"progress\":0.4,\"data\":{\"n\":1}}", "{\"numbers\":[1,2]}", "\"Counting\"", "12", "true",
            "-1",
        ])
    func snapshot(_ text: String) throws {
        let bytes = Array(" \(text)\n".utf8)
        let document = try EventDocument(bytes)
        #expect(document.elements.map { String(decoding: bytes[$0], as: UTF8.self) } == [text])
        #expect(document.isSnapshot)
    }

    @Test("are none in an empty document", arguments: ["null", "{}", "\"\"", "[]", " { } "])
    func nothing(_ text: String) throws {
        let document = try EventDocument(Array(text.utf8))
        #expect(document.elements.isEmpty)
        #expect(!document.isSnapshot)
    }
}
