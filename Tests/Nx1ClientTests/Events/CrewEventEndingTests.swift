import Nx1Client
import Testing

@Suite("The detection of a crew's end")
struct CrewEventEndingTests {
    @Test(
        "detects the end of the crew",
        arguments: [
            (#"{"type":"crew_kickoff_completed"}"#, .completed),
            (#"{"type":"crew_kickoff_failed"}"#, .failed),
            (#"{"type":"CrewKickoffCompletedEvent"}"#, .completed),
            (#"{"type":"crew.completed"}"#, .completed),
            (#"{"type":"crew_completed","agent":"Analyst"}"#, .completed),
            (#"{"type":"run_failed"}"#, .failed),
            (#"{"type":"crew_run_finished"}"#, .completed), (#"{"type":"flow_finished"}"#, .completed),
            (#"{"type":"run.cancelled"}"#, .failed), (#"{"type":"crew_error"}"#, .failed),
            (#"{"type":"completed"}"#, .completed), (#"{"type":"failed"}"#, .failed),
            (#"{"event":"done"}"#, .completed),
            (#"{"event":"FINISHED"}"#, .completed), (#"{"type":"execution_completed"}"#, .completed),
            (#"{"status":"completed"}"#, .completed), (#"{"status":"failed","error":"x"}"#, .failed),
            (#"{"state":"SUCCESS"}"#, .completed), (#"{"type":"status","status":"completed"}"#, .completed),
            (#"{"type":"status_update","data":{"status":"failed"}}"#, .failed),
            (#"{"type":"crew","status":"success"}"#, .completed),
            (#"{"type":"snapshot","status":"completed"}"#, .completed),
        ] as [(String, CrewRunStatusEnum)])
    func end(_ payload: String, _ status: CrewRunStatusEnum) {
        let event = crewEvent(payload)
        #expect(event.terminalStatus == status)
        #expect(event.isTerminal)
    }

    @Test(
        "ignores the end of anything less",
        arguments: [
            #"{"type":"task_completed"}"#, #"{"type":"agent_execution_completed"}"#,
            #"{"type":"tool_usage_finished"}"#,
            #"{"type":"llm_call_completed"}"#, #"{"type":"TaskCompletedEvent"}"#,
            #"{"type":"memory_save_failed"}"#,
            #"{"type":"method_execution_finished"}"#, #"{"type":"crew_test_completed"}"#,
            #"{"type":"crew_kickoff_started"}"#,
            #"{"type":"completed","task":"Count"}"#, #"{"type":"execution_completed","agent":"Analyst"}"#,
            #"{"status":"completed","agent":"Analyst"}"#, #"{"status":"failed","tool":"run_sql"}"#,
            #"{"type":"task_update","status":"completed"}"#, #"{"type":"tool","status":"success"}"#,
            #"{"type":"log","status":"success"}"#, #"{"type":"check","status":"success"}"#,
            #"{"type":"error"}"#,
            #"{"type":"success"}"#, #"{"status":"running"}"#,
            #"{"type":"crew_kickoff_started","status":"completed"}"#,
            #"{"message":"completed"}"#, "[DONE]", "completed", "{}", #"{"type":"event"}"#,
        ])
    func notTheEnd(_ payload: String) {
        #expect(!crewEvent(payload).isTerminal)
    }

    @Test("uses the name of a server-sent event")
    func byName() {
        #expect(crewEvent("{}", name: "crew_kickoff_completed").isTerminal)
        #expect(crewEvent("bye", name: "done").terminalStatus == .completed)
    }
}
