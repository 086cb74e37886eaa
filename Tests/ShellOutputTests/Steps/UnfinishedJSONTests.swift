import Nx1Client
import Testing

@testable import ShellOutput

@Suite("Unfinished JSON")
struct UnfinishedJSONTests {
    @Test(
        "The value has everything written so far",
        arguments: [
            (#"{"query": "SELECT "#, #"{"query":"SELECT "}"#),
            (#"{"query": "SELECT \"a"#, #"{"query":"SELECT \"a"}"#),
            (#"{"query": "a\"#, #"{"query":"a"}"#),
            (#"{"query": "a\u00e"#, #"{"query":"a"}"#),
            (#"{"query": "a\u00e9"#, #"{"query":"aé"}"#),
            (#"{"query": "a", "lim"#, #"{"query":"a"}"#),
            (#"{"query": "a", "limit": "#, #"{"query":"a"}"#),
            (#"{"tables": ["a", {"name": "b"#, #"{"tables":["a",{"name":"b"}]}"#),
            (#"{"query": "a"}"#, #"{"query":"a"}"#),
            (#"{"qu"#, "{}"),
            ("{", "{}"),
        ])
    func beginning(text: String, value: String) {
        #expect(UnfinishedJSON(text).value?.serialized() == value)
    }

    @Test("There is no value if the text isn't JSON", arguments: ["", "SELECT 1", "]", "{\"a\": nope"])
    func none(text: String) {
        let value = UnfinishedJSON(text).value
        #expect(value == nil || value == [:])
    }

    @Test("The value grows with the text, wherever the text ends")
    func growth() {
        let text = #"{"query": "SELECT '\u00e9\n' FROM \"é\"", "limit": 12}"#
        var last = ""
        for count in 1...text.count {
            let query = UnfinishedJSON(String(text.prefix(count))).value?["query"]?.string ?? ""
            #expect(query.hasPrefix(last))
            last = query
        }
        #expect(last == "SELECT 'é\n' FROM \"é\"")
    }
}
