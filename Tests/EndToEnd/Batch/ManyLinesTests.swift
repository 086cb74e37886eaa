import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import Synchronization
import TestSupport
import Testing

@Suite("Parallel lines")
struct ManyLinesTests {
    @Test("are answered in input order, whichever finishes first", arguments: ["1", "3", "64"])
    func order(jobs: String) async throws {
        try await withShellOnSandbox { shell in
            let lines = (0..<20).map {
                ":crew ask result=\"answer \($0)\" duration:=\(40 - 2 * $0) Which?"
            }.joined(separator: "\n")
            let outcome = try await shell.run("-j", jobs, input: .bytes(Array(lines.utf8)))
            #expect(outcome.output == (0..<20).map { "answer \($0)\n" }.joined())
            #expect(outcome.errors == "")
            #expect(outcome.status == 0)
        }
    }

    @Test(
        "continue after a failure, which is reported with its place; the exit status is that of the first failing line"
    )
    func failures() async throws {
        try await withTemporaryFolder { folder in
            let lines = """
                # A comment.
                :crew ask result=one First?
                :crew ask scenario=fail duration:=30 Second?
                :nonsense
                :crew ask result=three Third?
                """
            let path = try TemporaryFolder.write(lines, to: "questions.txt", in: folder)
            try await withShellOnSandbox { shell in
                let outcome = try await shell.run("-j", "8", "-f", path)
                #expect(outcome.output == "one\nthree\n")
                let said = outcome.errors.split(separator: "\n").map { $0.prefix(path.count + 23) }
                #expect(
                    said == ["nx1sh: \(path):3: The run fail", "nx1sh: \(path):4: Unknown comm"])
                #expect(outcome.status == 1)
                let stopped = try await shell.run("-j", "1", "--stop-on-error", "-f", path)
                #expect(stopped.output == "one\n")
                #expect(stopped.status == 1)
            }
        }
    }

    @Test("wait at commands between them")
    func barriers() async throws {
        try await withShellOnSandbox { shell in
            let lines =
                ":set result=A\none\ntwo\n:set result=B\nthree\n:unset result\n:set\n:crew\n:quit\nnever"
            let outcome = try await shell.run("-j", "8", input: .bytes(Array(lines.utf8)))
            #expect(outcome.output.hasPrefix("A\nA\nB\ncrew "), "\(outcome.output)")
            #expect(!outcome.output.contains("never"))
            #expect(outcome.status == 0)
        }
    }

    @Test("can come from the command line and from files, in order")
    func commandLine() async throws {
        try await withShellOnSandbox { shell in
            func line(_ number: Int) -> String { ":crew ask result=\(number) duration:=\(9 - number) Which?" }
            let outcome = try await shell.run(
                "-j", "8", "-c", line(1), "-c", "", "-c", line(2), "-f", "-", "-c", line(5),
                input: .text(line(3) + "\n" + line(4)))
            #expect(outcome.output == "1\n2\n3\n4\n5\n")
            #expect(outcome.errors == "nx1sh: -c 2: The question is empty, so nothing was sent.\n")
            #expect(outcome.status == 2)
        }
    }

    @Test("strip a final & and don't wait for that line")
    func background() async throws {
        try await withShellOnSandbox { shell in
            let lines = ":set result=A\none\ntwo &\n:wait\n"
            let outcome = try await shell.run("-j", "8", input: .bytes(Array(lines.utf8)))
            #expect(outcome.output.hasPrefix("A\nrun "), "\(outcome.output)")
            #expect(outcome.output.hasSuffix("  two\n"))
            #expect(outcome.errors.contains("%2 · ") && outcome.errors.contains("runs in the background."))
        }
    }

    @Test("are records with their line number, or one table of line, question, status and answer")
    func formats() async throws {
        try await withShellOnSandbox { shell in
            let lines = ":crew ask result=\"a, b\" One?\n:crew ask scenario=fail Two?\n"
            let table = try await shell.run("-j", "2", "-o", "csv", input: .bytes(Array(lines.utf8)))
            let rows = table.output.split(separator: "\r\n")
            #expect(rows.prefix(2) == ["line,question,status,answer", "1,One?,completed,\"a, b\""])
            #expect(rows.count == 3 && rows[2].hasPrefix("2,Two?,failed,"))
            let records = try await shell.run("-j", "2", "-o", "json", input: .bytes(Array(lines.utf8)))
                .records()
            #expect(records.map { $0["line"] } == [1, 2])
            #expect(records.map { $0["status"] } == ["completed", "failed"])
        }
    }

    @Test("can be JSON lines, whose ids are returned", arguments: [["-j", "4"], []])
    func jsonLines(jobs: [String]) async throws {
        try await withShellOnSandbox { shell in
            let lines = """
                {"crew":"data_engineering","input":{"result":"A"},"id":{"n":1.10}}

                {"input":{"result":"B","question":":set x=1"}}
                {"input":{"result":"C"},"id":"c"}
                """
            let outcome = try await shell.run(
                jobs + ["--input", "jsonl", "-o", "json", "--set", "sticky=1"],
                input: .bytes(Array(lines.utf8)))
            #expect(outcome.status == 0, "\(outcome.errors)")
            let records = try outcome.records()
            #expect(records.map { $0["id"]?.serialized() } == [#"{"n":1.10}"#, "null", #""c""#])
            #expect(records.map { $0["line"] } == [1, 3, 4])
            #expect(records.map { $0["crew"] } == ["data_engineering", "ask", "ask"])
            #expect(records.map { $0["result"] } == ["A", "B", "C"])
            #expect(records.map { $0["input"]?["sticky"] } == ["1", "1", "1"])
        }
    }

    @Test(
        "that are invalid are refused with their place",
        arguments: [
            ("{", "isn't valid JSON: "), ("[]", "isn't a JSON object."), ("{}", "has no \"input\" object."),
            (#"{"input":"x"}"#, "has no \"input\" object."),
            (
                #"{"input":{},"inputs":{}}"#,
                "has an unknown key \"inputs\"; valid keys are crew, input, answers and id."
            ),
            (#"{"input":{},"crew":7}"#, "has a \"crew\" that isn't a string."),
        ])
    func refused(line: String, reason: String) async throws {
        let outcome = try await ShellProgram(host: "http://127.0.0.1:9").run(
            "-j", "2", "--input", "jsonl", input: .bytes(Array(line.utf8)))
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("nx1sh: stdin:1: The line \(reason)"), "\(outcome.errors)")
    }

    @Test(
        "that are invalid have a record too, with the id if they have one", arguments: [["-j", "2"], []])
    func refusedRecord(jobs: [String]) async throws {
        try await withShellOnSandbox { shell in
            let lines =
                #"{"input":{"result":"A"},"id":1}"# + "\n{\n" + #"{"crew":7,"input":{},"id":"b"}"# + "\n"
            let arguments = jobs + ["--input", "jsonl"]
            let outcome = try await shell.run(
                arguments + ["-o", "json"], input: .bytes(Array(lines.utf8) + [0x7B, 0xFF, 0x0A]))
            let records = try outcome.records()
            #expect(records.map { $0["id"] } == [1, .null, "b", .null])
            #expect(records.map { $0["line"] } == [1, 2, 3, 4])
            #expect(records.map { $0["result"] } == ["A", .null, .null, .null])
            #expect(records.dropFirst().map { $0["error"]?["code"] } == ["usage", "usage", "usage"])
            #expect(
                records[2]["error"]?["message"] == "The line has a \"crew\" that isn't a string.")
            #expect(outcome.errors.contains("nx1sh: stdin:3: The line has a \"crew\" that isn't a string."))
            #expect(outcome.status == 2)
        }
    }

    @Test(
        "are refused with invalid options",
        arguments: [
            (["-j", "0"], "-j must be between 1 and 256, not 0."),
            (["-j", "many"], "The value 'many' is invalid"),
            (["--batch", " "], "--batch needs a name."),
            (["--batch", "a", "--no-journal"], "--batch needs the journal; leave out --no-journal."),
            (["--input", "xml"], "The value 'xml' is invalid"),
        ])
    func usage(arguments: [String], message: String) async throws {
        let outcome = try await ShellProgram().run(arguments)
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }

    @Test("are all answered by a service that answers 429 to some")
    func tooMany() async throws {
        let busy = BusyService(refusals: 11)
        try await withScriptedServer(answering: { busy.reply(to: $0) }) { server in
            let lines = (0..<30).map { "question \($0)" }.joined(separator: "\n")
            let outcome = try await ShellProgram(host: server.host).run(
                "-j", "10", input: .bytes(Array(lines.utf8)))
            #expect(outcome.output == String(repeating: "Seven.\n", count: 30))
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(server.requests.filter { $0.method == "POST" }.count == 41)
        }
    }

    @Test(
        "end at once with Ctrl-C, reporting how many are done and how to resume",
        arguments: [
            (["--batch", "late"], "Run the same command again with --batch late to do the rest."),
            (
                [],
                "`nx1sh :runs` lists the runs. To be able to resume next time, use --batch NAME."
            ),
        ] as [([String], String)])
    func interrupted(options: [String], advice: String) async throws {
        try await withScriptedServer(Route("/", .silence)) { server in
            let program = try Program(named: "nx1sh")
            let environment = ["NX1_HOST": server.host, "NX1_API_KEY": "planted-key"]
            try await program.withRunning(
                ["-j", "2"] + options, environment: environment,
                input: .bytes(Array("one\ntwo\nthree\n".utf8))
            ) { running in
                try await server.waitForRequests(2)
                running.send(signal: 2)
                let outcome = try await running.outcome()
                #expect(outcome.status == 130)
                #expect(
                    outcome.errors
                        == "nx1sh: Interrupted: 0 lines done, 2 runs still running, the rest not sent. "
                        + advice + "\n")
            }
        }
    }

    @Test("each have a record if Ctrl-C leaves them, in input order, with the way back")
    func interruptedRecords() async throws {
        try await withTemporaryFolder { folder in
            try await withSandbox { sandbox in
                let shell = try ShellProgram(sandbox)
                let events = folder + "/events"
                let outcome = try await shell.withRunning(
                    "-o", "json", "-j", "3", "--events", events
                ) { running in
                    running.write(
                        ":crew ask duration:=0.1 One?\n:set duration:=3600\nTwo?\nThree?\n")
                    try await running.waitForOutput("One?")
                    try await eventually("events of the other two") {
                        let lines = try TemporaryFolder.read(events)
                        return lines.contains("{\"line\":3,") && lines.contains("{\"line\":4,") ? () : nil
                    }
                    running.send(signal: 2)
                    return try await running.outcome()
                }
                #expect(outcome.status == 130)
                let records = try outcome.records()
                #expect(records.map { $0["line"] } == [1, 3, 4])
                #expect(records.map { $0["status"] } == ["completed", "running", "running"])
                #expect(records.first?["error"] == .null)
                for record in records.dropFirst() {
                    let id = try #require(record["correlation_id"]?.string)
                    #expect(record["error"]?["code"] == "interrupted")
                    #expect(
                        record["error"]?["message"]?.string
                            == "Stopped watching run \(id). It is still running. `nx1sh ':result \(id)'` resumes watching."
                    )
                }
                #expect(
                    outcome.errors.hasSuffix(
                        "nx1sh: Interrupted: 1 line done, 2 runs still running, the rest not sent. `nx1sh :runs` lists the runs. To be able to resume next time, use --batch NAME.\n"
                    ))
            }
        }
    }

    @Test("end with the sandbox at Ctrl-C, which says so")
    func interruptedSandbox() async throws {
        try await Program(named: "nx1sh").withRunning(
            ["-v", "--sandbox", "-j", "2", "--set", "duration:=3000"],
            input: .bytes(Array("one\ntwo\n".utf8))
        ) { running in
            try await running.waitForErrors("POST ")
            running.send(signal: 2)
            let outcome = try await running.outcome()
            #expect(outcome.status == 130)
            #expect(
                outcome.errors.hasSuffix(
                    "nx1sh: Interrupted: 0 lines done, the rest not. Unfinished runs ended with the sandbox.\n"
                ),
                "\(outcome.errors)")
        }
    }
}

/// A service that refuses some requests for runs with 429, and answers the others at once.
private final class BusyService: Sendable {
    private let left: Mutex<Int>

    init(refusals: Int) { left = Mutex(refusals) }

    func reply(to request: ReceivedRequest) -> Reply {
        guard request.method == "POST" else {
            return request.path.contains("/results/")
                ? .json(#"{"status":"completed","result":"Seven."}"#) : .response(404)
        }
        let isRefused = left.withLock { left in
            left -= 1
            return left >= 0
        }
        if isRefused { return .response(429, ["Retry-After-Ms": "50"]) }
        return .json("{\"correlation_id\":\"\(request.header("x-correlation-id") ?? "")\"}")
    }
}
