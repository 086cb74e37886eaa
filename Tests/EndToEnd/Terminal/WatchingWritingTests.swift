import Nx1Client
import TestSupport
import Testing

@Suite("Text being written by a model")
struct WatchingWritingTests {
    @Test(
        "Thoughts and answers appear while they are written, and are gone afterwards, so that the answer is shown once"
    )
    func answer() async throws {
        let run = StagedRun()
        try await withStage(run) { stage in
            let terminal = stage.terminal
            try await terminal.enter("How many?")
            run.begin("task_started", "count", ["task_name": "Count", "agent_role": "Analyst"])
            run.begin("llm_call_started", "call", in: "count", ["model": "large"])
            run.write("Thought: I can coun", in: "call")
            run.write("t them\n", in: "call")
            try await stage.waitFor(rows: ["* Count  Analyst  T", "    I can count them"])
            let styled = try await terminal.styledScreen()
            #expect(styled.contains { $0.contains(/\u{1B}\[2m *I can count them/) })
            run.write("Final Answer: **Twelve", in: "call")
            run.write("** ord", in: "call")
            try await stage.waitFor(rows: ["* Count  Analyst  T", "    Twelve ord"])
            run.write("ers.", in: "call")
            try await stage.waitFor(rows: ["* Count  Analyst  T", "    Twelve orders."])
            run.end("llm_call_completed", "call", ["response": "Twelve orders."])
            run.end("task_completed", "count", ["output": "Twelve orders."])
            run.end()
            try await terminal.waitFor("%1 · ")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(
                try await terminal.transcript().dropFirst().map(Stage.timeless) == [
                    "ask> How many?", "✓ Count  Analyst  T", "Twelve orders.", "%1", "", "ask>",
                ])
        }
    }

    @Test("The text takes only a few rows however long it gets, and the question stays on the screen")
    func longText() async throws {
        let run = StagedRun()
        try await withStage(run, rows: 24) { stage in
            let terminal = stage.terminal
            try await terminal.enter("How many?")
            run.begin("task_started", "count", ["task_name": "Count", "agent_role": "Analyst"])
            run.begin("llm_call_started", "call", in: "count", ["model": "large"])
            for start in stride(from: 1, to: 2000, by: 20) {
                run.write((start..<start + 20).map { "- Order \($0)\n" }.joined(), in: "call")
            }
            try await terminal.waitFor("the end of the text") { $0.contains { $0.hasSuffix("Order 2000") } }
            let rows = try await terminal.screen()
            #expect(rows[1] == "ask> How many?")
            #expect((2...6).contains(rows.count { $0.contains("Order ") }))
            #expect(rows.count == 4 + rows.count { $0.contains("Order ") })
            run.end("task_completed", "count")
            run.end()
            try await terminal.waitFor("%1 · ")
            #expect(try await !terminal.transcript().joined().contains("Order "))
        }
    }

    @Test("The text can't control the terminal, even if a control sequence is split")
    func hostileText() async throws {
        let run = StagedRun()
        try await withStage(run) { stage in
            let terminal = stage.terminal
            try await terminal.enter("How many?")
            run.begin("task_started", "count", ["task_name": "Count\u{1B}[2J", "agent_role": "\u{9B}31mA"])
            run.begin("llm_call_started", "call", in: "count", ["model": "large"])
            for piece in ["Thought: a\u{1B}", "[2J\u{1B}]0;owned", "\u{07}b\u{202E}c"] {
                run.write(piece, in: "call")
            }
            try await stage.waitFor(
                rows: ["* Count^[[2J  <U+009B>31mA  T", "    a^[[2J^[]0;owned^Gb<U+202E>c"])
            #expect(try await stage.title() == "nx1sh · ask: How many?")
            #expect(try await terminal.screen()[1] == "ask> How many?")
        }
    }
}
