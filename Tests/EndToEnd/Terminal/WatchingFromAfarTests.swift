import Foundation
import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("Announcements and titles")
struct WatchingFromAfarTests {
    @Test("The end of a run that was left is announced above the prompt, and the typed line is kept")
    func announcement() async throws {
        let run = ManualRun()
        try await withPrompt(at: run) { terminal in
            try await terminal.enter("How many?")
            try await terminal.waitFor("The crew has started")
            try await terminal.press("C-c")
            try await terminal.waitFor("It is still running. `:status %1` resumes watching.")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.type("Which orders are late?")
            for _ in 0..<5 { try await terminal.press("Left") }
            try await terminal.waitFor("the typed line") { $0.last == "ask> Which orders are late?" }
            let column = try await terminal.cursor().column
            run.finish()
            try await terminal.waitFor("the announcement") { rows in
                rows.suffix(2) == [
                    "%1 has completed · :result %1 shows it", "ask> Which orders are late?",
                ]
            }
            #expect(try await terminal.cursor().column == column)
            try await terminal.press("C-a", "C-k")
            try await terminal.enter(":result %1")
            try await terminal.waitFor("Twelve orders.")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(try await terminal.screen().filter { $0.contains("has completed") }.count == 1)
        }
    }

    @Test("An announcement above a multi-line text stays a separate row when the window gets wider")
    func announcementAboveRows() async throws {
        let run = ManualRun()
        try await withPrompt(at: run, columns: 50) { terminal in
            try await terminal.enter("How many?")
            try await terminal.waitFor("The crew has started")
            try await terminal.press("C-c")
            try await terminal.waitFor("resumes watching.")
            try await terminal.waitFor(prompt: "ask> ")
            let text = "Which orders of those that were late in March are late in April as well?"
            try await terminal.type(text)
            try await terminal.waitFor(text)
            run.finish()
            try await terminal.waitFor("%1 has completed · :result %1 shows it")
            try await terminal.resize(columns: 100, rows: 30)
            try await terminal.waitFor("two rows") { rows in
                rows.suffix(2) == ["%1 has completed · :result %1 shows it", "ask> " + text]
            }
        }
    }

    @Test(
        "A run that was resumed and watched to its end isn't announced, and a failed one is reported as failed"
    )
    func takenUp() async throws {
        let run = ManualRun()
        try await withPrompt(at: run) { terminal in
            try await terminal.enter("How many?")
            try await terminal.waitFor("The crew has started")
            try await terminal.press("C-c")
            try await terminal.waitFor("It is still running. `:status %1` resumes watching.")
            try await terminal.enter(":status %1")
            run.finish()
            try await terminal.waitFor("status          completed")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.enter(":ping")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(try await !terminal.screen().joined().contains("has completed"))
        }
        try await withConversation { conversation in
            let terminal = conversation.terminal
            // At speed 50 this takes 2 s.
            try await terminal.enter(":crew ask scenario=fail duration:=100 How many?")
            try await terminal.waitUntilAtWork()
            try await terminal.press("C-c")
            try await terminal.waitFor("resumes watching.")
            try await terminal.waitFor("%1 has failed · :result %1 says why")
            try await terminal.waitFor(prompt: "ask> ")
        }
    }

    @Test(
        "An announcement appears above the rows of another run that is being watched, which stay one block")
    func announcementAboveSteps() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            // At speed 50 this takes 6 s.
            try await terminal.enter(":crew ask duration:=300 First")
            try await terminal.waitUntilAtWork()
            try await terminal.press("C-c")
            try await terminal.waitFor("%1` resumes watching.")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.enter(":crew ask duration:=3600 Second")
            try await terminal.waitFor("the announcement and the rows below it") { rows in
                guard let question = rows.lastIndex(where: { $0.hasPrefix("ask> ") }) else { return false }
                let below = rows[(question + 1)...]
                return below.first == "%1 has completed · :result %1 shows it"
                    && below.count { Stage.timeless($0).hasPrefix("* T") } == 1
                    && below.last.map(Stage.timeless)?.hasPrefix("* T") == true
            }
            try await terminal.press("C-c")
            try await terminal.waitFor("%2` resumes watching.")
        }
    }

    @Test("Leaving the shell doesn't wait for runs that were left")
    func leaving() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await terminal.enter(":crew ask duration:=3600 First")
            try await terminal.waitUntilAtWork()
            try await terminal.press("C-c")
            try await terminal.waitFor("resumes watching.")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.press("C-d")
            #expect(try await terminal.waitForExit(within: .seconds(5)) == 0)
        }
    }

    @Test("The window's title names the running crew, and is restored at the end, on errors and on Ctrl-C")
    func title() async throws {
        try await withConversation(speed: 20) { conversation in
            let terminal = conversation.terminal
            let before = try await terminal.title()
            for line in [":crew ask duration:=20 One?", ":crew ask scenario=fail duration:=20 One?"] {
                try await terminal.enter(line)
                try await eventually("the title") {
                    try await terminal.title() == "nx1sh · ask: One?" ? true : nil
                }
                try await eventually("the old title") { try await terminal.title() == before ? true : nil }
                try await terminal.waitFor(prompt: "ask> ")
            }
            try await terminal.enter(":crew data_engineering duration:=3600 question=\"\u{202E}Two\" ")
            try await eventually("the title") {
                try await terminal.title().hasPrefix("nx1sh · data_engineering") ? true : nil
            }
            #expect(try await !terminal.title().contains("\u{202E}"))
            try await terminal.press("C-c")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(try await terminal.title() == before)
        }
    }

    @Test("Ctrl-Z freezes the rows and restores the title; after continuing, rows are drawn below")
    func stopped() async throws {
        let run = StagedRun()
        let script = "set -m; \"$@\"; echo \"status $?\"; read -r line; fg >/dev/null; echo \"left with $?\""
        try await withStage(run, shell: ["/bin/bash", "-c", script, "bash"]) { stage in
            let terminal = stage.terminal
            try await terminal.enter("How many?")
            run.begin("task_started", "count", ["task_name": "Count", "agent_role": "Analyst"])
            run.begin("tool_usage_started", "query", in: "count", ["tool_name": "sql"])
            let steps = ["* Count  Analyst  T", "  * sql  T"]
            try await stage.waitFor(rows: steps)
            try await terminal.press("C-z")
            try await terminal.waitFor("status \(128 + SIGTSTP)")
            let before = try await stage.rows()
            // The spinners of the frozen rows no longer turn.
            #expect(before.dropFirst(2).prefix(2) == ["… Count  Analyst  T", "  … sql  T"], "\(before)")
            #expect(before.count { $0.contains("Count") } == 1)
            #expect(!before.joined().contains("* T"))
            #expect(try await stage.title() == stage.titleBefore)
            try await terminal.press("Enter")
            let below = "the rows below what other programs wrote"
            func waitBelow(_ rows: [String], status: String) async throws {
                try await terminal.waitFor("\(below): \(rows)") { screen in
                    let screen = screen.map(Stage.timeless)
                    return screen.suffix(rows.count + 1) == (rows + ["* T · " + status])[...]
                        && screen.prefix(before.count) == before[...]
                }
            }
            try await waitBelow(steps, status: "d: everything")
            #expect(try await stage.title() == "nx1sh · ask: How many?")
            run.end("tool_usage_finished", "query", ["output": "12"])
            try await waitBelow([steps[0], "  ✓ sql  → 12  T"], status: "d: everything")
            try await terminal.press("d")
            try await stage.waitFor(status: "d: tasks only")
            try await terminal.press("d")
            try await waitBelow([steps[0]], status: "d: steps")
            run.end("task_completed", "count")
            run.end()
            try await terminal.waitFor("%1 · ")
            #expect(try await stage.title() == stage.titleBefore)
            // Output of another program isn't overwritten.
            #expect(try await Array(stage.rows().prefix(before.count)) == before)
        }
    }

    @Test("In the background each finished step is a plain line, and the title isn't changed")
    func background() async throws {
        let program = try Program(named: "nx1sh")
        let script = "set -m; \"$@\" & read -r line; wait; echo \"left with $?\""
        try await withTerminal(
            command: [
                "/bin/bash", "-c", script, "bash", program.path, "--sandbox",
                ":crew ask duration:=1 result=Done. Hello",
            ]
        ) { terminal in
            let title = try await terminal.title()
            try await terminal.waitFor("a step that has ended") { $0.contains { $0.hasPrefix("✓ ") } }
            #expect(try await terminal.title() == title)
            try await terminal.waitFor("Done.")
            try await terminal.press("Enter")
            try await terminal.waitFor("left with 0")
            let rows = try await terminal.screen()
            #expect(rows.count { $0.wholeMatch(of: /✓ .+  \d+\.\ds/) != nil } > 1, "\(rows)")
            #expect(!rows.joined().contains { Stage.spinner.contains($0) })
        }
    }

    @Test(
        "`:notify` signals the end of long runs as configured, and is off by default",
        arguments: [
            (nil, ""), (":notify bell 0", "\u{07}"), (":notify bell 3600", ""),
            (":notify osc9 0", "\u{1B}]9;nx1sh: %1 has completed · ask: Hello\u{07}"),
        ])
    func notification(_ command: String?, _ signal: String) async throws {
        try await withTemporaryFolder { folder in
            try await withConversation { conversation in
                let terminal = conversation.terminal
                if let command {
                    try await terminal.enter(command)
                    try await conversation.enter(":notify", showing: "notify")
                }
                let path = folder + "/record"
                try await terminal.record(to: path)
                try await conversation.ask("Hello", asRun: 1)
                let written = try String(contentsOfFile: path, encoding: .utf8)
                let signals = signal.isEmpty ? 0 : written.components(separatedBy: signal).count - 1
                #expect(signals == (signal.isEmpty ? 0 : 1))
                #expect(written.contains("\u{07}") == !signal.isEmpty)
            }
        }
    }

    @Test("The end of a run is signalled once, however often it is shown, and its seconds don't change")
    func signalledOnce() async throws {
        try await withTemporaryFolder { folder in
            try await withConversation { conversation in
                let terminal = conversation.terminal
                try await conversation.enter(":notify bell 0", showing: "ask> ")
                let path = folder + "/record"
                try await terminal.record(to: path)
                try await conversation.ask("Hello", asRun: 1)
                let line = try await terminal.screen().first { $0.hasPrefix("%1 · ") }
                try await conversation.enter(":status", showing: "completed")
                try await conversation.clear()
                try await conversation.ask(":result", asRun: 1)
                #expect(try await terminal.screen().contains(line ?? ""))
                let written = try String(contentsOfFile: path, encoding: .utf8)
                #expect(written.count { $0 == "\u{07}" } == 1)
            }
        }
    }

    @Test(
        "`:notify` refuses unknown values",
        arguments: [
            (":notify loud", ":notify takes off, bell or osc9, not \"loud\"."),
            (":notify bell soon", "\"soon\" is not a valid number of seconds: it must be 0 or more."),
            (":notify bell -1", "\"-1\" is not a valid number of seconds: it must be 0 or more."),
            (":notify bell 1 2", "Unexpected argument \"2\" for :notify."),
        ])
    func refusals(_ line: String, _ message: String) async throws {
        try await withConversation { conversation in
            try await conversation.enter(line, showing: message)
        }
    }

    private func withPrompt(
        at run: ManualRun, columns: Int = 120, _ body: @Sendable (Terminal) async throws -> Void
    ) async throws {
        let program = try Program(named: "nx1sh")
        try await withScriptedServer(answering: { run.reply(to: $0) }) { server in
            try await withTerminal(
                columns: columns, environment: ["NX1_HOST": server.host, "NX1_API_KEY": "key"],
                command: [program.path]
            ) { terminal in
                try await terminal.waitFor(prompt: "ask> ")
                try await body(terminal)
            }
        }
    }
}
