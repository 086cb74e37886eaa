import Nx1Client
import TestSupport
import Testing

@Suite("JSON lines that need answers of other lines")
struct LineAnswersTests {
    private static let pipeline = """
        {"id":"sum","crew":"classification","input":{"question":"Sum?","result":"S"},"answers":{"a":"one","b":2}}
        {"id":"one","input":{"question":"One?","result":"A"}}
        {"id":2,"input":{"question":"Two?","result":{"n":1}}}

        """

    private func run(
        _ shell: ShellProgram, _ lines: String, _ options: String..., home: String? = nil
    ) async throws -> ProgramOutcome {
        try await withTemporaryFolder { folder in
            let file = try TemporaryFolder.write(lines, to: "lines.jsonl", in: folder)
            return try await shell.run(
                options + ["-o", "json", "--input", "jsonl", "-f", file], home: home)
        }
    }

    @Test(
        "get them whatever their order, in sequence and in parallel",
        arguments: [[], ["-j", "3"]])
    func order(options: [String]) async throws {
        try await withShellOnSandbox { shell in
            try await withTemporaryFolder { folder in
                let file = try TemporaryFolder.write(Self.pipeline, to: "lines.jsonl", in: folder)
                let outcome = try await shell.run(options + ["-o", "json", "--input", "jsonl", "-f", file])
                #expect(outcome.status == 0, "\(outcome.errors)")
                let records = try outcome.records()
                #expect(records.map { $0["id"]?.serialized() } == ["\"sum\"", "\"one\"", "2"])
                #expect(
                    records.first?["input"]?.serialized()
                        == #"{"question":"Sum?","result":"S","a":"A","b":{"n":1}}"#)
            }
        }
    }

    @Test("are sent once in a batch and get the stored answers the second time")
    func batch() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                for _ in 1...2 {
                    let outcome = try await run(
                        shell, Self.pipeline, "-j", "3", "--batch", "late", home: home)
                    #expect(outcome.status == 0, "\(outcome.errors)")
                    #expect(
                        try outcome.records().map { $0["result"]?.serialized() } == [
                            "\"S\"", "\"A\"", #"{"n":1}"#,
                        ])
                }
                let runs = try await shell.run(["-o", "json", ":runs"], home: home)
                #expect(try JSONValue(parsing: runs.output).array?.count == 3)
            }
        }
    }

    @Test(
        "are refused before anything is sent if they need each other, or a line that doesn't exist",
        arguments: [
            (
                #"{"id":1,"input":{},"answers":{"k":2}}"#,
                "The line needs the answer of id 2, but no line has that id."
            ),
            (#"{"id":1,"input":{"question":"Why?"},"answers":{"k":1}}"#, "The line needs its own answer"),
            (
                #"{"id":1,"input":{},"answers":{"k":2}}"# + "\n" + #"{"id":2,"input":{},"answers":{"k":1}}"#,
                "The line needs its own answer, through line 3."
            ),
        ], [[], ["-j", "2"]])
    func refused(line: (text: String, message: String), options: [String]) async throws {
        try await withScriptedServer { server in
            try await withTemporaryFolder { folder in
                let file = try TemporaryFolder.write(
                    #"{"input":{"question":"Before?"}}"# + "\n" + line.text + "\n", to: "lines.jsonl",
                    in: folder)
                let outcome = try await ShellProgram(host: server.host).run(
                    options + ["--input", "jsonl", "-f", file])
                #expect(outcome.status == 2)
                #expect(outcome.output == "")
                #expect(outcome.errors.contains(line.message), "\(outcome.errors)")
                #expect(outcome.errors.contains("No line of \(file) was sent."))
                #expect(!server.requests.contains { $0.method == "POST" })
            }
        }
    }

    @Test(
        "fail alone on a pipe in parallel if several lines have the needed id, or if the lines need each other",
        arguments: [
            (
                """
                {"id":"a","input":{"question":"One?"}}
                {"id":"a","input":{"question":"One?"}}
                {"id":"b","input":{"question":"Two?"},"answers":{"k":"a"}}

                """, "The line needs the answer of id \"a\", but several lines have that id."
            ),
            (
                """
                {"id":"a","input":{"question":"One?"},"answers":{"k":"b"}}
                {"id":"b","input":{"question":"Two?"},"answers":{"k":"a"}}

                """, ", but that line waits for this one."
            ),
        ])
    func refusedOnPipe(lines: String, sentence: String) async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run("-j", "3", "--input", "jsonl", input: .text(lines))
            #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
            #expect(outcome.status == 2)
        }
    }

    @Test("fail without being sent if the needed line failed")
    func failed() async throws {
        try await withShellOnSandbox { shell in
            let lines = """
                {"id":"a","input":{"question":"One?","scenario":"fail"}}
                {"id":"b","input":{"question":"Two?"},"answers":{"k":"a"}}

                """
            let outcome = try await run(shell, lines, "-j", "2")
            #expect(outcome.status == 1)
            #expect(try outcome.records().last?["error"]?["code"]?.string == "no_answer")
            #expect(
                outcome.errors.contains("Not sent: `k` needs the answer of id \"a\", which has none."))
        }
    }

    @Test("must follow the needed lines on a pipe, unless lines run in parallel")
    func pipe() async throws {
        try await withShellOnSandbox { shell in
            let one = try await shell.run("-o", "json", "--input", "jsonl", input: .text(Self.pipeline))
            #expect(one.status == 2)
            #expect(
                one.errors.contains(
                    "stdin:1: The line needs the answer of id \"one\", but no earlier line has that id. Only with -j can a line use the answer of a later one."
                ), "\(one.errors)")
            let many = try await shell.run(
                "-j", "2", "-o", "json", "--input", "jsonl", input: .text(Self.pipeline))
            #expect(many.status == 0, "\(many.errors)")
        }
    }
}
