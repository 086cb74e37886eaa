import LineEditor
import Nx1Client
import TestSupport
import Testing

@testable import ShellOutput
@testable import ShellText

@Suite("The live rows of a run")
struct StepBoardTests {
    private let window = Window(columns: 80, rows: 24)

    private func run(_ events: some Sequence<CrewEvent>) -> RunSteps {
        var run = RunSteps()
        for event in events { run.add(event, at: .zero) }
        return run
    }

    private func event(_ json: String) -> CrewEvent {
        CrewEvent(RawEvent(payload: Array(json.utf8)), index: 0)
    }

    private func lastRows(_ run: RunSteps, level: ProgressLevel = .steps, in window: Window) -> [String] {
        var board = StepBoard(waiting: "Waiting", level: level)
        return board.lastRows(of: run, at: .seconds(60), in: window).map(\.text)
    }

    @Test("The usual duration appears after the elapsed time, as soon as it is known")
    func usual() throws {
        var board = StepBoard(waiting: "Waiting for the crew ask")
        let run = RunSteps()
        #expect(
            board.rows(of: run, at: .seconds(2), in: window).last?.text.contains("usually") == false)
        #expect(!board.isDue(run, at: .seconds(2)))
        board.usual = .milliseconds(40_200)
        #expect(board.isDue(run, at: .seconds(2)))
        let row = try #require(board.rows(of: run, at: .seconds(2), in: window).last?.text)
        #expect(row.hasSuffix("2.0s · usually 40 s · Waiting for the crew ask"), "\(row)")
    }

    @Test(
        "An estimate has no more digits than it needs",
        arguments: [
            (0, "0.0 s"), (2640, "2.6 s"), (9949, "9.9 s"), (9950, "10 s"), (40_499, "40 s"),
            (99_499, "99 s"), (100_000, "2 min"), (1_000_000, "17 min"), (11_100_000, "3 h 5 min"),
        ])
    func estimate(milliseconds: Int, text: String) {
        #expect(Duration.milliseconds(milliseconds).rounded == text)
    }

    // MARK: The last rows

    static let transcripts: [String: [String]] = [
        Recording.twoAgents.name: [
            "✓ Find the figures for: How many orders shipped late?       Data Analyst   0.2s",
            "  ✓ list_tables  %order%  → 3 lines                                        0.0s",
            "  ✓ run_sql  SELECT date_trunc('month', o.ordered_at) AS month…  → 2 rows  0.1s",
            "✓ Write the answer for a manager, in Markdown              Report Writer   0.0s",
            "✓ Find the figures for: How many…  0.2s",
            " ✓ list_tables  %orde…  → 3 lines  0.0s",
            " ✓ run_sql  SELECT dat…  → 2 rows  0.1s",
            "✓ Write the answer for a manager…  0.0s",
        ],
        Recording.toolError.name: [
            "✓ Find the figures for: How many orders shipped late?       Data Analyst   0.6s",
            #"  ✗ run_sql  SELECT * FROM …  → relation "boom" does not exist  · 3 tries  0.3s"#,
            "  ✓ run_sql  x  → 2 rows                                                   0.1s",
            "  ✓ run_sql  SELECT date_trunc('month', o.ordered_at) AS month…  → 2 rows  0.1s",
            "✓ Write the answer for a manager, in Markdown              Report Writer   0.0s",
            "✓ Find the figures for: How many…  0.6s",
            #" ✗ run_…  → relation "boom…  · ×3  0.3s"#,
            " ✓ run_sql  x  → 2 rows            0.1s",
            " ✓ run_sql  SELECT dat…  → 2 rows  0.1s",
            "✓ Write the answer for a manager…  0.0s",
        ],
        Recording.modelFails.name: [
            "✗ Find the figures for: How many orders shippe…  · 3 tries  Data Analyst   0.2s",
            "  ✗ scripted/model  → The model provider answered 529: overlo…  · 3 tries  0.1s",
            "✗ Find the figures for: Ho…  · ×3  0.2s",
            " ✗ scri…  → The model prov…  · ×3  0.1s",
        ],
        Recording.parallel.name: [
            "✓ Count late orders                                         Data Analyst   0.1s",
            "✓ Find the reasons                                         Report Writer   0.1s",
            "✓ Write the answer for a manager, in Markdown              Report Writer   0.0s",
            "✓ Count late orders                0.1s",
            "✓ Find the reasons                 0.1s",
            "✓ Write the answer for a manager…  0.0s",
        ],
    ]

    @Test(
        "The last rows match the recorded transcripts, at 80 by 24 and at 40 by 15", arguments: Recording.all)
    func transcripts(_ recording: Recording) throws {
        let run = run(try recording.events())
        let shown = [window, Window(columns: 40, rows: 15)].flatMap { lastRows(run, in: $0) }
        #expect(shown == Self.transcripts[recording.name])
        let unlinked = self.run(try recording.events(hasLinks: false))
        #expect(lastRows(unlinked, in: window) == lastRows(run, in: window))
    }

    @Test(
        "A long run keeps the question on the screen: the steps of finished tasks are folded into their task",
        arguments: [24, 15, 6, 2, 1])
    func longRuns(height: Int) throws {
        var run = RunSteps()
        let window = Window(columns: 80, rows: height)
        var board = StepBoard(waiting: "Waiting")
        for task in 1...10 {
            run.add(event(#"{"type":"task_started","event_id":"t\#(task)","task_name":"Task \#(task)"}"#))
            for step in 1...50 {
                run.add(
                    event(
                        #"{"type":"tool_usage_started","event_id":"s\#(task).\#(step)","parent_event_id":"t\#(task)","tool_name":"sql"}"#
                    ))
                let rows = board.rows(of: run, at: .seconds(task), in: window)
                #expect(rows.count <= max(1, height - 1))
                run.add(
                    event(
                        #"{"type":"tool_usage_finished","event_id":"f\#(task).\#(step)","started_event_id":"s\#(task).\#(step)","output":"1"}"#
                    ))
            }
            run.add(
                event(#"{"type":"task_completed","event_id":"c\#(task)","started_event_id":"t\#(task)"}"#))
        }
        let rows = lastRows(run, in: window)
        #expect(rows.count <= max(1, height - 2))
        if height == 24 {
            #expect(rows.first?.hasPrefix("✓ Task 1  · 50 steps") == true)
            #expect(rows.count == 10)
        }
    }

    // MARK: During the run

    @Test(
        "The rows show what the run waits for, the steps in progress, the text being written, and the elapsed time"
    )
    func whileItWorks() throws {
        let events = try Recording.twoAgents.events()
        var board = StepBoard(waiting: "Waiting for the crew ask", hasKey: true)
        #expect(
            board.rows(of: RunSteps(), at: .milliseconds(1250), in: window).map(\.text) == [
                "⠹ 1.3s · Waiting for the crew ask"
            ])
        // The first tool has been called, and the model is writing its next action.
        let second = try #require(
            events.indices.filter { events[$0].kind == "tool_usage_started" }.dropFirst().first)
        let rows = board.rows(of: run(events[..<second]), at: .zero, in: window).map(\.text)
        #expect(rows.first?.hasPrefix("⠋ Find the figures for: How many orders shipped late?") == true)
        #expect(rows.dropFirst().first?.hasPrefix("  ✓ list_tables  %order%  → 3 lines") == true)
        #expect(rows.contains { $0.hasPrefix("    run_sql  SELECT") })
        #expect(rows.last?.hasSuffix("tokens · d: everything") == true)
        // The answer appears before the run has ended.
        let pieces = events.indices.filter { events[$0].kind == "llm_stream_chunk" }
        let answer = board.rows(
            of: run(events[..<(try #require(pieces.dropLast(25).last))]), at: .zero, in: window)
        #expect(answer.contains { $0.text.contains("412") })
        #expect(!answer.contains { $0.text.contains("Final Answer") || $0.text.contains("**") })
    }

    @Test("A running query is shown in full, and then the first rows of its result")
    func queries() throws {
        let events = try Recording.twoAgents.events()
        let sql = try #require(
            events.indices.filter { events[$0].kind == "tool_usage_started" }.dropFirst().first)
        let finished = try #require(
            events.indices.filter { events[$0].kind == "tool_usage_finished" }.dropFirst().first)
        var board = StepBoard(waiting: "Waiting")
        let atWork = board.rows(of: run(events[...sql]), at: .zero, in: window).map(\.text)
        #expect(atWork.contains { $0.contains("GROUP BY 1 ORDER BY 1") })
        let done = board.rows(of: run(events[...finished]), at: .zero, in: window).map(\.text)
        #expect(done.contains("      March │  168"))
        #expect(!done.contains { $0.contains("GROUP BY") })
    }

    @Test("Parallel tasks in progress have separate rows")
    func parallelTasks() throws {
        let events = try Recording.parallel.events()
        let second = try #require(
            events.indices.filter { events[$0].kind == "task_started" }.dropFirst().first)
        var board = StepBoard(waiting: "Waiting")
        let rows = board.rows(of: run(events[...second]), at: .zero, in: window).map(\.text)
        #expect(
            rows.filter { $0.hasPrefix("⠋ Count late orders") || $0.hasPrefix("⠋ Find the reasons") }.count
                == 2)
    }

    @Test("There are three levels of detail: tasks, steps, and everything with full arguments and outputs")
    func levels() throws {
        let run = run(try Recording.twoAgents.events())
        let tasks = lastRows(run, level: .tasks, in: window)
        #expect(tasks.count == 2 && tasks.allSatisfy { $0.hasPrefix("✓ ") })
        let everything = lastRows(run, level: .everything, in: window)
        #expect(everything.contains { $0.contains("GROUP BY 1 ORDER BY 1") })
        #expect(everything.contains { $0.contains("March │  168") })
        #expect(everything.contains { $0.contains("scripted/model") })
        #expect(ProgressLevel.allCases.allSatisfy { $0.next.previous == $0 && $0.next != $0 })
        var board = StepBoard(waiting: "Waiting", level: .everything)
        #expect(board.rows(of: run, at: .zero, in: window).count <= window.rows - 1)
    }

    @Test(
        "The rows fit into any window, even with wide characters, and have no control sequences from outside",
        arguments: [1, 7, 20, 40, 59, 60, 80, 200])
    func hostileText(columns: Int) throws {
        let hostile = #"\u001b]52;c;eA==\u0007\u001b[2J注文 late\r\n\u009b31m orders \u202e"#
        let long = String(repeating: "注文 late orders ", count: 40)
        var run = RunSteps()
        for json in [
            #"{"type":"task_started","event_id":"t","task_name":"\#(hostile)\#(long)","agent_role":"\#(hostile)"}"#,
            #"{"type":"tool_usage_started","event_id":"a","parent_event_id":"t","tool_name":"\#(hostile)","tool_args":"\#(hostile)\#(long)"}"#,
            #"{"type":"tool_usage_error","event_id":"b","started_event_id":"a","error":"\#(hostile)\#(long)"}"#,
            #"{"type":"llm_call_started","event_id":"m","parent_event_id":"t"}"#,
            #"{"type":"llm_stream_chunk","event_id":"p","parent_event_id":"m","chunk":"\#(hostile)\#(long)"}"#,
        ] { run.add(event(json)) }
        for level in ProgressLevel.allCases {
            var board = StepBoard(waiting: "Waiting", level: level)
            for row in board.rows(of: run, at: .seconds(1), in: Window(columns: columns, rows: 24)) {
                #expect(row.width <= max(1, columns - 1))
                #expect(
                    row.text.unicodeScalars.allSatisfy {
                        $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)
                    })
            }
        }
    }

    // MARK: Timing

    @Test("Rows are due immediately after a pause, and otherwise at a limited rate")
    func pace() {
        var run = RunSteps()
        var board = StepBoard(waiting: "Waiting")
        #expect(board.isDue(run, at: .zero))
        _ = board.rows(of: run, at: .zero, in: window)
        #expect(!board.isDue(run, at: .milliseconds(50)))
        run.add(event(#"{"type":"task_started","event_id":"t","task_name":"Count"}"#))
        #expect(board.isDue(run, at: .milliseconds(50)))
        _ = board.rows(of: run, at: .milliseconds(50), in: window)
        run.add(event(#"{"type":"llm_call_started","event_id":"m","parent_event_id":"t"}"#))
        #expect(!board.isDue(run, at: .milliseconds(53)))
        #expect(board.isDue(run, at: .milliseconds(55)))
        _ = board.rows(of: run, at: .milliseconds(70), in: window)
        run.add(event(#"{"type":"llm_stream_chunk","event_id":"p","parent_event_id":"m","chunk":"Hello"}"#))
        #expect(!board.isDue(run, at: .milliseconds(90)))
        board.level = .everything
        #expect(board.isDue(run, at: .milliseconds(90)))
    }

    @Test("100,000 pieces of text in 200 steps take less than 2 MB")
    func output() {
        var run = RunSteps()
        var board = StepBoard(waiting: "Waiting")
        var live = LiveRows()
        var (bytes, most) = (0, 0)
        for step in 0..<200 {
            run.add(event(#"{"type":"llm_call_started","event_id":"m\#(step)","agent_role":"A"}"#))
            for piece in 0..<500 {
                run.add(
                    event(
                        #"{"type":"llm_stream_chunk","event_id":"\#(step).\#(piece)","parent_event_id":"m\#(step)","chunk":"word \#(piece) "}"#
                    ))
                // A thousand per second.
                let time = Duration.milliseconds(step * 500 + piece)
                guard board.isDue(run, at: time) else { continue }
                let rows = board.rows(of: run, at: time, in: window)
                let change = live.change(to: rows, in: window, isColored: true)
                (bytes, most) = (bytes + change.count, max(most, rows.count))
            }
            run.add(
                event(#"{"type":"llm_call_completed","event_id":"e\#(step)","started_event_id":"m\#(step)"}"#)
            )
        }
        #expect(bytes < 2_000_000)
        #expect(most > 1 && most < window.rows)
        #expect(run.pieces == 100_000)
    }
}
