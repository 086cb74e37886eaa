import Nx1Client
import Testing

@Suite("What a step is called")
struct NamingTests {
    @Test("an agent whose own events don't say is called what its tools say, or just an agent")
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
    }
}
