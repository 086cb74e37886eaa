import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("An answer in a pipe")
struct AnswerTests {
    static let sandboxAnswer = """
        ## Late orders by month

        You asked:

        > How many orders shipped late?

        **412 of 9,860 orders** shipped late, most of them in March.

        | Month | Orders | Shipped late | Share |
        |:------|-------:|-------------:|------:|
        | January | 2,410 | 77 | 3.2 % |
        | February | 2,206 | 81 | 3.7 % |
        | March | 2,688 | 168 | 6.3 % |
        | April | 2,556 | 86 | 3.4 % |

        *This answer was made up by the Nx1 sandbox; no real data was read.*
        """

    @Test(
        "is the answer and one newline, however the question is given",
        arguments: [
            ([], "How many orders shipped late?\n"), (["-f", "-"], "How many orders shipped late?\n"),
            (["How many orders shipped late?"], ""), (["How", "many", "orders", "shipped", "late?"], ""),
            (["-c", "How many orders shipped late?"], ""),
            (["-o", "text", "-q"], "How many orders shipped late?"),
        ] as [([String], String)])
    func plain(arguments: [String], input: String) async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(arguments, input: .text(input))
            #expect(outcome.output == Self.sandboxAnswer + "\n")
            #expect(outcome.errors == "")
            #expect(outcome.status == 0)
        }
    }

    @Test("with -o json is one line with all keys of the record")
    func record() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run("-o", "json", "How many orders shipped late?")
            #expect(outcome.status == 0)
            #expect(outcome.errors == "")
            #expect(outcome.output.hasSuffix("}\n"))
            let records = try outcome.records()
            try #require(records.count == 1)
            let record = records[0]
            #expect(record.object?.map(\.key) == Self.recordKeys)
            #expect(record["line"] == 1)
            #expect(record["crew"] == "ask")
            #expect(record["input"] == ["question": "How many orders shipped late?"])
            #expect(record["status"] == "completed")
            #expect(record["result"] == .string(Self.sandboxAnswer))
            #expect(record["error"] == .null)
            #expect(record["events"]?.int ?? 0 > 60)
            #expect(record["steps"] == 4)
            #expect(record["tokens"]?["total"]?.int ?? 0 > 2000)
            #expect(record["correlation_id"]?.string?.count == 36)
            #expect(record["started_at"]?.string?.hasSuffix("Z") == true)
            #expect(record["elapsed_ms"]?.double ?? 0 >= 50)
        }
    }

    @Test("with -o json has all keys even if the run fails or no service is reached")
    func recordOfFailure() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run("-o", "json", "--set", "scenario=fail", "Why?")
            let record = try #require(try outcome.records().first)
            #expect(outcome.status == 1)
            #expect(record.object?.map(\.key) == Self.recordKeys)
            #expect(record["status"] == "failed")
            #expect(record["result"] == .null)
            #expect(record["error"]?["code"] == "run_failed")
            #expect(record["error"]?["message"]?.string?.contains("the database did not answer") == true)
        }
        let unreached = try await ShellProgram(host: ClosedPort.host()).run("-o", "json", "Why?")
        let record = try #require(try unreached.records().first)
        #expect(unreached.status == 5)
        #expect(record.object?.map(\.key) == Self.recordKeys)
        #expect(record["status"] == .null)
        #expect(record["error"]?["code"] == "unreachable")
    }

    private static let recordKeys = [
        "line", "correlation_id", "crew", "input", "status", "result", "error", "events", "started_at",
        "elapsed_ms", "steps", "tokens",
    ]

    @Test(
        "is byte for byte what the service sent",
        arguments: [
            (#""Grüße, 世界 👩‍👩‍👧‍👦 e\u0301 \u00e9""#, "Grüße, 世界 👩‍👩‍👧‍👦 e\u{301} \u{e9}"),
            (#""two at the end\n\n""#, "two at the end\n\n"),
            (#""\n  blanks before and after  \t""#, "\n  blanks before and after  \t"),
            (
                #""CR\rLF\r\nNUL\u0000ESC\u001b[31mC1\u009bDEL\u007f""#,
                "CR\rLF\r\nNUL\0ESC\u{1B}[31mC1\u{9B}DEL\u{7F}"
            ),
            (#""\ufefflooks like a mark\u202e""#, "\u{FEFF}looks like a mark\u{202E}"),
            (#""""#, ""), (#""null""#, "null"), (#""{\"a\":1}""#, #"{"a":1}"#),
            ("12345678901234567890", "12345678901234567890"), ("1.10", "1.10"), ("-0.0", "-0.0"),
            ("1E400", "1E400"), ("true", "true"),
            (
                #"{"z":1.10,"a":12345678901234567890,"m":{"b":[],"a":{}}}"#,
                """
                {
                  "z": 1.10,
                  "a": 12345678901234567890,
                  "m": {
                    "b": [],
                    "a": {}
                  }
                }
                """
            ),
            (#"[0.1e-7,"a/b","\u00e9\u2028"]"#, "[\n  0.1e-7,\n  \"a/b\",\n  \"é\u{2028}\"\n]"),
        ])
    func exact(result: String, shown: String) async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run("--set", "result:=\(result)", "What is it?")
            #expect(outcome.outputBytes == Array((shown + "\n").utf8))
            #expect(outcome.errors == "")
            #expect(outcome.status == 0)
            let record = try await shell.run("-o", "json", "--set", "result:=\(result)", "What is it?")
            let value = try #require(try record.records().first?["result"])
            #expect(
                value.string.map { Array($0.utf8) } ?? Array(value.serialized(.indented).utf8)
                    == Array(shown.utf8))
        }
    }

    @Test("of megabytes is complete")
    func huge() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run("--set", "scenario=huge", "How many?")
            #expect(outcome.status == 0)
            #expect(outcome.outputBytes.count > 5 << 20)
            #expect(outcome.output.hasPrefix("## Late orders by month\n"))
            #expect(outcome.output.hasSuffix("of a huge answer from the Nx1 sandbox.\n\n"))
        }
    }

    @Test(
        "has the form of its crew",
        arguments: [
            ("data_engineering", "```sql\nCREATE TABLE"), ("classification", "\n  \"label\": \"order\",\n"),
            ("data_suggestion", "[\n  {\n    \"dataset\": \"sales.orders\""),
            ("semantic_model", "{\n  \"columns\": ["),
        ])
    func forms(crew: String, part: String) async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run("--crew", crew, "Orders?")
            #expect(outcome.status == 0)
            #expect(outcome.output.contains(part), "\(outcome.output)")
        }
    }
}
