import Nx1Client
import Testing

@testable import ShellOutput

@Suite("Command output")
struct ReplyTests {
    @Test("Command output is aligned as text, and keeps keys and types as JSON")
    func forms() {
        let facts = Reply.facts([
            .init("host", "https://a.example"), .init("round_trip_ms", 3), .init("version", .null),
        ])
        #expect(facts.text == "host           https://a.example\nround trip ms  3\nversion        -")
        #expect(facts.json?.serialized() == #"{"host":"https://a.example","round_trip_ms":3,"version":null}"#)
        let table = Reply.table(
            columns: ["crew", "default"], rows: [["ask", true], ["data_engineering", false]])
        #expect(table.text == "crew              default\nask               yes\ndata_engineering  no")
        #expect(
            table.json?.serialized()
                == #"[{"crew":"ask","default":true},{"crew":"data_engineering","default":false}]"#)
        #expect(Reply.none.text == nil)
        #expect(Reply.none.json == nil)
    }
}
