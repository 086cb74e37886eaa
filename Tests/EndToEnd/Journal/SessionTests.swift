import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import SQLiteDatabase
import TestSupport
import Testing

@Suite("A named session", .timeLimit(.minutes(5)))
struct SessionTests {
    /// Runs a body with the shell in one home, against a sandbox.
    private func withHome(
        _ body: @Sendable (_ run: @Sendable ([String]) async throws -> ProgramOutcome) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in try await body { try await shell.run($0, home: home) } }
        }
    }

    @Test("resumes with its crew, its inputs, its numbered runs, and its carried exchanges")
    func goesOn() async throws {
        try await withHome { run in
            _ = try await run(["Of no session", "--set", "result=zero"])
            _ = try await run([
                "--session", "q47", "--set", "region=north", "-c", ":set result=one", "-c", "One?", "-c",
                ":set result=two", "-c", ":crew classification Two?", "-c", ":crew data_engineering", "-c",
                ":context 2",
            ])
            let later = try await run([
                "--session", "q47", "-c", ":set", "-c", ":result %1", "-c", ":result last", "-c",
                ":context", "-c", "Three?", "-o", "json",
            ])
            #expect(later.errors == "")
            let records = try later.records()
            let set = try #require(records.first)
            #expect(set["region"] == "north")
            #expect(set["result"] == "two")
            #expect(records[1]["result"] == "one")
            #expect(records[2]["result"] == "two")
            #expect(records[3]["carried_next"] == 2)
            #expect(records[4]["crew"] == "data_engineering")
            #expect(records[4]["input"]?["question"]?.string?.contains("| One?") == true)
            #expect(records[4]["input"]?["question"]?.string?.contains("Of no session") == false)
            let list = try await run(["-o", "json", ":session"])
            let session = try #require(try list.records().first?.array?.first)
            #expect(session["session"] == "q47")
            #expect(session["runs"] == 3)
            #expect(session["last_question"] == "Three?")
        }
    }

    @Test("lets flags override its state")
    func flags() async throws {
        try await withHome { run in
            _ = try await run([
                "--session", "s", "-c", ":set region=north limit:=5", "-c", ":crew classification",
            ])
            let outcome = try await run([
                "--session", "s", "--crew", "ask", "--set", "region=south", "-o", "json", "How many?",
            ])
            let record = try #require(try outcome.records().first)
            #expect(record["crew"] == "ask")
            #expect(record["input"]?["region"] == "south")
            #expect(record["input"]?["limit"] == 5)
        }
    }

    @Test("stores no secrets, and says what to set again")
    func secrets() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                _ = try await shell.run(
                    [
                        "--session", "s", "--set", "password=opensesame-1", "--set",
                        "note=ghp_0123456789abcdef0123", "--set", "region=north", "How many?",
                    ], home: home)
                let later = try await shell.run(["--session", "s", ":set"], home: home)
                #expect(later.output == "region  north\n")
                #expect(
                    later.errors
                        == "Set these again: password, note. Values that may be secret aren't stored.\n")
                let database = try Database(path: home + "/.nx1/shell/journal.sqlite")
                let states = try database.rows("SELECT state FROM session") {
                    (row) throws(SQLiteFailure) in try row.requiredText("state")
                }
                #expect(states.count == 1)
                #expect(!states.joined().contains("opensesame"))
                #expect(!states.joined().contains("ghp_"))
            }
        }
    }

    @Test("limits :runs and :report to its own runs")
    func lists() async throws {
        try await withHome { run in
            _ = try await run([
                "-c", "Before?", "-c", ":session s", "-c", "Inside?", "-c", ":session off", "-c", "After?",
            ])
            let runs = try await run(["-o", "json", ":runs --session s"])
            let entries = try #require(try runs.records().first?.array)
            #expect(entries.map { $0["question"]?.string } == ["Inside?"])
            #expect(entries.map { $0["session"]?.string } == ["s"])
            let report = try await run([":report /dev/stdout --session s --force"])
            #expect(report.status == 2)
            let none = try await run([":report r.md --session t"])
            #expect(
                none.errors.contains(
                    "The journal has no runs of a session t. :session lists the sessions."))
            let both = try await run([":report r.md --session s --all"])
            #expect(both.errors.contains("--all and --session can't be combined. Use one of them."))
        }
    }

    @Test("reports what it resumes and what it leaves")
    func words() async throws {
        try await withHome { run in
            let first = try await run(["-c", ":session s", "-c", "One?", "-c", ":session off"])
            #expect(
                first.errors == "Started session s.\nLeft session s. To resume it, use `:session s`.\n")
            let second = try await run(["-c", ":session s", "-c", ":session off", "-c", ":session off"])
            let lines = second.errors.split(separator: "\n")
            #expect(
                lines.first?.wholeMatch(of: /Resumed session s: 1 run, the last from \d\d:\d\d\./) != nil,
                "\(lines)")
            #expect(lines.last == "No session to leave.")
        }
    }

    @Test(
        "is refused without a journal or with an invalid name",
        arguments: [
            (
                ["--no-journal", ":session s"],
                "Sessions are stored in the journal, which is off. Leave out --no-journal"
            ),
            (
                ["--sandbox", ":session s"],
                "Sessions are stored in the journal, which is off. Leave out --sandbox."
            ),
            (
                ["--no-journal", "--session", "s", "a"],
                "--session needs the journal on disk; leave out --no-journal."
            ),
            (["--sandbox", "--session", "s", "a"], "leave out --sandbox."),
            (["--session", "s", "--continue", "a"], "leave out --continue."),
            (
                ["--session", "a/b", "a"],
                "\"a/b\" isn't a valid session name. Use letters, digits, \"-\", \"_\" and \".\"; don't start with a dash."
            ),
            ([":session a b"], "Unexpected argument \"b\" for :session."),
            ([":session Quartal ä"], "Unexpected argument \"ä\" for :session"),
            ([":session ä"], "\"ä\" isn't a valid session name."),
            (["--session", "off", "a"], "A session can't be named \"off\""),
        ])
    func refusals(arguments: [String], sentence: String) async throws {
        let outcome = try await ShellProgram().run(arguments)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }

    @Test("restores the numbers of its runs at a prompt, including runs that were only shown")
    func numbers() async throws {
        try await withTemporaryFolder { home in
            try await withSandbox(.init(speed: 50)) { sandbox in
                let shell = try ShellProgram(sandbox)
                let other = try await shell.run(["-o", "json", "Other?"], home: home)
                let id = try #require(try other.records().first?["correlation_id"]?.string)
                let program = try Program(named: "nx1sh")
                let service = ["NX1_HOST": sandbox.host, "NX1_API_KEY": sandbox.apiKey, "PAGER": ""]
                try await withTerminal(
                    columns: 100, rows: 50, environment: service, home: home, command: [program.path]
                ) { terminal in
                    let conversation = Conversation(terminal: terminal, sandbox: sandbox)
                    try await terminal.waitFor(prompt: "ask> ")
                    try await conversation.ask("Before?", asRun: 1)
                    try await conversation.enter(":session s", showing: "Started session s.")
                    try await conversation.ask(":result \(id)", asRun: 2)
                    try await conversation.ask("Inside?", asRun: 3)
                }
                try await withTerminal(
                    columns: 100, rows: 50, environment: service, home: home,
                    command: [program.path, "--session", "s"]
                ) { terminal in
                    let conversation = Conversation(terminal: terminal, sandbox: sandbox)
                    try await terminal.waitFor("Resumed session s: 1 run")
                    try await terminal.waitFor(prompt: "ask> ")
                    try await conversation.enter(":result %1", showing: "│ Before?")
                    try await conversation.enter(":result %2", showing: "│ Other?")
                    try await conversation.enter(":result", showing: "│ Inside?")
                    try await conversation.ask("New?", asRun: 4)
                }
            }
        }
    }
}
