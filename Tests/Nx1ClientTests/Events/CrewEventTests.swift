import Nx1Client
import Testing

@Suite("A progress event")
struct CrewEventTests {
    private func event(_ payload: String, name: String? = nil) -> CrewEvent {
        CrewEvent(RawEvent(name: name, payload: Array(payload.utf8)), index: 0)
    }

    @Test(
        "is parsed under whatever names the service uses",
        arguments: [
            #"{"event_type":"k","message":"m","agent":"a","task":"t","tool":"o","status":"s","timestamp":"1","progress":0.4}"#,
            #"{"type":"k","msg":"m","agent":{"role":"a"},"task":{"description":"t"},"tool":{"name":"o"},"state":"s","time":"1","progress":40}"#,
            #"{"event":"k","data":{"detail":"m","agent_role":"a","task_name":"t","tool_name":"o","status":"s","ts":1,"percent":"40%"}}"#,
            #"{"kind":"k","payload":{"description":"m","agent_name":"a","task_description":"t","tool":"o","status":"s","created_at":"1","percentage":40}}"#,
        ])
    func names(payload: String) {
        let event = event(payload)
        #expect(event.kind == "k")
        #expect(event.message == "m")
        #expect([event.agent, event.task, event.tool] == ["a", "t", "o"])
        #expect(event.status == "s")
        #expect(event.timestamp == "1")
        #expect(event.progress == 0.4)
    }

    @Test("has the stream's event name as its kind if it has none of its own")
    func eventName() {
        #expect(event("{}", name: "tool_usage_started").kind == "tool_usage_started")
        #expect(event(#"{"type":"own"}"#, name: "other").kind == "own")
    }

    @Test(
        "keeps its whole payload, and always has a summary",
        arguments: [
            "{}", "[1]", "null", "7", "\"text\"", "plain", "", "{broken",
            #"{"message":7,"agent":[],"progress":"x"}"#, "[DONE]",
        ])
    func whole(payload: String) throws {
        let event = event(payload)
        switch event.payload {
        case .json(let value): #expect(value.serialized() == payload)
        case .text(let text): #expect(text == payload)
        }
        #expect(!event.summary.isEmpty)
        #expect(!event.summary.contains("\n"))
    }

    @Test(
        "has a summary of one line",
        arguments: [
            (#"{"agent":"Ann","tool":"sql","message":"Counting\nrows"}"#, "Ann · sql · Counting rows"),
            (#"{"agent":"Ann","message":"Ann has started"}"#, "Ann has started"),
            (#"{"event_type":"task_started","agent":"Ann"}"#, "Ann · task started"),
            (#"{"x":1}"#, #"{"x":1}"#),
        ])
    func summary(payload: String, line: String) {
        #expect(event(payload).summary == line)
    }

    @Test(
        "distinguishes the end of the crew from the end of a part",
        arguments: [
            (#"{"type":"crew_kickoff_completed"}"#, true), (#"{"type":"crew_kickoff_failed"}"#, true),
            (#"{"status":"completed"}"#, true),
            (#"{"status":"failed","type":"run"}"#, true),
            (#"{"type":"task_completed","status":"completed"}"#, false),
            (#"{"status":"completed","agent":"Ann"}"#, false), (#"{"type":"tool_usage_finished"}"#, false),
            (#"{"status":"running"}"#, false),
            ("[DONE]", false),
        ])
    func terminal(payload: String, isTerminal: Bool) {
        #expect(event(payload).isTerminal == isTerminal)
    }
}
