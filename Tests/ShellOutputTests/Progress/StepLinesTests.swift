import Nx1Client
import TestSupport
import Testing

@testable import ShellOutput

@Suite("Progress lines of a run")
struct StepLinesTests {
    private func lines(_ events: some Sequence<CrewEvent>) -> [String] {
        var run = RunSteps()
        var lines = StepLines()
        var written: [String] = []
        for event in events {
            run.add(event, at: .zero)
            written += lines.lines(of: run, at: .zero)
        }
        return written + lines.lines(of: run, at: .zero, isLast: true)
    }

    private func event(_ json: String) -> CrewEvent {
        CrewEvent(RawEvent(payload: Array(json.utf8)), index: 0)
    }

    @Test("Lines of steps that end at the same time are in the order of the run, with a task after its steps")
    func oneMoment() {
        func json(_ type: String, _ number: Int, _ members: String) -> CrewEvent {
            event(
                #"{"type":"\#(type)","emission_sequence":\#(number),"timestamp":"2026-11-28T12:00:00.001Z",\#(members)}"#
            )
        }
        var events = [json("task_started", 1, #""event_id":"t","task_name":"All""#)]
        for number in 1...3 {
            events += [
                json(
                    "tool_usage_started", 2 * number,
                    #""event_id":"s\#(number)","parent_event_id":"t","tool_name":"tool\#(number)""#),
                json(
                    "tool_usage_finished", 2 * number + 1,
                    #""event_id":"f\#(number)","started_event_id":"s\#(number)","output":"1""#),
            ]
        }
        events.append(json("task_completed", 8, #""event_id":"e","started_event_id":"t""#))
        var run = RunSteps()
        for event in events { run.add(event, at: .zero) }
        var lines = StepLines()
        #expect(
            lines.lines(of: run, at: .zero, isLast: true).map { String($0.dropFirst(2).prefix(5)) }
                == ["tool1", "tool2", "tool3", "All  "])
    }

    static let transcripts: [String: [String]] = [
        Recording.twoAgents.name: [
            "✓ list_tables  %order%  → 3 lines  0.0s",
            "✓ run_sql  SELECT date_trunc('month', o.ordered_at) AS month, count(*) AS late FROM sales.ord…  → 2 rows  0.1s",
            "✓ Find the figures for: How many orders shipped late?  Data Analyst  0.2s",
            "✓ Write the answer for a manager, in Markdown  Report Writer  0.0s",
        ],
        Recording.toolError.name: [
            #"✗ run_sql  SELECT * FROM boom  → relation "boom" does not exist  · 3 tries  0.3s"#,
            "✓ run_sql  x  → 2 rows  0.1s",
            "✓ run_sql  SELECT date_trunc('month', o.ordered_at) AS month, count(*) AS late FROM sales.ord…  → 2 rows  0.1s",
            "✓ Find the figures for: How many orders shipped late?  Data Analyst  0.6s",
            "✓ Write the answer for a manager, in Markdown  Report Writer  0.0s",
        ],
        Recording.modelFails.name: [
            "✗ scripted/model  → The model provider answered 529: overloaded  · 3 tries  0.1s",
            "✗ Find the figures for: How many orders shipped late?  · 3 tries  Data Analyst  0.2s",
        ],
        Recording.parallel.name: [
            "✓ Count late orders  Data Analyst  0.1s",
            "✓ Find the reasons  Report Writer  0.1s",
            "✓ Write the answer for a manager, in Markdown  Report Writer  0.0s",
        ],
    ]

    @Test(
        "Every finished step has exactly one line, and pieces of text have none", arguments: Recording.all)
    func transcripts(_ recording: Recording) throws {
        let events = try recording.events()
        let written = lines(events)
        #expect(written == Self.transcripts[recording.name])
        // A single check at the end gives the same lines.
        var run = RunSteps()
        for event in events + events { run.add(event, at: .zero) }
        var lines = StepLines()
        #expect(Set(lines.lines(of: run, at: .zero, isLast: true)) == Set(written))
        #expect(lines.lines(of: run, at: .zero, isLast: true).isEmpty)
    }

    @Test("Messages of a service are written unchanged")
    func messages() {
        let written = lines([
            event(#"{"message":"Reading","timestamp":"2026-01-01T00:00:00Z"}"#),
            event(#"{"message":"Writing","timestamp":"2026-01-01T00:00:02.5Z"}"#),
        ])
        #expect(written == ["· Reading  +0.0s", "· Writing  +2.5s"])
    }

    @Test("A burst of events larger than the buffer loses no line")
    func bursts() {
        var run = RunSteps()
        var lines = StepLines()
        var count = 0
        for number in 0..<20_000 {
            run.add(event(#"{"message":"Event \#(number)"}"#), at: .zero)
            if lines.isDue(run, at: .zero) { count += lines.lines(of: run, at: .zero).count }
        }
        count += lines.lines(of: run, at: .zero, isLast: true).count
        #expect(count == 20_000)
    }
}
