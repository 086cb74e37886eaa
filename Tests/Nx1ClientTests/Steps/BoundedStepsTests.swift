import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

@Suite("The steps of an unbounded run")
struct BoundedStepsTests {
    private func event(_ json: String) -> CrewEvent {
        CrewEvent(RawEvent(payload: Array(json.utf8)), index: 0)
    }

    @Test("keep only the end of a text of a million pieces")
    func pieces() {
        var run = RunSteps()
        run.add(event(#"{"type":"llm_call_started","event_id":"m","emission_sequence":1}"#))
        let piece = event(#"{"type":"llm_stream_chunk","parent_event_id":"m","chunk":"word "}"#)
        for _ in 2..<1_000_000 { run.add(piece) }
        #expect(run.pieces > 900_000)
        #expect(run.count == 1)
        #expect(run.writing.count == 1)
        #expect((1000...40_000).contains(run.writing.first?.text.answer?.utf8.count ?? 0))
    }

    @Test("keep the latest of many, with the number of discarded ones")
    func steps() {
        var run = RunSteps()
        run.add(event(#"{"type":"task_started","event_id":"t","task_name":"All","emission_sequence":1}"#))
        for number in 1...20_000 {
            run.add(
                event(
                    #"{"type":"tool_usage_started","event_id":"s\#(number)","parent_event_id":"t","tool_name":"sql"}"#
                ))
            run.add(
                event(
                    #"{"type":"tool_usage_finished","event_id":"f\#(number)","started_event_id":"s\#(number)","output":"1"}"#
                ))
        }
        let steps = run.steps
        #expect((StepStore.kept...2 * StepStore.kept).contains(steps.count))
        #expect(steps.first?.name == "All" && steps.last?.id == "s20000")
        #expect(run.forgotten + steps.count == 20_001)
    }

    @Test("truncate large arguments and outputs, and discard the oldest of many")
    func texts() {
        var run = RunSteps()
        let text = String(repeating: "x", count: 1 << 20)
        for number in 1...200 {
            run.add(event(#"{"type":"tool_usage_started","event_id":"s\#(number)","tool_name":"sql"}"#))
            run.add(
                event(
                    #"{"type":"tool_usage_finished","event_id":"f\#(number)","started_event_id":"s\#(number)","output":"\#(text)"}"#
                ))
        }
        let steps = run.steps
        #expect(steps.last?.isCut == true)
        #expect(steps.allSatisfy { $0.output?.string?.utf8.count ?? 0 <= RunSteps.longestText })
        #expect(steps.count <= 2 * StepStore.keptBytes / RunSteps.longestText)
    }

    @Test("keep the name and the beginning of a long query")
    func longQuery() {
        var run = RunSteps()
        let query = "SELECT " + String(repeating: "x, ", count: 100_000)
        run.add(
            event(
                #"{"type":"tool_usage_started","event_id":"q","tool_name":"sql","tool_args":{"query":"\#(query)","limit":5}}"#
            ))
        let step = run.steps.first
        let kept = step?.arguments?["query"]?.string ?? ""
        #expect(step?.isCut == true && step?.arguments?["limit"] == 5)
        #expect(kept.hasPrefix("SELECT x, x, ") && kept.hasSuffix(RunStep.cutMark))
        #expect((10_000...RunSteps.longestText).contains(kept.utf8.count))
    }

    @Test("survive parents that are cyclic, deeply nested or missing")
    func hostileParents() {
        var run = RunSteps()
        run.add(event(#"{"type":"task_started","event_id":"a","parent_event_id":"b","task_name":"A"}"#))
        run.add(event(#"{"type":"task_started","event_id":"b","parent_event_id":"a","task_name":"B"}"#))
        run.add(event(#"{"type":"task_started","event_id":"c","parent_event_id":"c","task_name":"C"}"#))
        run.add(event(#"{"type":"task_started","event_id":"d","parent_event_id":"nobody","task_name":"D"}"#))
        for number in 0..<3000 {
            run.add(
                event(
                    #"{"type":"tool_usage_started","event_id":"n\#(number)","parent_event_id":"n\#(number - 1)","tool_name":"t"}"#
                ))
        }
        let names = Set(run.steps.map(\.name))
        #expect(["A", "B", "C", "D"].allSatisfy(names.contains))
        #expect(Set(run.steps.map(\.id)).count == 3004 && run.steps.count == 3004)
        #expect(run.steps.contains { $0.depth > 1000 })
    }

    @Test("survive numbers and times out of range")
    func hostileNumbers() {
        var run = RunSteps()
        for json in [
            #"{"type":"task_started","event_id":"a","task_name":"A","timestamp":"0001-01-01T00:00:00Z","emission_sequence":9223372036854775807}"#,
            #"{"type":"task_completed","event_id":"b","started_event_id":"a","timestamp":"9999-12-31T23:59:59Z","emission_sequence":-9223372036854775808}"#,
            #"{"type":"llm_call_completed","event_id":"c","usage":{"total_tokens":9223372036854775807,"prompt_tokens":-1}}"#,
            #"{"type":"llm_call_completed","event_id":"d","usage":{"total_tokens":9223372036854775807}}"#,
            #"{"type":"crew_kickoff_completed","event_id":"e","total_tokens":1e400,"progress":1e300}"#,
            #"{"type":7,"event_id":{},"timestamp":[],"emission_sequence":1.5,"usage":"no"}"#,
            "[]", "null", "7", #""""#, "not json", #"{"type":""}"#,
        ] {
            run.add(event(json))
        }
        let task = run.steps.first { $0.name == "A" }
        #expect(task?.state == .done)
        #expect(task.map { RunStep($0.json)?.json == $0.json } == true)
    }
}
