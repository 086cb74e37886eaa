import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("Runs in the background")
struct BackgroundTests {
    @Test(
        "leave the prompt free, are listed, announce their end above the line, and show their answer with :result"
    )
    func prompt() async throws {
        let run = ManualRun()
        try await withScriptedServer(answering: { run.reply(to: $0) }) { server in
            try await withPrompt(at: server) { terminal in
                try await terminal.enter(":bg How many?")
                try await terminal.waitFor("%1 · \(run.id) runs in the background.")
                try await terminal.waitFor(prompt: "ask> ")
                try await terminal.enter(":jobs --now")
                try await terminal.waitFor("How many?") { rows in
                    rows.contains { $0.contains("%1") && $0.contains("running") && $0.contains("How many?") }
                }
                try await terminal.waitFor(prompt: "ask> ")
                try await terminal.type("half a line")
                run.finish()
                try await terminal.waitFor("%1 has completed · :result %1 shows it")
                try await terminal.waitFor(prompt: "ask> ", typed: "half a line")
                try await terminal.press("C-u")
                try await terminal.enter(":jobs")
                try await terminal.waitFor("No runs in progress.")
                try await terminal.enter(":result")
                try await terminal.waitFor("Twelve orders.")
                #expect(server.requests.filter { $0.method == "POST" }.count == 1)
            }
        }
    }

    @Test("are shown live by :jobs until all have ended or the q key returns to the prompt")
    func live() async throws {
        let run = StagedRun()
        try await withStage(run) { stage in
            let terminal = stage.terminal
            let hint = "         q or Ctrl-C: back to the prompt; the runs continue"
            try await terminal.enter(":bg How many?")
            try await terminal.waitFor("runs in the background.")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.enter(":jobs")
            try await terminal.waitFor("the run's row") { rows in
                rows.last == hint && rows.dropLast().last?.hasSuffix("s  %1 ask  How many?") == true
            }
            try await eventually("the title") {
                try await stage.title() == "nx1sh · runs in progress" ? true : nil
            }
            run.send("tool_usage_started", "Counting", agent: "Analyst", tool: "sql", progress: 0.4)
            try await terminal.waitFor("what it does") { rows in
                rows.last == hint
                    && rows.dropLast().last?.hasSuffix("s  %1 ask  Analyst · sql · Counting · 40%") == true
            }
            try await terminal.press("q")
            try await terminal.waitFor(prompt: "ask> ")
            let rows = try await terminal.screen().filter { !$0.isEmpty }
            #expect(rows.suffix(2).first?.hasPrefix("%1  │ ask  │ running │") == true, "\(rows)")
            #expect(!rows.contains(hint) && rows.count == 8, "\(rows)")
            try await terminal.enter(":steps")
            try await terminal.waitFor(
                "The run was still running when these steps were read. `:status %1` shows the rest.")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.enter(":jobs")
            try await terminal.waitFor("the run's row") { $0.last == hint }
            run.finish()
            try await terminal.waitFor(prompt: "ask> ")
            let after = try await terminal.screen().filter { !$0.isEmpty }
            #expect(after.contains("%1 has completed · :result %1 shows it"), "\(after)")
            #expect(after.suffix(2).first?.hasPrefix("%1  │ ask  │ completed │") == true, "\(after)")
            #expect(!after.contains(hint))
        }
    }

    @Test("can be awaited in a script, all or by name; a text ending with & starts one")
    func script() async throws {
        try await withShellOnSandbox { shell in
            let lines = """
                :set result=Seven.
                :bg one
                two &
                :wait %2
                :wait
                :result %1
                :result %2 -o json
                """
            let outcome = try await shell.run("-f", "-", input: .bytes(Array(lines.utf8)))
            #expect(outcome.status == 0, "\(outcome.errors)")
            let rows = outcome.output.split(separator: "\n")
            #expect(rows.contains { $0.hasPrefix("%2   ask   completed") && $0.hasSuffix("two") }, "\(rows)")
            #expect(rows.contains { $0.hasPrefix("%1   ask   completed") && $0.hasSuffix("one") })
            #expect(rows.contains("Seven."))
            #expect(rows.last?.contains(#""question":"two""#) == true)
        }
    }

    @Test(
        "that have ended keep their time when they are awaited later, and a failed one is named with the way to it"
    )
    func awaitedLater() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                _ = try await shell.run([":crew ask duration:=5 How many?"], home: home)
                func time() async throws -> JSONValue? {
                    let runs = try await shell.run(["-o", "json", ":runs"], home: home)
                    return try JSONValue(parsing: runs.output).array?.first?["elapsed_ms"]
                }
                let before = try await time()
                #expect(try await shell.run([":wait last"], home: home).status == 0)
                #expect(try await time() == before)
                let failed = try await shell.run([":crew ask scenario=fail Why?"], home: home)
                let id = try #require(failed.errors.correlationID)
                let waited = try await shell.run([":wait last"], home: home)
                #expect(waited.status == 1)
                #expect(waited.errors == "nx1sh: %1 failed. `nx1sh ':result \(id)'` says why.\n")
            }
        }
    }

    @Test("that fail make :wait fail with exit status 1; those still running at the end are named")
    func endings() async throws {
        try await withShellOnSandbox { shell in
            let failing = try await shell.run(
                "-c", ":set scenario=fail", "-c", ":bg one", "-c", ":wait", "-c", ":bg")
            #expect(failing.status == 1)
            #expect(failing.errors.contains("%1 failed. `nx1sh ':result "), "\(failing.errors)")
            #expect(failing.errors.contains(":bg needs a question."))
            let left = try await shell.run(
                "-c", ":set duration:=3600", "-c", ":bg one", "-c", ":jobs")
            #expect(left.status == 0)
            #expect(left.output.contains("%1"))
            #expect(left.errors.contains("is still running. `nx1sh ':result "), "\(left.errors)")
        }
    }

    @Test(
        "that were unfinished when a shell died are looked up by the next shell and reported in one line"
    )
    func lost() async throws {
        let run = ManualRun()
        try await withTemporaryFolder { home in
            try await withScriptedServer(answering: { run.reply(to: $0) }) { server in
                let environment = ["NX1_HOST": server.host, "NX1_API_KEY": "planted-key"]
                try await Program(named: "nx1sh").withRunning(
                    ["How many?"], environment: environment, home: home, input: .empty
                ) { running in
                    _ = try await eventually("the run's events", instead: { "" }) {
                        server.requests.contains { $0.path.contains("/api/events/") } ? true : nil
                    }
                    running.send(signal: 9)
                    _ = try await running.outcome()
                }
                run.finish()
                try await withPrompt(at: server, home: home) { terminal in
                    let id = run.id.prefix(8)
                    try await terminal.waitFor(
                        "\"How many?\" was unfinished when its shell exited. It has completed · :result \(id) shows it"
                    )
                    try await terminal.waitFor(prompt: "ask> ")
                    try await terminal.enter(":result \(id)")
                    try await terminal.waitFor("Twelve orders.")
                }
                #expect(server.requests.filter { $0.method == "POST" }.count == 1)
            }
        }
    }

    private func withPrompt(
        at server: ScriptedServer, home: String? = nil, _ body: @Sendable (Terminal) async throws -> Void
    ) async throws {
        let program = try Program(named: "nx1sh")
        try await withTerminal(
            columns: 120, environment: ["NX1_HOST": server.host, "NX1_API_KEY": "planted-key"], home: home,
            command: [program.path]
        ) { terminal in
            try await terminal.waitFor(prompt: "ask> ")
            try await body(terminal)
        }
    }
}
