import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("The changes between two answers", .timeLimit(.minutes(5)))
struct DiffTests {
    private static let old =
        "Late orders\n\n| region | orders | late |\n|---|--:|--:|\n| North | 2,410 | 3.2 % |\n| South | 980 | 1 % |\n"
    private static let new =
        "Late orders\n\n| region | orders | late |\n|---|--:|--:|\n| North | 2,533 | 3.1 % |\n| East | 7 | 2 % |\n"

    /// Two runs of one question, answered with ``old`` and ``new``, and one of another question.
    private func withRuns(
        _ body:
            @Sendable (_ run: @Sendable ([String]) async throws -> ProgramOutcome, _ home: String)
            async throws -> Void
    ) async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            try await withTemporaryFolder { home in
                let shell = try ShellProgram(sandbox)
                for (question, answer) in [
                    ("Late?", Self.old), ("Other?", "two\nlines\n"), ("Late?", Self.new),
                ] {
                    let answer = JSONValue.string(answer).serialized()
                    let outcome = try await shell.run([":crew ask result:=\(answer) \(question)"], home: home)
                    #expect(outcome.status == 0, "\(outcome.errors)")
                }
                try await body({ try await shell.run($0, home: home) }, home)
            }
        }
    }

    @Test("are shown row by row for the last run and the previous run of the same question")
    func lastRun() async throws {
        try await withRuns { run, _ in
            let outcome = try await run([":diff"])
            #expect(
                outcome.output == """
                      │ region │ orders               │ late
                    ──┼────────┼──────────────────────┼────────────────────────────
                    ~ │ North  │ 2,410 → 2,533 (+123) │ 3.2 % → 3.1 % (−0.1 points)
                    - │ South  │ 980                  │ 1 %
                    + │ East   │ 7                    │ 2 %
                    1 row added, 1 row removed, 1 row changed (by region)

                    """)
            let header = #/[0-9a-f]{8} \(today \d\d:\d\d\) against [0-9a-f]{8} \(today \d\d:\d\d\)\n/#
            #expect(outcome.errors.wholeMatch(of: header) != nil, "\(outcome.errors)")
            #expect(outcome.status == 0)
            let ids = try #require(try JSONValue(parsing: await run(["-o", "json", ":runs"]).output).array)
                .compactMap { $0["correlation_id"]?.string }
            // Whichever is named first, the older run is the old side.
            for line in [":diff \(ids[0]) \(ids[2])", ":diff \(ids[2].prefix(8)) last --exit-code"] {
                let named = try await run([line])
                #expect(named.output == outcome.output)
                #expect(named.status == (line.hasSuffix("code") ? 1 : 0))
            }
        }
    }

    @Test("are JSON, and nothing if nothing changed")
    func forms() async throws {
        try await withRuns { run, _ in
            let outcome = try await run(["-o", "json", "-q", ":diff --exit-code"])
            #expect(outcome.status == 1 && outcome.errors == "")
            let record = try JSONValue(parsing: outcome.output)
            #expect(
                record["same"] == false && record["old"]?["run"] != nil && record["new"]?["started_at"] != nil
            )
            #expect(
                record["parts"]?[0]?["rows"] == ["added": 1, "removed": 1, "changed": 1, "same": 0])
            #expect(record["parts"]?[0]?["changes"]?[0]?["cells"]?[0]?["difference"] == 123)
            let same = try await run([":diff last last --exit-code"])
            #expect(same.status == 0 && same.output == "")
            #expect(same.errors.hasPrefix("No difference between "))
            let csv = try await run(["-o", "csv", "-q", ":diff"])
            #expect(
                csv.output.hasPrefix(
                    "part,change,key,column,old,new,difference\r\ntable 1,changed,North,orders,"))
        }
    }

    @Test("can be compared with a file")
    func files() async throws {
        try await withRuns { run, home in
            let path = try TemporaryFolder.write(
                "region,orders,late\r\nNorth,2533,3.1%\r\nEast,\"7\",1 %\r\n", to: "last.csv", in: home)
            for line in [":diff last \(path)", ":diff \(path)", ":diff ~/last.csv last"] {
                let outcome = try await run(["-q", line])
                #expect(
                    outcome.output == """
                          │ region │ late
                        ──┼────────┼─────────────────────
                        ~ │ East   │ 1 % → 2 % (+1 point)
                        1 row changed, 1 row unchanged (by region)

                        """, "\(line) \(outcome.errors)")
            }
            let text = try TemporaryFolder.write("two\nmore lines\n", to: "old.txt", in: home)
            let other = try #require(
                try JSONValue(parsing: await run(["-o", "json", ":runs Other"]).output)[0]?["correlation_id"]?
                    .string)
            let outcome = try await run(["-q", ":diff \(text) \(other)"])
            #expect(outcome.output == "  two\n~ [-more -]lines\n")
        }
    }

    @Test("are refused with an error if there is nothing to compare")
    func refusals() async throws {
        try await withRuns { run, home in
            try TemporaryFolder.write("a,b\n1,\"2", to: "bad.csv", in: home)
            for (line, sentence) in [
                (
                    ":diff --by nope",
                    "The column \"nope\" isn't in both tables. Columns in both: region, orders, late."
                ),
                (":diff ~/none.csv", "Couldn't read `\(home)/none.csv`: no such file."),
                (":diff ~/bad.csv", "Couldn't compare ~/bad.csv: line 2: a quoted field isn't closed."),
                (
                    ":diff one two three",
                    "Unexpected argument \"three\" for :diff. `:help diff` shows its usage."
                ),
                (":diff --by", "--by needs a value."),
            ] {
                let outcome = try await run([line])
                #expect(outcome.errors == "nx1sh: \(sentence)\n")
                #expect(outcome.output == "" && outcome.status == 2)
            }
            _ = try await run(["Once?"])
            let once = try await run([":diff"])
            #expect(once.status == 2)
            #expect(
                once.errors.contains(" has no earlier answer to the same question from the same crew."),
                "\(once.errors)")
            _ = try await run([":crew ask scenario=fail Late?"])
            let failed = try await run([":diff"])
            #expect(failed.status == 2)
            #expect(failed.errors.hasSuffix("failed, so it has no answer to compare.\n"), "\(failed.errors)")
        }
    }

    @Test("don't wait for an unfinished run")
    func unfinished() async throws {
        try await withTemporaryFolder { home in
            try await withScriptedServer(
                Route(
                    "POST /api/crews/run", .json(#"{"correlation_id":"run-0"}"#),
                    .json(#"{"correlation_id":"run-1"}"#)),
                Route("GET /api/crews/results/run-0", .json(#"{"status":"completed","result":"one"}"#)),
                Route("GET /api/crews/results/run-1", .json(#"{"status":"running"}"#))
            ) { server in
                let shell = try ShellProgram(host: server.host)
                _ = try await shell.run(["One?"], home: home)
                let left = try await shell.run(["--deadline", "0.3", "One?"], home: home)
                #expect(left.status == 8)
                let outcome = try await shell.run([":diff"], home: home)
                #expect(
                    outcome.errors
                        == "nx1sh: Run run-1 has no answer yet. `nx1sh ':result run-1'` waits for it.\n")
                #expect(outcome.output == "" && outcome.status == 2)
            }
        }
    }
}
