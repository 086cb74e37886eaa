import Foundation
import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("While a person looks elsewhere")
struct WatchingFromAfarTests {
    @Test("a run that was left announces its end above the prompt, and the line that is typed stays as it is")
    func announcement() async throws {
        let run = ManualRun()
        try await withPrompt(at: run) { terminal in
            try await terminal.enter("How many?")
            try await terminal.waitFor("The crew has started")
            try await terminal.press("C-c")
            try await terminal.waitFor("it goes on. :status %1 takes it up again.")
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

    @Test("an announcement above a line of several rows stays a row of its own when the window gets wider")
    func announcementAboveRows() async throws {
        let run = ManualRun()
        try await withPrompt(at: run, columns: 50) { terminal in
            try await terminal.enter("How many?")
            try await terminal.waitFor("The crew has started")
            try await terminal.press("C-c")
            try await terminal.waitFor("takes it up again.")
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

    @Test("a run that was taken up again and watched to its end is not announced, and a failed one says so")
    func takenUp() async throws {
        let run = ManualRun()
        try await withPrompt(at: run) { terminal in
            try await terminal.enter("How many?")
            try await terminal.waitFor("The crew has started")
            try await terminal.press("C-c")
            try await terminal.waitFor("it goes on. :status %1 takes it up again.")
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
            // At speed 50 this works for 2 s.
            try await terminal.enter(":crew ask scenario=fail duration:=100 How many?")
            try await terminal.waitFor("has started")
            try await terminal.press("C-c")
            try await terminal.waitFor("takes it up again.")
            try await terminal.waitFor("%1 has failed · :result %1 says why")
            try await terminal.waitFor(prompt: "ask> ")
        }
    }

    @Test("an announcement stands in the list of another run, if that is being watched")
    func announcementInList() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await terminal.enter(":crew ask duration:=100 First")
            try await terminal.waitFor("has started")
            try await terminal.press("C-c")
            try await terminal.waitFor("takes it up again.")
            try await terminal.enter(":crew ask duration:=3600 Second")
            try await terminal.waitFor("%1 has completed · :result %1 shows it")
            try await terminal.waitFor("a live line below") { rows in
                rows.last.map { row in "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏".contains { row.hasPrefix(String($0)) } } == true
            }
            try await terminal.press("C-c")
            try await terminal.waitFor("%2 takes it up again.")
        }
    }

    @Test("leaving the shell doesn't wait for the runs that were left")
    func leaving() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await terminal.enter(":crew ask duration:=3600 First")
            try await terminal.waitFor("has started")
            try await terminal.press("C-c")
            try await terminal.waitFor("takes it up again.")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.press("C-d")
            #expect(try await terminal.waitForExit(within: .seconds(5)) == 0)
        }
    }

    @Test("the window's title names the crew at work, and is put back at the end, at an error and at Ctrl-C")
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

    @Test("Ctrl-Z takes the live line away and puts the title back; afterwards the list goes on below")
    func stopped() async throws {
        let run = StagedRun()
        let script = "set -m; \"$@\"; echo \"status $?\"; read -r line; fg >/dev/null; echo \"left with $?\""
        try await withStage(run, shell: ["/bin/bash", "-c", script, "bash"]) { stage in
            let terminal = stage.terminal
            try await terminal.enter("How many?")
            run.send("task_started", "Count", agent: "Analyst")
            run.send("tool_usage_started", "Counting", agent: "Analyst", tool: "sql")
            try await stage.waitFor(liveLine: "Analyst · sql · Counting")
            try await terminal.press("C-z")
            try await terminal.waitFor("status \(128 + SIGTSTP)")
            let before = try await stage.rows()
            #expect(before.contains("T        sql · Counting"))
            #expect(before.count { $0.contains("Counting") } == 1)
            #expect(try await stage.title() == stage.titleBefore)
            try await terminal.press("Enter")
            try await stage.waitFor(liveLine: "Analyst · sql · Counting")
            #expect(try await stage.title() == "nx1sh · ask: How many?")
            run.send("tool_usage_started", "Counting again", agent: "Analyst", tool: "sql")
            try await stage.waitFor(liveLine: "Analyst · sql · Counting again")
            try await terminal.press("d")
            try await terminal.waitFor("a folded list") { $0.last?.hasSuffix(" · 1 folded") == true }
            // What another program wrote is not taken for a part of the list.
            #expect(try await Array(stage.rows().prefix(before.count)) == before)
            run.finish()
            try await terminal.waitFor("%1 · ")
            #expect(try await stage.title() == stage.titleBefore)
        }
    }

    @Test("in the background each event is a plain row, and the title isn't touched")
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
            try await terminal.waitFor("s  Data Analyst has started")
            #expect(try await terminal.title() == title)
            try await terminal.waitFor("Done.")
            try await terminal.press("Enter")
            try await terminal.waitFor("left with 0")
            #expect(try await terminal.screen().contains { $0.hasSuffix("s  Data Analyst has finished") })
        }
    }

    @Test(
        "`:notify` signals the end of long runs, as it is told, and is off at first",
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

    @Test("an end is signalled once, however often the run is looked at, and keeps its seconds")
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
        "`:notify` refuses what it doesn't know",
        arguments: [
            (":notify loud", ":notify is off, bell or osc9, not \"loud\"."),
            (":notify bell soon", "\"soon\" is not a number of seconds."),
            (":notify bell -1", "\"-1\" is not a number of seconds."),
            (":notify bell 1 2", ":notify doesn't take \"2\"."),
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
