import Nx1Client
import TestSupport
import Testing

@Suite("Progress of a run")
struct WatchingTests {
    @Test(
        "Each task and tool call has one row, which is updated in place from running to done or failed, and stays"
    )
    func inPlace() async throws {
        let run = StagedRun()
        try await withStage(run, columns: 80) { stage in
            try await stage.terminal.enter("How many?")
            try await stage.waitFor(status: "Waiting for the crew ask")
            run.begin("task_started", "count", ["task_name": "Count the orders", "agent_role": "Analyst"])
            try await stage.waitFor(rows: ["* Count the orders  Analyst  T"])
            run.begin(
                "tool_usage_started", "tables", in: "count",
                ["tool_name": "list_tables", "tool_args": #"{"pattern": "%order%"}"#])
            try await stage.waitFor(rows: ["* Count the orders  Analyst  T", "  * list_tables  %order%  T"])
            run.end("tool_usage_finished", "tables", ["output": "orders"])
            try await stage.waitFor(
                rows: ["* Count the orders  Analyst  T", "  ✓ list_tables  %order%  → orders  T"])
            run.begin(
                "tool_usage_started", "boom", in: "count",
                ["tool_name": "run_sql", "tool_args": #"{"query": "SELECT * FROM boom"}"#])
            try await stage.waitFor(
                rows: [
                    "* Count the orders  Analyst  T", "  ✓ list_tables  %order%  → orders  T",
                    "  * run_sql  SELECT * FROM boom  T",
                ])
            run.end("tool_usage_error", "boom", ["error": "ValueError('no such table')"])
            try await stage.waitFor(
                rows: [
                    "* Count the orders  Analyst  T", "  ✓ list_tables  %order%  → orders  T",
                    "  ✗ run_sql  SELECT * FROM boom  → no such table  T",
                ])
            run.end("task_completed", "count", ["output": "Twelve"])
            run.end()
            try await stage.terminal.waitFor("%1 · ")
            try await stage.terminal.waitFor(prompt: "ask> ")
            #expect(
                try await stage.terminal.transcript().dropFirst().map(Stage.timeless) == [
                    "ask> How many?", "✓ Count the orders  Analyst  T",
                    "  ✓ list_tables  %order%  → orders  T",
                    "  ✗ run_sql  SELECT * FROM boom  → no such table  T",
                    "Twelve orders.", "%1", "", "ask>",
                ])
        }
    }

    @Test("A service without CrewAI's ids has the same rows, and each of its messages has a row")
    func plainEvents() async throws {
        let run = StagedRun()
        try await withStage(run) { stage in
            try await stage.terminal.enter("How many?")
            run.send("crew_kickoff_started", "The crew has started")
            run.send("message", "Reading the catalog")
            run.send("task_started", "Count", agent: "Analyst")
            run.send("tool_usage_started", "Counting", agent: "Analyst", tool: "sql", progress: 0.4)
            try await stage.waitFor(status: "40% · d: everything")
            try await stage.waitFor(
                rows: ["· Reading the catalog  T", "* Count  Analyst  T", "  * sql  Counting  T"])
            run.send("tool_usage_finished", "4 rows", agent: "Analyst", tool: "sql", progress: 0.8)
            try await stage.waitFor(status: "80% · d: everything")
            run.send("task_completed", "Counted", agent: "Analyst")
            run.finish()
            try await stage.terminal.waitFor("%1 · ")
            try await stage.terminal.waitFor(prompt: "ask> ")
            #expect(
                try await stage.rows().dropFirst() == [
                    "ask> How many?", "· Reading the catalog  T", "✓ Count  Analyst  T",
                    "  ✓ sql  Counting  → 4 rows  T", "Twelve orders.", "%1", "", "ask>",
                ])
        }
    }

    @Test("A failure is shown once where it happened and once at the end, with the number of attempts")
    func failure() async throws {
        let run = StagedRun()
        try await withStage(run) { stage in
            try await stage.terminal.enter("How many?")
            run.begin("task_started", "count", ["task_name": "Count", "agent_role": "Analyst"])
            for attempt in 1...3 {
                run.begin("llm_call_started", "call \(attempt)", in: "count", ["model": "large"])
                run.end("llm_call_failed", "call \(attempt)", ["error": "overloaded"])
            }
            run.end("task_failed", "count", ["error": "overloaded"])
            run.finish(status: "failed")
            try await stage.terminal.waitFor("%1 · ")
            try await stage.terminal.waitFor(prompt: "ask> ")
            let rows = try await stage.rows()
            #expect(
                rows.dropFirst().prefix(3) == [
                    "ask> How many?", "✗ Count  Analyst  T", "  ✗ large  → overloaded  · 3 tries  T",
                ])
            #expect(rows.dropFirst(4).first?.contains("No orders.") == true)
            #expect(rows.count { $0.contains("overloaded") } == 1)
            let styled = try await stage.terminal.styledScreen()
            #expect(styled.contains { $0.contains("\u{1B}[31m  → overloaded") })
        }
    }

    @Test("The clock and the spinner of the last row continue without events")
    func clock() async throws {
        let run = StagedRun()
        try await withStage(run) { stage in
            try await stage.terminal.enter("How many?")
            try await stage.waitFor(status: "Waiting for the crew ask")
            let first = try await stage.terminal.screen().last ?? ""
            try await stage.terminal.waitFor("another time and sign") { rows in
                rows.count == 3 && rows[2].first != first.first
                    && Stage.time(in: rows) > Stage.time(in: [first])
                    && Stage.timeless(rows[2]) == "* T · Waiting for the crew ask"
            }
        }
    }

    @Test("A note during a run appears above the rows, which stay one block")
    func note() async throws {
        try await withConversation(speed: 20, columns: 150, rows: 60, arguments: ["-v"]) { conversation in
            try await conversation.ask(":crew ask scenario=drop Hello", asRun: 1)
            let rows = try await conversation.terminal.screen()
            let last = try #require(
                rows.lastIndex { $0.hasPrefix("nx1sh: ") && $0.contains("/api/events/") })
            let steps = rows.indices.filter { rows[$0].contains("✓ ") }
            #expect(steps.count > 1 && steps.allSatisfy { $0 > last })
            #expect(steps.last.map { $0 - steps[0] } == steps.count - 1)
            #expect(!rows.joined().contains { Stage.spinner.contains($0) })
        }
    }
}
