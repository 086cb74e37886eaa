import Nx1Client
import Testing

@Suite("The name of a step")
struct NamingTests {
    @Test("of an agent comes from its tools if its own events lack it, or is just agent")
    func agents() {
        var run = RunSteps()
        func add(_ json: String) {
            run.add(CrewEvent(RawEvent(payload: Array(json.utf8)), index: 0))
        }
        add(#"{"type":"task_started","event_id":"t","task_name":"Count","emission_sequence":1}"#)
        add(#"{"type":"agent_execution_started","event_id":"a","parent_event_id":"t","emission_sequence":2}"#)
        #expect(run.steps.map(\.name) == ["Count", "agent"])
        add(
            #"{"type":"tool_usage_started","event_id":"q","parent_event_id":"a","tool_name":"sql","agent_role":"Ann","#
                + #""emission_sequence":3}"#)
        #expect(run.steps.map(\.name) == ["Count", "Ann", "sql"])
        #expect(run.steps.map(\.agent) == ["Ann", "Ann", "Ann"])
    }

    @Test("is right if an agent's event arrives before its task's, or an agent has several tasks")
    func agentFirst() {
        var run = RunSteps()
        func add(_ type: String, _ members: String) {
            run.add(CrewEvent(RawEvent(payload: Array("{\"type\":\"\(type)\",\(members)}".utf8)), index: 0))
        }
        add("agent_started", #""agent":"Ann""#)
        add("task_started", #""agent":"Ann","task":"Count""#)
        add("tool_started", #""agent":"Ann","tool":"sql""#)
        add("tool_finished", #""agent":"Ann","tool":"sql""#)
        add("task_finished", #""agent":"Ann","task":"Count""#)
        add("task_started", #""agent":"Ann","task":"Write""#)
        add("tool_started", #""agent":"Ann","tool":"spell""#)
        #expect(run.steps.map(\.name) == ["Count", "Ann", "sql", "Write", "spell"])
        #expect(run.steps.map(\.depth) == [0, 1, 2, 0, 1])
    }
}
