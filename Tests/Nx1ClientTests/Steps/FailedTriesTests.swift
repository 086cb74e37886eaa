import Nx1Client
import Testing

@Suite("The failed attempts of a step")
struct FailedTriesTests {
    @Test("keep their errors, during the retries and afterwards, and as JSON")
    func reasons() throws {
        var run = RunSteps()
        var number = 0
        func add(_ type: String, _ members: String) {
            number += 1
            let json =
                #"{"type":"\#(type)","event_id":"\#(number)","emission_sequence":\#(number),\#(members)}"#
            run.add(CrewEvent(RawEvent(payload: Array(json.utf8)), index: number))
        }
        func begin() { add("tool_usage_started", #""tool_name":"sql","tool_args":{"query":"SELECT 1"}"#) }
        begin()
        add("tool_usage_error", #""started_event_id":"1","error":"no such table: a""#)
        begin()
        add("tool_usage_error", #""started_event_id":"3","error":"no such table: b""#)
        begin()
        #expect(run.steps.map(\.state) == [.working])
        #expect(run.steps.first?.failures == ["no such table: a", "no such table: b"])
        add("tool_usage_finished", #""started_event_id":"5","output":"1""#)
        let step = try #require(run.steps.first)
        #expect(run.steps.count == 1 && step.attempts == 3)
        #expect(step.state == .done && step.error == nil)
        #expect(step.failures == ["no such table: a", "no such table: b"])
        #expect(RunStep(step.json)?.failures == step.failures)
    }
}
