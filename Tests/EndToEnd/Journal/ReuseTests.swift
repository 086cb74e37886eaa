import Nx1Client
import TestSupport
import Testing

@Suite("--reuse", .timeLimit(.minutes(5)))
struct ReuseTests {
    /// Runs commands in sequence in one home, against a service that answers "one", "two", ….
    private func run(_ commands: [[String]], input: String = "") async throws -> (
        outcomes: [ProgramOutcome], requests: Int
    ) {
        try await withTemporaryFolder { home in
            let words = ["one", "two", "three", "four", "five", "six"]
            return try await withScriptedServer(
                Route(
                    "POST /api/crews/run",
                    words.map { .json(#"{"correlation_id":"run-\#($0)"}"#) }),
                Route(
                    "GET /api/crews/results/",
                    words.map { .json(#"{"status":"completed","result":"\#($0)"}"#) })
            ) { server in
                let shell = try ShellProgram(host: server.host)
                var outcomes: [ProgramOutcome] = []
                for command in commands {
                    outcomes.append(try await shell.run(command, home: home, input: .text(input)))
                }
                return (outcomes, server.requests.count { $0.method == "POST" })
            }
        }
    }

    @Test("shows the earlier answer to the same request, says so, and starts no run")
    func same() async throws {
        let (outcomes, requests) = try await run([
            ["Late?"], ["--reuse", "1h", "Late?"], ["--reuse", "1h", "-o", "json", "Late?"],
            ["--reuse", "1h", "Early?"], ["--reuse", "1h", "--set", "limit:=1", "Late?"], ["Late?"],
        ])
        #expect(
            outcomes.map(\.output).enumerated().filter { $0.offset != 2 }.map(\.element) == [
                "one\n", "one\n", "two\n", "three\n", "four\n",
            ])
        #expect(requests == 4)
        let note = outcomes[1].errors
        #expect(
            note.wholeMatch(of: /Reused the answer of run-one from \d\d:\d\d \(--reuse 1h\)\.\n/) != nil,
            "\(note)")
        let record = try #require(try outcomes[2].records().first?.object)
        #expect(record["result"] == "one")
        #expect(record["correlation_id"] == "run-one")
        #expect(record["line"] == 1)
        #expect(record["status"] == "completed")
        #expect(outcomes[3].errors == "")
    }

    @Test("sends requests again that are older, failed, contain a secret, or come from :again")
    func others() async throws {
        let (outcomes, requests) = try await run([
            [":crew ask password=x1y2 Late?"], ["--reuse", "1h", ":crew ask password=x1y2 Late?"],
            ["Late?"], ["--reuse", "1h", ":again"],
        ])
        #expect(outcomes.map(\.output) == ["one\n", "two\n", "three\n", "four\n"])
        #expect(outcomes.map(\.errors) == ["", "", "", ""])
        #expect(requests == 4)
    }

    @Test("applies to script lines, in sequence and in parallel")
    func scripts() async throws {
        let (outcomes, requests) = try await run(
            [["--reuse", "1h"], ["--reuse", "1h", "-j", "4"], ["--reuse", "1d", "--dry-run"]],
            input: "A?\nA?\nB?\n")
        #expect(outcomes[0].output == "one\none\ntwo\n")
        #expect(outcomes[1].output == "one\none\ntwo\n")
        #expect(outcomes[2].output == "")
        #expect(outcomes[1].errors.split(separator: "\n").count == 3)
        #expect(requests == 2)
    }

    @Test(
        "refuses an invalid age and options that can't be combined",
        arguments: [
            (
                ["--reuse", "soon", "a"],
                "\"soon\" isn't an age. Use a whole number with a unit, such as 30s, 10m, 1h or 2d."
            ),
            (["--reuse", "0s", "a"], "\"0s\" is too short: at least one second (1s)."),
            (["--reuse", "99999999999999999999d", "a"], "is too long: at most 365 days (365d)."),
            (
                ["--reuse", "1h", "--no-journal", "a"],
                "--reuse reads answers from the journal; leave out --no-journal."
            ),
            (["--reuse", "1h", "--if-changed", "a"], "--if-changed always starts a run; leave out --reuse."),
        ])
    func refusals(arguments: [String], sentence: String) async throws {
        let outcome = try await ShellProgram().run(arguments)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }
}
