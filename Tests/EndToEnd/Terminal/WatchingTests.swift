import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("While a crew works")
struct WatchingTests {
    @Test("its events are a list, indented by agent and task, with a live line below that goes at the end")
    func list() async throws {
        let run = StagedRun()
        try await withStage(run) { stage in
            try await stage.terminal.enter("How many?")
            try await stage.waitFor(liveLine: "Waiting for the crew ask")
            run.send("crew_kickoff_started", "The crew has started")
            run.send("agent_execution_started", "Analyst has started", agent: "Analyst")
            run.send("tool_usage_started", "Counting", agent: "Analyst", tool: "sql", progress: 0.4)
            try await stage.waitFor(liveLine: "Analyst · sql · Counting · 40%")
            #expect(
                try await stage.rows().suffix(4).dropLast() == [
                    "T  The crew has started", "T    Analyst has started", "T        sql · Counting",
                ])
            run.finish()
            try await stage.terminal.waitFor("%1 · ")
            try await stage.terminal.waitFor(prompt: "ask> ")
            #expect(
                try await stage.rows().dropFirst() == [
                    "ask> How many?", "T  The crew has started", "T    Analyst has started",
                    "T        sql · Counting", "T  The crew has finished", "Twelve orders.", "%1", "ask>",
                ])
        }
    }

    @Test("the live line's clock and sign go on while nothing is heard")
    func clock() async throws {
        let run = StagedRun()
        try await withStage(run) { stage in
            try await stage.terminal.enter("How many?")
            try await stage.waitFor(liveLine: "Waiting for the crew ask")
            let first = try await stage.terminal.screen().last
            try await stage.terminal.waitFor("another time") { rows in
                rows.last != first && rows.last?.hasSuffix("s  Waiting for the crew ask") == true
            }
            #expect(try await stage.terminal.screen().count == 3)
        }
    }

    @Test("the key d folds the details of the list and unfolds them, and is no text for the next line")
    func folding() async throws {
        let run = StagedRun()
        try await withStage(run) { stage in
            try await stage.terminal.enter("How many?")
            run.send("task_started", "Count", agent: "Analyst")
            run.send("tool_usage_started", "Counting", agent: "Analyst", tool: "sql")
            run.send("task_completed", "Counted", agent: "Analyst")
            let open = ["T      Analyst · Count", "T        sql · Counting", "T      Counted"]
            try await stage.waitFor(rows: open)
            try await stage.terminal.press("d")
            try await stage.waitFor(rows: [open[0], open[2]])
            #expect(try await stage.terminal.screen().last?.hasSuffix(" · 1 folded") == true)
            try await stage.terminal.press("d")
            try await stage.waitFor(rows: open)
            try await stage.terminal.press("d")
            try await stage.waitFor(rows: [open[0], open[2]])
            // Later than a text that begins with it would follow.
            let clock = try await stage.time()
            try await stage.terminal.waitFor("time to pass") { stage.time(in: $0) >= clock + 1 }
            run.finish()
            try await stage.terminal.waitFor(prompt: "ask> ")
            let rows = try await stage.rows()
            #expect(
                rows.dropFirst(2).prefix(4) == [
                    open[0], open[2], "T  The crew has finished", "         1 detail is folded away",
                ])
        }
    }

    @Test("what is typed meanwhile is the next line, a d at its beginning too")
    func typeAhead() async throws {
        let run = StagedRun()
        try await withStage(run) { stage in
            try await stage.terminal.enter("How many?")
            run.send("tool_usage_started", "Counting", agent: "Analyst", tool: "sql")
            try await stage.waitFor(liveLine: "Analyst · sql · Counting")
            try await stage.terminal.type("ddd orders, d")
            try await stage.terminal.type("ata")
            run.finish()
            try await stage.terminal.waitFor(prompt: "ask> ", typed: "ddd orders, data")
            #expect(try await stage.rows().contains("T        Analyst · sql · Counting"))
        }
    }

    @Test("each event is in the scroll-back once, however many there are", arguments: [20, 100])
    func scrollBack(columns: Int) async throws {
        try await withConversation(speed: 5, columns: columns, rows: 12) { conversation in
            try await conversation.ask(":crew ask events:=3000 result=Done. Hello", asRun: 1)
            let batches = try await conversation.terminal.transcript().compactMap {
                $0.firstMatch(of: /s +Batch (\d+)/)?.output.1
            }
            #expect(batches.count == 3000)
            // In a narrow window the ends of the numbers are cut.
            let isInOrder = batches.map(String.init) == (1...3000).map { "\($0)" }
            #expect(isInOrder || columns == 20)
        }
    }

    @Test("every row stays within the window, wide letters too", arguments: [20, 37])
    func narrow(columns: Int) async throws {
        let run = StagedRun()
        try await withStage(run, columns: columns) { stage in
            try await stage.terminal.enter("Wie?")
            run.send("task_started", "注文の遅延を数える、三月から四月まで", agent: "分析")
            run.send("tool_usage_started", "Counting all the late orders of March", agent: "分析", tool: "sql")
            try await stage.terminal.waitFor("a list of two") { rows in
                rows.suffix(3).allSatisfy { $0.contains("…") && !$0.hasPrefix("ask") }
            }
            run.finish()
            try await stage.terminal.waitFor(prompt: "ask> ")
            // A row that was too long would be one piece here.
            let rows = try await stage.terminal.screen()
            let list = rows.filter { $0.contains("…") }
            #expect(list.count == (columns == 20 ? 3 : 2))
            #expect(try await stage.terminal.transcript().filter { $0.contains("…") } == list)
        }
    }

    @Test("a resize in the middle leaves the list whole, and one live line")
    func resize() async throws {
        let run = StagedRun()
        try await withStage(run, columns: 100, rows: 10) { stage in
            let terminal = stage.terminal
            try await terminal.enter("How many?")
            // tmux moves a live line out of the screen that has more rows after the resize than there are above it.
            for number in 1...8 { run.send("task_started", "Step \(number)", agent: "Analyst") }
            let long = "Counting all the late orders of March and of April, and then those of May"
            run.send("task_started", long, agent: "Analyst")
            try await stage.waitFor(liveLine: "Analyst · " + long)
            for columns in [40, 25, 120, 60] {
                try await terminal.resize(columns: columns, rows: 10)
                let shown = columns > 100 ? long : "Analyst"
                try await terminal.waitFor("one live line at \(columns)") { rows in
                    let lines = rows.filter { row in "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏".contains { row.hasPrefix(String($0)) } }
                    return lines.count == 1 && lines == rows.suffix(1) && lines[0].contains(shown)
                        && (columns > 100 || lines[0].hasSuffix("…"))
                }
            }
            try await terminal.resize(columns: 100, rows: 10)
            run.finish()
            try await terminal.waitFor(prompt: "ask> ")
            let rows = try await terminal.transcript().map(stage.timeless)
            let steps = ["Analyst · Step 1"] + (2...8).map { "Step \($0)" } + [long]
            let end = ["T  The crew has finished", "Twelve orders.", "%1", "ask>"]
            let expected: [String] = ["ask> How many?"] + steps.map { "T      " + $0 } + end
            #expect(Array(rows.dropFirst()) == expected)
        }
    }

    @Test("a note in the middle stands in the list, and the live line stays one")
    func note() async throws {
        try await withConversation(speed: 20, columns: 150, rows: 60, arguments: ["-v"]) { conversation in
            try await conversation.ask(":crew ask scenario=drop Hello", asRun: 1)
            let rows = try await conversation.terminal.screen()
            #expect(rows.contains { $0.hasPrefix("nx1sh: ") && $0.contains("/api/events/") })
            #expect(rows.filter { $0.hasSuffix("s  The crew has finished") }.count == 1)
            #expect(!rows.joined().contains("⠋"))
        }
    }

    @Test(
        "what is typed while one question is watched doesn't show, and is there for the shell after it",
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
                run.send("task_started", "Count", agent: "Analyst")
                try await stage.waitFor(liveLine: "Analyst · Count")
                if isWaitedFor {
                    try await terminal.enter("ls")
                    run.send("task_completed", "Counted", agent: "Analyst")
                    try await stage.waitFor(liveLine: "Analyst")
                    run.finish()
                    try await terminal.waitFor("got ls")
                } else {
                    try await terminal.press("C-c")
                    try await terminal.waitFor("takes it up again.")
                    try await terminal.enter("ls")
                    try await terminal.waitFor("got ls")
                }
                try await terminal.waitFor(" echo")
                let rows = try await stage.rows()
                let list = ["T      Analyst · Count"] + (isWaitedFor ? ["T      Counted"] : [])
                #expect(Array(rows.prefix(list.count)) == list)
                #expect(!rows.joined().contains { "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏".contains($0) })
            }
        }
    }

    @Test("without colours the list and the live line are the same, in plain letters")
    func plain() async throws {
        let run = StagedRun()
        try await withStage(run, arguments: ["--color", "never"]) { stage in
            try await stage.terminal.enter("How many?")
            run.send("tool_usage_started", "Counting", agent: "Analyst", tool: "sql")
            try await stage.waitFor(liveLine: "Analyst · sql · Counting")
            #expect(try await stage.terminal.styledScreen() == stage.terminal.screen())
        }
    }

    @Test("a terminal without a cursor gets a plain row an event, and no title")
    func dumb() async throws {
        let run = StagedRun()
        try await withStage(run, environment: ["TERM": "dumb"]) { stage in
            try await stage.terminal.enter("How many?")
            run.send("tool_usage_started", "Counting", agent: "Analyst", tool: "sql")
            try await stage.terminal.waitFor("s  Analyst · sql · Counting")
            #expect(try await !stage.terminal.screen().joined().contains("Waiting"))
            #expect(try await stage.title() == stage.titleBefore)
            run.finish()
            try await stage.terminal.waitFor(prompt: "ask> ")
            #expect(try await stage.rows().filter { $0.contains("Counting") }.count == 1)
        }
    }

    @Test("`--progress always` in a pipe is one plain line an event, on stderr")
    func pipe() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run("--progress", "always", "--set", "result=Done.", "How many?")
            #expect(outcome.output == "Done.\n")
            let lines = outcome.errors.split(separator: "\n")
            #expect(lines.count == 10)
            #expect(lines.allSatisfy { $0.wholeMatch(of: /[ ]*\d+\.\ds  .+/) != nil })
            #expect(!outcome.errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        }
    }
}
