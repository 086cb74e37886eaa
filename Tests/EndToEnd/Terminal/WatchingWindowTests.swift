import Nx1Client
import TestSupport
import Testing

@Suite("The window during a run")
struct WatchingWindowTests {
    @Test(
        "With 500 steps the question stays on the screen: the steps of finished tasks are folded into their task"
    )
    func manySteps() async throws {
        let run = StagedRun()
        try await withStage(run, columns: 80, rows: 24) { stage in
            let terminal = stage.terminal
            try await terminal.enter("How many?")
            for task in 1...10 {
                run.begin("task_started", "t\(task)", ["task_name": .string("Task \(task)")])
                for step in 1...50 {
                    let id = "t\(task).\(step)"
                    run.begin("tool_usage_started", id, in: "t\(task)", ["tool_name": .string("tool \(id)")])
                    run.end("tool_usage_finished", id, ["output": "1"])
                }
                try await terminal.waitFor("tool \(task).50 in the 23 rows below the question") { rows in
                    rows.contains("ask> How many?") && rows.contains { $0.hasPrefix("  ✓ tool t\(task).50 ") }
                }
                run.end("task_completed", "t\(task)")
            }
            run.end()
            try await terminal.waitFor("%1 · ")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(
                try await Array(stage.rows().drop { !$0.hasPrefix("ask> ") }) == ["ask> How many?"]
                    + (1...10).map { "✓ Task \($0)  · 50 steps  T" } + ["Twelve orders.", "%1", "", "ask>"])
            // Nothing has scrolled off the screen.
            #expect(try await terminal.transcript().count == 16)
        }
    }

    @Test("Of 3000 messages, the newest are shown, each once, and the others are counted")
    func manyMessages() async throws {
        let run = StagedRun()
        try await withStage(run, rows: 12) { stage in
            let terminal = stage.terminal
            try await terminal.enter("How many?")
            for number in 1...3000 { run.send("message", "Batch \(number)") }
            try await terminal.waitFor("the last one") { $0.contains { $0.hasPrefix("· Batch 3000 ") } }
            run.finish()
            try await terminal.waitFor("%1 · ")
            let rows = try await terminal.transcript()
            let shown = rows.compactMap {
                $0.firstMatch(of: #/^· Batch (\d+) /#).flatMap { Int($0.output.1) }
            }
            #expect(shown.count > 5 && shown == Array((3001 - shown.count)...3000))
            let leftOut = rows.compactMap {
                $0.firstMatch(of: #/^  … (\d+) (?:earlier|more) steps$/#).flatMap { Int($0.output.1) }
            }
            #expect(leftOut.reduce(0, +) == 3000 - shown.count)
            #expect(rows.count { $0 == "ask> How many?" } == 1)
        }
    }

    @Test("A row never wraps, even with wide characters", arguments: [20, 37])
    func narrow(columns: Int) async throws {
        let run = StagedRun()
        try await withStage(run, columns: columns) { stage in
            let terminal = stage.terminal
            try await terminal.enter("Wie?")
            run.begin("task_started", "t", ["task_name": "注文の遅延を数える、三月から四月まで", "agent_role": "分析"])
            run.begin(
                "tool_usage_started", "q", in: "t",
                ["tool_name": "Counting all the late orders of March", "tool_args": #"{"a": "四月"}"#])
            try await terminal.waitFor("two rows that are cut") { rows in
                let cut = rows.filter { $0.contains("…") }.map(Stage.timeless)
                return cut.count >= 2 && cut.suffix(3).contains { $0.hasPrefix("* 注文") }
                    && cut.suffix(3).contains { $0.hasPrefix(" * Count") }
            }
            run.end()
            try await terminal.waitFor(prompt: "ask> ")
            // A wrapped row would be joined here.
            let list = try await terminal.screen().filter { $0.hasPrefix("✓") || $0.hasPrefix(" ✓") }
            #expect(list.count == 2)
            #expect(
                try await terminal.transcript().filter { $0.hasPrefix("✓") || $0.hasPrefix(" ✓") } == list)
        }
    }

    @Test("Growing and shrinking the window quickly keeps the question and everything above it")
    func quickResizes() async throws {
        let run = StagedRun()
        try await withStage(run, columns: 40, rows: 15) { stage in
            let terminal = stage.terminal
            for number in 1...4 {
                try await terminal.enter(":set n=\(number)")
                try await terminal.waitFor(prompt: "ask> ")
            }
            let before = try await terminal.transcript().filter { $0.hasPrefix("ask> ") && $0.count > 5 }
            try await terminal.enter("How many?")
            run.begin("task_started", "t", ["task_name": "Count"])
            run.begin("tool_usage_started", "q", in: "t", ["tool_name": "run_sql"])
            try await stage.waitFor(rows: ["* Count  T", " * run_sql  T"])
            for _ in 1...3 {
                for rows in [24, 15] { try await terminal.resize(columns: 40, rows: rows) }
                try await stage.waitFor(rows: ["* Count  T", " * run_sql  T"])
            }
            run.end("tool_usage_finished", "q", ["output": "1"])
            run.end("task_completed", "t")
            run.end()
            try await terminal.waitFor("%1 · ")
            try await terminal.waitFor(prompt: "ask> ")
            let after = try await terminal.transcript().filter { $0.hasPrefix("ask> ") && $0.count > 5 }
            #expect(after == before + ["ask> How many?"])
        }
    }

    @Test("Resizing the window leaves one complete block of rows without duplicates")
    func resize() async throws {
        let run = StagedRun()
        try await withStage(run, columns: 100, rows: 20) { stage in
            let terminal = stage.terminal
            try await terminal.enter("How many?")
            for number in 1...6 {
                run.begin("task_started", "t\(number)", ["task_name": .string("Task \(number)")])
                run.end("task_completed", "t\(number)")
            }
            let long = "Counting all the late orders of March and of April, and then those of May"
            run.begin("task_started", "long", ["task_name": .string(long), "agent_role": "Analyst"])
            let done = (1...6).map { "✓ Task \($0)  T" }
            try await stage.waitFor(rows: done + ["* \(long)  Analyst  T"])
            for (columns, rows) in [(60, 20), (120, 24)] {
                try await terminal.resize(columns: columns, rows: rows)
                try await terminal.waitFor("one block at \(columns)") { screen in
                    let steps = Stage.steps(in: screen)
                    let last = steps.last ?? ""
                    return steps.dropLast() == done && last.hasPrefix("* Counting all")
                        && last.contains(columns > 100 ? long : "…")
                        && screen.last.map(Stage.timeless)?.hasPrefix("* T") == true
                        && screen.count { $0.contains("Counting all") } == 1
                }
            }
            run.end("task_completed", "long")
            run.end()
            try await terminal.waitFor("%1 · ")
            try await terminal.waitFor(prompt: "ask> ")
            // tmux keeps reflowed rows in its scrollback, so only the end counts.
            let transcript = try await terminal.transcript().map(Stage.timeless)
            let expected = done + ["✓ \(long)  Analyst  T", "Twelve orders.", "%1", "", "ask>"]
            #expect(transcript.suffix(expected.count) == expected)
            #expect(transcript.count { $0 == "ask> How many?" } == 1)
        }
    }
}
