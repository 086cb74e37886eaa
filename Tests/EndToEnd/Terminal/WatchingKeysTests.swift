import Nx1Client
import TestSupport
import Testing

@Suite("Keys during a run")
struct WatchingKeysTests {
    /// Sends the events of a task with a finished query.
    private func begin(_ run: StagedRun) {
        run.begin("task_started", "count", ["task_name": "Count", "agent_role": "Analyst"])
        run.begin("llm_call_started", "call", in: "count", ["model": "large"])
        run.end("llm_call_completed", "call", ["response": "Action: run_sql"])
        run.begin(
            "tool_usage_started", "query", in: "count",
            ["tool_name": "run_sql", "tool_args": #"{"query": "SELECT 12"}"#])
        run.end("tool_usage_finished", "query", ["output": "12"])
    }

    private let steps = ["* Count  Analyst  T", "  ✓ run_sql  SELECT 12  → 12  T"]

    @Test("d cycles through steps, everything and tasks, and isn't part of the next line")
    func levels() async throws {
        let run = StagedRun()
        try await withStage(run) { stage in
            let terminal = stage.terminal
            try await terminal.enter("How many?")
            begin(run)
            try await stage.waitFor(rows: steps)
            try await stage.waitFor(status: "d: everything")
            try await terminal.press("d")
            try await stage.waitFor(status: "d: tasks only")
            let everything = Stage.steps(in: try await terminal.screen())
            #expect(everything.first == steps[0] && everything.contains(steps[1]))
            #expect(everything.contains("  ✓ large  T"))
            #expect(
                everything.contains { $0.hasPrefix("      ") && $0.contains("SELECT 12") }, "\(everything)")
            try await terminal.press("d")
            try await stage.waitFor(status: "d: steps")
            try await stage.waitFor(rows: [steps[0]])
            try await terminal.press("d")
            try await stage.waitFor(rows: steps)
            for level in ["tasks only", "steps"] {
                try await terminal.press("d")
                try await stage.waitFor(status: "d: \(level)")
            }
            try await stage.waitFor(rows: [steps[0]])
            // Wait longer than a text that starts with the key would take to follow.
            let clock = try await stage.time()
            try await terminal.waitFor("time to pass") { Stage.time(in: $0) >= clock + 1 }
            run.end("task_completed", "count")
            run.end()
            try await terminal.waitFor("%1 · ")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(
                try await stage.rows().dropFirst(2) == [
                    "✓ Count  Analyst  T", "Twelve orders.", "%1", "", "ask>",
                ])
        }
    }

    @Test("Text typed during a run isn't shown and becomes the next line, even if it starts with d")
    func typeAhead() async throws {
        let run = StagedRun()
        try await withStage(run) { stage in
            let terminal = stage.terminal
            try await terminal.enter("How many?")
            begin(run)
            try await stage.waitFor(rows: steps)
            try await terminal.type("ddd orders, d")
            try await terminal.type("ata")
            run.begin("tool_usage_started", "next", in: "count", ["tool_name": "next"])
            try await stage.waitFor(rows: steps + ["  * next  T"])
            run.end("task_completed", "count")
            run.end()
            try await terminal.waitFor(prompt: "ask> ", typed: "ddd orders, data")
            let rows = try await stage.rows()
            #expect(
                rows.dropFirst(2).prefix(3) == ["✓ Count  Analyst  T", steps[1], "  ✓ next  T"], "\(rows)")
            #expect(rows.count { $0.contains("orders, data") } == 1)
        }
    }

    @Test(
        "Text typed during a single question isn't shown, and is left for the parent shell",
        arguments: [true, false])
    func oneQuestion(isWaitedFor: Bool) async throws {
        let run = StagedRun()
        let program = try Program(named: "nx1sh")
        let script = "\"$@\"; read -r line; echo \"got $line\"; stty -a | grep -o ' echo '; read -r line"
        try await withScriptedServer(answering: { run.reply(to: $0) }) { server in
            try await withTerminal(
                environment: ["NX1_HOST": server.host, "NX1_API_KEY": "key"],
                command: ["/bin/bash", "-c", script, "bash", program.path, "How many?"]
            ) { terminal in
                let stage = Stage(terminal: terminal, titleBefore: try await terminal.title())
                begin(run)
                try await stage.waitFor(rows: steps)
                // The program handles no keys here, so no hint is shown.
                try await stage.waitFor(status: "")
                if isWaitedFor {
                    try await terminal.enter("ls")
                    run.end("task_completed", "count")
                    try await stage.waitFor(rows: ["✓ Count  Analyst  T", steps[1]])
                    run.end()
                    try await terminal.waitFor("got ls")
                } else {
                    try await terminal.press("C-c")
                    try await terminal.waitFor("resumes watching.")
                    try await terminal.enter("ls")
                    try await terminal.waitFor("got ls")
                }
                try await terminal.waitFor(" echo")
                let rows = try await stage.rows()
                #expect(rows.first == (isWaitedFor ? "✓ Count  Analyst  T" : "… Count  Analyst  T"))
                #expect(rows.dropFirst().first == steps[1])
                #expect(rows.count { $0 == "ls" } == (isWaitedFor ? 0 : 1))
            }
        }
    }
}
