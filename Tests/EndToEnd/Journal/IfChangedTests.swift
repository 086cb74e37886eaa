import Nx1Client
import TestSupport
import Testing

@Suite("--if-changed", .timeLimit(.minutes(5)))
struct IfChangedTests {
    /// Sends lines one after the other, answered with `answers`, and returns the outcomes.
    private func ask(_ lines: [[String]], answers: [String]) async throws -> [ProgramOutcome] {
        try await withTemporaryFolder { home in
            try await withScriptedServer(
                Route(
                    "POST /api/crews/run",
                    (0..<answers.count).map { .json(#"{"correlation_id":"run-\#($0)"}"#) }),
                Route("GET /api/crews/results/", answers.map { .json($0) })
            ) { server in
                let shell = try ShellProgram(host: server.host)
                var outcomes: [ProgramOutcome] = []
                for line in lines { outcomes.append(try await shell.run(line, home: home)) }
                return outcomes
            }
        }
    }

    private func answer(_ text: String) -> String {
        #"{"status":"completed","result":\#(JSONValue.string(text).serialized())}"#
    }

    @Test("prints an answer whose table changed, and nothing if it equals the last answer's")
    func tables() async throws {
        let tables = ["2,410", "2410", "2,411"].map { "Text \($0)\n\n| a | b |\n|---|---|\n| x | \($0) |" }
        let outcomes = try await ask(
            [["--if-changed", "Late?"], ["--if-changed", ":again"], ["--if-changed", "Late?"]],
            answers: tables.map(answer))
        #expect(outcomes.map(\.output) == [tables[0] + "\n", "", tables[2] + "\n"])
        #expect(outcomes.map(\.status) == [0, 0, 0])
        #expect(outcomes.map(\.errors) == ["", "", ""])
    }

    @Test("compares the text if there is no table, and the repeated run if there is one")
    func texts() async throws {
        let outcomes = try await ask(
            [
                ["One?"], ["--if-changed", "One?"], ["--if-changed", ":again run-0"],
                ["--if-changed", "Two?", "-o", "json"],
            ],
            answers: ["one", "two", "one", "one"].map(answer))
        #expect(outcomes.prefix(3).map(\.output) == ["one\n", "two\n", ""])
        #expect(outcomes[3].output.contains("\"result\":\"one\""))
    }

    @Test("reports failures as usual, and compares the next answer with the last successful one")
    func failures() async throws {
        let outcomes = try await ask(
            [["One?"], ["--if-changed", "One?"], ["--if-changed", "One?"]],
            answers: [answer("one"), #"{"status":"failed","error":"no"}"#, answer("one")])
        #expect(outcomes.map(\.status) == [0, 1, 0])
        #expect(outcomes.map(\.output) == ["one\n", "", ""])
        #expect(outcomes[1].errors.contains("The run failed: no"))
    }

    @Test(
        "refuses options that can't be combined",
        arguments: [
            (
                ["--if-changed", "a", "b"],
                "--if-changed takes its own line; leave out QUESTION, -c, -f and --login."
            ),
            (["--if-changed", "a", "-c", "b"], "--if-changed takes its own line"),
            (
                ["--if-changed", "a", "--no-journal"],
                "--if-changed compares with answers in the journal; leave out --no-journal"
            ),
            (["--if-changed"], "Missing value for '--if-changed <line>'"),
        ])
    func refusals(arguments: [String], sentence: String) async throws {
        let outcome = try await ShellProgram().run(arguments)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }
}
