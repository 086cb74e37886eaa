import Nx1Client
import Testing

@Suite("The fields of a crew event")
struct CrewEventReadingTests {
    @Test(
        "include the kind under each of its names",
        arguments: [
            (#"{"event_type":"a","type":"b","event":"c"}"#, nil, "a"),
            (#"{"type":"b","event":"c"}"#, "x", "b"),
            (#"{"event":"c"}"#, "x", "c"), ("{}", "x", "x"), ("{}", nil, nil), (#"{"type":null}"#, "x", "x"),
            (#"{"type":""}"#, "x", "x"), (#"{"type":7}"#, "x", "x"), (#"{"event":{"type":"e"}}"#, nil, "e"),
            (#"{"data":{"type":"f"}}"#, nil, "f"), (#"{"data":{"type":"f"}}"#, "x", "x"), ("text", "x", "x"),
            ("[1]", "x", "x"),
        ] as [(String, String?, String?)])
    func kind(_ payload: String, _ name: String?, _ kind: String?) {
        #expect(crewEvent(payload, name: name).kind == kind)
    }

    @Test(
        "include the message under each of its names, also in nested objects",
        arguments: [
            (#"{"message":"a","msg":"b"}"#, "a"), (#"{"msg":"b","detail":"c"}"#, "b"),
            (#"{"detail":"c"}"#, "c"),
            (#"{"description":"d"}"#, "d"), (#"{"data":{"message":"e"}}"#, "e"),
            (#"{"payload":{"msg":"f"}}"#, "f"),
            (#"{"data":"g"}"#, "g"), (#"{"message":{"role":"assistant","content":"h"}}"#, "h"),
            (#"{"error":"i"}"#, "i"),
            (#"{"error":{"message":"j"}}"#, "j"), (#"{"message":null,"msg":"k"}"#, "k"),
            (#"{"message":" ","detail":"l"}"#, "l"), (#""m""#, "m"), ("[DONE]", "[DONE]"),
            ("{broken", "{broken"),
            ("{}", nil), ("7", nil), ("", nil),
        ] as [(String, String?)])
    func message(_ payload: String, _ message: String?) {
        #expect(crewEvent(payload).message == message)
    }

    @Test(
        "include agent, task and tool as names, or objects with a name",
        arguments: [
            (#"{"agent":{"name":"A"},"task":{"title":"B"},"tool":{"title":"C"}}"#, "A", "B", "C"),
            (#"{"agent":{"id":"A"},"task":null,"tool":["C"]}"#, "A", nil, nil),
            (#"{"agent":{},"agent_name":"A"}"#, "A", nil, nil),
        ] as [(String, String?, String?, String?)])
    func names(_ payload: String, _ agent: String?, _ task: String?, _ tool: String?) {
        let event = crewEvent(payload)
        #expect([event.agent, event.task, event.tool] == [agent, task, tool])
    }

    @Test(
        "include the progress from 0 to 1 in each notation",
        arguments: [
            (#"{"progress":"40 %"}"#, 0.4), (#"{"progress":"0.4"}"#, 0.4), (#"{"progress":1}"#, 1),
            (#"{"progress":0}"#, 0),
            (#"{"progress":"1%"}"#, 0.01), (#"{"percent":1}"#, 0.01), (#"{"percentage":100}"#, 1),
            (#"{"percent":0.4}"#, 0.4),
            (#"{"data":{"progress":0.5}}"#, 0.5), (#"{"progress":"soon","percent":50}"#, 0.5),
            (#"{"progress":-1}"#, nil),
            (#"{"progress":400}"#, nil), (#"{"progress":1E400}"#, nil), (#"{"progress":"nan"}"#, nil),
            (#"{"progress":{"done":1}}"#, nil), (#"{"progress":""}"#, nil),
        ] as [(String, Double?)])
    func progress(_ payload: String, _ progress: Double?) {
        #expect(crewEvent(payload).progress == progress)
    }

    @Test("include time and id unchanged")
    func verbatim() {
        let event = crewEvent(#"{"timestamp":1.10,"id":12,"status":3}"#)
        #expect(event.timestamp == "1.10")
        #expect(event.id == "12")
        #expect(event.status == nil)
        #expect(event.index == 3)
        #expect(crewEvent(#"{"event_id":"e"}"#).id == "e")
        #expect(crewEvent(#"{"id":"x"}"#, id: "own").id == "own")
        #expect(CrewEvent(RawEvent(payload: [0x61, 0xFF]), index: 0).payload == .text("a\u{FFFD}"))
    }

    @Test(
        "make up a summary of one line that's never empty",
        arguments: [
            (#"{"type":"task_started","task":"Count"}"#, nil, "Count · task started"),
            (#"{"type":"CrewKickoffStartedEvent"}"#, nil, "crew kickoff started"),
            (#"{"type":"progress","progress":0.404}"#, nil, "progress · 40%"),
            (#"{"status":"running"}"#, nil, "running"),
            ("{}", "llm.call-started", "llm call started"), ("[1,2]", nil, "[1,2]"),
            ("[DONE]", nil, "[DONE]"),
            ("  ", nil, "(empty event)"), ("{}", "---", "---"), ("null", nil, "null"),
        ] as [(String, String?, String)])
    func summary(_ payload: String, _ name: String?, _ summary: String) {
        #expect(crewEvent(payload, name: name).summary == summary)
    }

    @Test("make up a summary that's truncated if it's long")
    func longSummary() {
        let summary = crewEvent(String(repeating: "long ", count: 10_000)).summary
        #expect(summary.count < 500)
        #expect(summary.hasSuffix("…"))
    }
}
