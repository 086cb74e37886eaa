import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("Runs in the journal")
struct JournalledRunTests {
    private func withHome(
        _ body:
            @Sendable (_ run: @Sendable (String...) async throws -> ProgramOutcome, Sandbox) async throws ->
            Void
    ) async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            try await withTemporaryFolder { home in
                let shell = try ShellProgram(sandbox)
                try await body({ try await shell.run($0, home: home) }, sandbox)
            }
        }
    }

    @Test("are recorded before their request is sent, whatever happens to it")
    func beforeTheRequest() async throws {
        try await withTemporaryFolder { home in
            try await withScriptedServer(Route("/", .silence)) { server in
                let shell = try ShellProgram(host: server.host)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        _ = try await shell.run(["--deadline", "600", "How many?"], home: home)
                    }
                    let request = try await server.waitForRequests(1)[0]
                    let listed = try await shell.run(["-o", "json", ":runs"], home: home)
                    let entry = try #require(try JSONValue(parsing: listed.output).array?.first)
                    #expect(entry["correlation_id"]?.string == request.header("x-correlation-id"))
                    #expect(entry["host"]?.string == server.host)
                    #expect(entry["question"] == "How many?" && entry["source"] == "command line")
                    #expect(entry["status"] == .null && entry["run"] == .null)
                    group.cancelAll()
                }
            }
        }
    }

    @Test("return their answers without the service, byte for byte, by the start of their id")
    func withoutTheService() async throws {
        try await withTemporaryFolder { home in
            let answer = "two\\n\\u0007rows \\u0000 and no end"
            let host = try await withSandbox(.init(speed: 50)) { sandbox in
                let shell = try ShellProgram(sandbox)
                let first = try await shell.run([":crew ask result:=\"\(answer)\" One?"], home: home)
                #expect(first.output == "two\n\u{7}rows \0 and no end\n")
                return sandbox.host
            }
            let shell = try ShellProgram(host: host)
            let last = try await shell.run([":result"], home: home)
            #expect(last.output == "two\n\u{7}rows \0 and no end\n", "\(last.errors)")
            let id = try #require(
                try JSONValue(parsing: try await shell.run(["-o", "json", ":runs"], home: home).output)
                    .array?.first?["correlation_id"]?.string)
            let named = try await shell.run([":result \(id.prefix(6)) -o json"], home: home)
            #expect(try named.records().first?["result"]?.string == last.output.dropLast().description)
            #expect(try named.records().first?["correlation_id"]?.string == id)
        }
    }

    @Test("are repeated with exactly the same input")
    func again() async throws {
        try await withHome { run, _ in
            _ = try await run("--set", "result=Seven.", "--crew", "data_engineering", "How many?")
            let again = try await run("-o", "json", "--set", "other=1", ":again")
            let record = try #require(try again.records().first)
            #expect(record["crew"] == "data_engineering")
            #expect(record["input"]?.serialized() == #"{"result":"Seven.","question":"How many?"}"#)
            #expect(record["result"] == "Seven.")
            let listed = try await run(":runs")
            #expect(listed.output.split(separator: "\n").count == 3)
        }
    }

    @Test("of other clients are repeated with the input from the service's list, or the refusal says why not")
    func againElsewhere() async throws {
        let list = #"""
            [{"id": "2", "correlation_id": "bbbb2222-0000-4000-8000-000000000000", "status": "completed"}]
            """#
        try await withScriptedServer(Route("/api/crew-runs", .json(list))) { server in
            let shell = try ShellProgram(host: server.host)
            for (id, sentence) in [
                (
                    "bbbb2222-0000-4000-8000-000000000000",
                    "can't be repeated: another program started it, and the service doesn't name its crew."
                ),
                (
                    "cccc3333-0000-4000-8000-000000000000",
                    "can't be repeated: another program started it, and it isn't among the service's last 100 runs. "
                        + "Type the question again, or use that program."
                ),
            ] {
                let outcome = try await shell.run(":again \(id)")
                #expect(outcome.status == 2)
                #expect(outcome.errors.contains("Run \(id) " + sentence), "\(outcome.errors)")
            }
            #expect(server.requests.allSatisfy { $0.method == "GET" })
        }
        try await withHome { run, sandbox in
            let configuration = try ClientConfiguration(
                host: sandbox.host, credentials: .preSharedKey(sandbox.apiKey))
            let id = try await withNx1Client(configuration) { nx1 in
                let started = try await nx1.run(.ask, input: ["question": "Of others?", "result": "Nine."])
                return try await nx1.result(of: started.correlationID).correlationID
            }
            // After it was looked at, it is in the journal without its input.
            #expect(try await run(":result \(id)").output == "Nine.\n")
            let again = try await run("-o", "json", ":again \(id)")
            let record = try #require(try again.records().first)
            #expect(record["input"]?.serialized() == #"{"question":"Of others?","result":"Nine."}"#)
            #expect(record["result"] == "Nine." && record["correlation_id"]?.string != id)
        }
    }

    @Test("of other clients' custom crews are repeated with the configuration from the service's list")
    func againCustom() async throws {
        try await withHome { run, sandbox in
            let configuration = try ClientConfiguration(
                host: sandbox.host, credentials: .preSharedKey(sandbox.apiKey))
            let config: JSONObject = [
                "agents": [["role": "Counter", "goal": "Count", "backstory": "Exact"]],
                "tasks": [
                    ["description": "Count {things}", "agent_index": 0, "expected_output": "A number"]
                ],
            ]
            let id = try await withNx1Client(configuration) { nx1 in
                try await nx1.run(CrewConfig(json: config), input: ["things": "late orders"]).correlationID
            }
            for name in [id, "last"] {
                let again = try await run("-o", "json", ":again \(name)")
                let record = try #require(try again.records().first)
                #expect(record["input"] == ["things": "late orders"])
                #expect(record["result"]?.string?.contains("Count late orders") == true, "\(again.errors)")
                #expect(record["correlation_id"]?.string != id)
            }
        }
    }

    @Test("contain no secret, neither the session's own nor one in an input, and aren't repeated without it")
    func secrets() async throws {
        try await withHome { run, sandbox in
            _ = try await run(
                "--set", "db_password=planted-in-input", "result is \(sandbox.apiKey), is it?")
            let listed = try await run("-o", "json", ":runs")
            #expect(!listed.output.contains("planted-in-input") && !listed.output.contains(sandbox.apiKey))
            #expect(
                try JSONValue(parsing: listed.output).array?.first?["question"] == "result is ***, is it?")
            let again = try await run(":again")
            #expect(again.status == 2)
            #expect(
                again.errors.contains(
                    "can't be repeated: its input contained a secret, and secrets aren't stored."))
        }
    }

    @Test("that were started elsewhere are listed with --remote and can be looked up")
    func remote() async throws {
        try await withHome { run, sandbox in
            _ = try await run("Mine?")
            let configuration = try ClientConfiguration(
                host: sandbox.host, credentials: .preSharedKey(sandbox.apiKey))
            let id = try await withNx1Client(configuration) { nx1 in
                let started = try await nx1.run(.ask, input: ["question": "Of others?"])
                return try await nx1.result(of: started.correlationID).correlationID
            }
            let mine = try await run(":runs")
            #expect(mine.output.contains("Mine?") && !mine.output.contains("Of others?"))
            let all = try await run(":runs --remote")
            #expect(all.output.contains("Mine?") && all.output.contains("Of others?"))
            #expect(try await run(":runs --remote others").output.contains("Of others?"))
            #expect(try await run(":result \(id)").status == 0)
            // A run that was left shows its current status.
            let left = try await run("--deadline", "0.5", ":crew ask duration:=100 Left?")
            #expect(left.status == 8)
            #expect(try await run(":runs left").output.contains("running"))
            try await eventually("the end of the run that was left", instead: { "" }) {
                try await run(":runs left --remote").output.contains("completed") ? true : nil
            }
        }
    }

    @Test("that are unfinished are followed only at their own service")
    func unfinishedElsewhere() async throws {
        try await withSandbox { sandbox in
            try await withTemporaryFolder { home in
                let left = try await ShellProgram(sandbox).run(
                    ["--deadline", "1", ":crew ask duration:=1000 Left?"], home: home)
                let id = try #require(left.errors.correlationID)
                try await withSandbox { other in
                    let outcome = try await ShellProgram(other).run([":result \(id)"], home: home)
                    #expect(outcome.status == 2)
                    #expect(
                        outcome.errors
                            == "nx1sh: Run \(id) belongs to \(sandbox.host), but this session uses \(other.host). "
                            + "`nx1sh --host \(sandbox.host) ':result \(id)'` shows it.\n")
                }
            }
        }
    }

    @Test("can't be deleted from the journal if it doesn't have them")
    func deletedElsewhere() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            try await withTemporaryFolder { home in
                let shell = try ShellProgram(sandbox)
                let one = try await shell.run(["--no-journal", "-o", "json", "One?"], home: home)
                let id = try #require(try one.records().first?["correlation_id"]?.string)
                let outcome = try await shell.run([":runs --delete \(id)"], home: home)
                #expect(outcome.errors == "nx1sh: Run \(id) isn't in the journal.\n")
                #expect(outcome.status == 2)
            }
        }
    }

    @Test("stay in memory with --no-journal or NX1_SHELL_JOURNAL=off")
    func off() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            try await withTemporaryFolder { home in
                let shell = try ShellProgram(sandbox)
                let one = try await shell.run(["--no-journal", "-c", "One?", "-c", ":runs"], home: home)
                #expect(one.output.contains("%1") && one.output.contains("One?"))
                for off in ["off", "OFF", "0", "no", "false"] {
                    _ = try await shell.run(["Two?"], adding: ["NX1_SHELL_JOURNAL": off], home: home)
                }
                let none = try await shell.run([":runs"], home: home)
                #expect(none.output == "" && none.errors == "No runs yet.\n")
            }
        }
    }

    @Test(
        "are refused with an error for invalid arguments",
        arguments: [
            (":runs --limit 0", "--limit must be a whole number above zero, not \"0\"."),
            (":runs --since soon", "--since needs a date, a time or an age, not \"soon\"."),
            (":runs --statsu failed", "Unknown option \"--statsu\" for :runs. Did you mean `--status`?"),
            (":runs --crew", "--crew needs a value."),
            (":runs --prune late", "Unexpected argument \"late\" for :runs."),
            (":again", "This session has no runs yet."), (":again a b", "No run matches \"a\""),
            (":save", ":save needs a file."), (":save /dev/null/x", "This session has no runs yet."),
        ])
    func refused(line: String, sentence: String) async throws {
        try await withHome { run, _ in
            let outcome = try await run(line)
            #expect(outcome.status == 2)
            #expect(outcome.output == "")
            #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
        }
    }

    @Test(
        "leave an existing file unchanged if their answers can't be saved completely")
    func savedWhole() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                let path = try TemporaryFolder.write("precious", to: "old.md", in: home)
                let id = try await shell.run(
                    ["-o", "json", "--set", "scenario=huge", "How many?"], home: home
                )
                .records().first?["correlation_id"]?.string
                let line = ":result \(try #require(id)) > /dev/null"
                #expect(try await shell.run([line], home: home).status == 0)
                let outcome = try await shell.runInShell(
                    "ulimit -f 2000; HOME='\(home)' exec \"$0\" ':save \(path) \(try #require(id)) --force'")
                #expect(outcome.status == 1)
                #expect(
                    outcome.errors.contains("Couldn't write \(path): file too large."), "\(outcome.errors)")
                #expect(try TemporaryFolder.read(path) == "precious")
            }
        }
    }

    @Test(
        "have their answers saved in the format that the file's extension names, unless -o names one",
        arguments: [
            ("a.csv", "a\r\n1\r\n"), ("A.CSV", "a\r\n1\r\n"), ("a.tsv", "a\n1\n"), ("a.jsonl", "{\"a\":1}\n"),
            ("a.json", "{\"line\":1,\"correlation_id\":"), ("a.html", "<table>"), ("a.htm", "<table>"),
            ("a.ndjson", "{\"a\":1}\n"),
            ("a.md", "{\n  \"columns\""),
            ("csv", "{\n  \"columns\""), ("a.csv -o text", "{\n  \"columns\""),
        ])
    func savedByExtension(target: String, content: String) async throws {
        try await withTemporaryFolder { folder in
            try await withHome { run, _ in
                _ = try await run(":crew ask result:={\"columns\":[\"a\"],\"data\":[[1]]} One?")
                #expect(try await run(":save \(folder)/\(target)").status == 0)
                let name = String(target.prefix { $0 != " " })
                #expect(try TemporaryFolder.read("\(folder)/\(name)").hasPrefix(content))
            }
        }
    }

    @Test("have their answers saved to a file, which is replaced only with --force")
    func saved() async throws {
        try await withTemporaryFolder { folder in
            try await withHome { run, _ in
                _ = try await run(":crew ask result:={\"columns\":[\"a\"],\"data\":[[1]]} One?")
                #expect(try await run(":save \(folder)/a.csv -o csv").status == 0)
                #expect(try TemporaryFolder.read(folder + "/a.csv") == "a\r\n1\r\n")
                let refused = try await run(":save \(folder)/a.csv")
                #expect(refused.status == 2)
                #expect(
                    refused.errors.contains("\(folder)/a.csv already exists. To replace it, use --force."))
                #expect(try await run(":save \(folder)/a.csv --force last -o text").status == 0)
                #expect(try await run(":save \"\(folder)/my answer.csv\" -o csv").status == 0)
                #expect(try await run(":save '\(folder)/my answer.csv'").status == 2)
                #expect(try TemporaryFolder.read(folder + "/a.csv").hasPrefix("{\n  \"columns\""))
                let made = try await run(":save \(folder)/new/deep/a.csv")
                #expect(made.status == 0)
                #expect(
                    made.errors
                        == "Saved to \(folder)/new/deep/a.csv. New folders: \(folder)/new, \(folder)/new/deep.\n"
                )
                let one = try await run(":save \(folder)/one//a.csv")
                #expect(one.errors == "Saved to \(folder)/one//a.csv. New folder: \(folder)/one.\n")
                let unwritable = try await run(":save \(folder)/a.csv/no/a.csv")
                #expect(unwritable.status == 1)
                #expect(unwritable.errors.contains("a.csv/no/a.csv: part of the path isn't a folder."))
            }
        }
    }
}
