import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("Continuing a conversation")
struct ContinuingTests {
    private func ask(
        _ shell: ShellProgram, _ arguments: String..., answer: String = "A", home: String
    ) async throws -> (outcome: ProgramOutcome, id: String, question: String) {
        let outcome = try await shell.run(
            ["-o", "json", "--set", "result=\(answer)"] + arguments, home: home)
        let record = try #require(try outcome.records().first, "\(outcome.errors)")
        return (
            outcome, record["correlation_id"]?.string ?? "", record["input"]?["question"]?.string ?? ""
        )
    }

    @Test("with --continue uses the most recent conversation, and stderr names its run")
    func last() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                let old = try await ask(shell, "How many in April?", answer: "12", home: home)
                _ = try await ask(shell, "Something else?", home: home)
                let second = try await ask(
                    shell, "--continue", String(old.id.prefix(8)), "And in May?", answer: "13", home: home)
                #expect(second.question.hasSuffix("The question now:\nAnd in May?"))
                #expect(second.question.contains("| How many in April?\nAnswer:\n| 12\n"))
                #expect(second.outcome.errors.hasPrefix("Continuing \(old.id.prefix(8)) ("))
                #expect(second.outcome.errors.hasSuffix("): How many in April?\n"))
                let third = try await ask(shell, "--continue", "And in June?", home: home)
                #expect(third.outcome.errors.hasPrefix("Continuing \(second.id.prefix(8)) ("))
                #expect(third.question.hasPrefix("The last 2 exchanges before this question"))
                #expect(third.question.contains("| And in May?\nAnswer:\n| 13\n"))
                #expect(!third.question.contains("Something else?"))
            }
        }
    }

    @Test("ignores other profiles, failed runs, and runs without a question")
    func others() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                _ = try await ask(shell, "How many?", home: home)
                _ = try await shell.run(["--set", "scenario=fail", "Failed?"], home: home)
                _ = try await shell.run([":crew ask rows:=[1]"], home: home)
                let next = try await ask(shell, "--continue", "And?", home: home)
                #expect(next.outcome.errors.hasSuffix("): How many?\n"))
            }
            try await withShellOnSandbox { other in
                let none = try await other.run(["--continue", "And?"], home: home)
                #expect(none.status == 2)
                #expect(
                    none.errors.hasPrefix(
                        "nx1sh: There is no conversation to continue: the journal has no answered question at http://"
                    ))
            }
        }
    }

    @Test("never sends the answer of one service to another")
    func otherService() async throws {
        try await withTemporaryFolder { home in
            try await withSandbox(.init(speed: 50)) { sandbox in
                let first = try await ask(ShellProgram(sandbox), "How many?", home: home)
                try await withShellOnSandbox { other in
                    let outcome = try await other.run(["--continue", first.id, "And?"], home: home)
                    #expect(outcome.status == 2)
                    #expect(
                        outcome.errors
                            == "nx1sh: Run \(first.id) belongs to \(sandbox.host), and answers of one service "
                            + "aren't sent to another. To continue it there, use --host \(sandbox.host).\n")
                }
            }
        }
    }

    @Test("is rejected without a conversation or a journal")
    func refused() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                let unknown = try await shell.run(["--continue", "deadbeef00"], home: home)
                #expect(unknown.status == 2)
                #expect(unknown.errors.hasPrefix("nx1sh: No run matches \"deadbeef00\""))
                #expect(unknown.errors.split(separator: "\n").count == 1)
                for (name, status) in [("%1", 2), ("00000000-0000-4000-8000-000000000000", 1)]
                    as [(String, Int32)]
                {
                    let outcome = try await shell.run(["--continue", name, "And", "in", "May?"], home: home)
                    #expect(outcome.status == status, "\(outcome.errors)")
                    #expect(outcome.output == "")
                }
                let nowhere = try await ShellProgram().run(["--continue", "Why?"], home: home)
                #expect(nowhere.status == 2)
                #expect(
                    nowhere.errors
                        == "nx1sh: There is no conversation to continue: no host is set. Set NX1_HOST, pass --host, or add a profile to ~/.nx1/profiles.\n"
                )
                let unkept = try await shell.run(["--continue", "--no-journal", "Why?"], home: home)
                #expect(unkept.status == 2)
                #expect(
                    unkept.errors.hasPrefix(
                        "nx1sh: --continue needs the journal; leave out --no-journal.\n"))
            }
        }
    }

    @Test("with :context on uses the journal on the command line, but not in a script")
    func context() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                _ = try await ask(shell, "How many?", answer: "12", home: home)
                let next = try await ask(shell, "-c", ":context on", "-c", "And in May?", home: home)
                #expect(next.question.contains("| How many?\nAnswer:\n| 12\n"))
                let script = try await shell.run(
                    ["-o", "json"], home: home, input: .text(":context on\nAnd in June?\n"))
                #expect(try script.records().first?["input"]?["question"]?.string == "And in June?")
            }
        }
    }

    @Test("with :again changes only what is given")
    func again() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                let first = try await ask(shell, "--set", "region=north", "How many?", home: home)
                let cases: [(String, String, String)] = [
                    ("", "ask", #"{"result":"A","region":"north","question":"How many?"}"#),
                    ("region=south", "ask", #"{"result":"A","region":"south","question":"How many?"}"#),
                    ("And in May?", "ask", #"{"result":"A","region":"north","question":"And in May?"}"#),
                    (
                        "--crew classification x:=1 -- a=b", "classification",
                        #"{"result":"A","region":"north","question":"a=b","x":1}"#
                    ),
                    (
                        "Why? --crew classification", "classification",
                        #"{"result":"A","region":"north","question":"Why?"}"#
                    ),
                ]
                for (change, crew, input) in cases {
                    let outcome = try await shell.run(
                        ["-o", "json", ":again \(first.id) \(change)"], home: home)
                    let record = try outcome.records().first
                    #expect(record?["crew"]?.string == crew, "\(change): \(outcome.errors)")
                    let sent = try JSONValue(parsing: input)
                    #expect(record?["input"] == sent, "\(change)")
                }
                let carried = try await ask(shell, "--continue", "And?", home: home)
                let other = try await shell.run(["-o", "json", ":again \(carried.id) Or?"], home: home)
                let question = try other.records().first?["input"]?["question"]?.string
                #expect(question == carried.question.dropLast("And?".count) + "Or?")
                for (line, message) in [
                    (":again \(first.id) --crew", "--crew needs a value."),
                    (":again \(first.id) --", "The question is empty, so nothing was sent."),
                    (":again \(first.id) x:=", "Invalid JSON in `x:=` at column 4"),
                ] {
                    let outcome = try await shell.run([line], home: home)
                    #expect(outcome.errors.hasPrefix("nx1sh: \(message)"), "\(outcome.errors)")
                    #expect(outcome.status == 2)
                }
            }
        }
    }
}

@Suite("Without sending")
struct DryRunTests {
    @Test("--dry-run prints requests as lines that --input jsonl reads back unchanged")
    func lines() async throws {
        try await withScriptedServer { server in
            let shell = try ShellProgram(host: server.host)
            let outcome = try await shell.run(
                "--dry-run", "--set", "region=north", "-c", "How many?", "-c",
                ":crew data_engineering x:=[1] Load", "-c",
                ":bg Later?", "-c", ":crew unheard_of Who?", "-c", ":ping")
            let lines = """
                {"crew":"ask","input":{"region":"north","question":"How many?"}}
                {"crew":"data_engineering","input":{"region":"north","x":[1],"question":"Load"}}
                {"crew":"ask","input":{"region":"north","question":"Later?"}}
                {"crew":"unheard_of","input":{"region":"north","question":"Who?"}}

                """
            #expect(outcome.output == lines)
            #expect(outcome.status == 2)
            #expect(
                outcome.errors
                    == "nx1sh: -c 5: This needs the service, and --dry-run sends nothing. Leave out --dry-run, or use runs that are in the journal.\n"
            )
            let again = try await shell.run("--dry-run", "--input", "jsonl", "-j", "2", input: .text(lines))
            #expect(again.output == lines)
            #expect(again.status == 0)
            let waiting = #"{"crew":"ask","input":{"question":"Sum?"},"answers":{"k":"a"},"id":"b"}"# + "\n"
            let one = #"{"crew":"ask","input":{"question":"One?"},"id":"a"}"# + "\n"
            for options in [[], ["-j", "2"]] {
                let graph = try await shell.run(
                    ["--dry-run", "--input", "jsonl"] + options, input: .text(one + waiting))
                #expect(graph.output == one + waiting, "\(graph.errors)")
            }
            #expect(server.requests.isEmpty)
        }
    }

    @Test("--dry-run omits the lines of a batch that have answers")
    func batch() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                _ = try await shell.run(["--batch", "late"], home: home, input: .text("One?\n"))
                let outcome = try await shell.run(
                    ["--batch", "late", "--dry-run"], home: home, input: .text("One?\nTwo?\n"))
                #expect(outcome.output == #"{"crew":"ask","input":{"question":"Two?"}}"# + "\n")
            }
        }
    }

    @Test("-vv shows requests to the API and its responses, without the key")
    func bodies() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run("-vv", "--set", "result=7", "How many?")
            #expect(
                outcome.errors.contains(
                    #"nx1sh: POST /api/crews/run sends {"crew_type":"ask","task_input":{"result":"7","question":"How many?"}}"#
                ))
            #expect(outcome.errors.contains(#""status":"completed","result":"7""#))
            let secret = try await shell.run("-vv", "--set", "password=hunter2", "How many?")
            #expect(!secret.errors.contains("hunter2"))
            let dry = try await shell.run("--dry-run", "--set", "password=hunter2", "How many?")
            #expect(dry.output == #"{"crew":"ask","input":{"password":"***","question":"How many?"}}"# + "\n")
            #expect(
                dry.errors
                    == "Secrets are shown as ***. If you use this line as input, *** is sent instead of the secret.\n"
            )
            let plain = try await shell.run("-v", "--set", "result=7", "How many?")
            #expect(!plain.errors.contains("How many?"))
        }
        try await withScriptedServer(
            Route(
                "POST /api/crews/run",
                .json(#"{"detail":"bad key \#(ShellProgram.plantedKey)"}"#, status: 401))
        ) { server in
            let outcome = try await ShellProgram(host: server.host).run("-vv", "How many?")
            #expect(!outcome.errors.contains(ShellProgram.plantedKey))
        }
    }
}

@Suite("Runs deleted from the journal")
struct DeletedRunTests {
    @Test(
        "disappear from lists, searches and ids; if one doesn't exist, nothing is deleted")
    func deleted() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                let records = try await shell.run(
                    ["-o", "json", "--set", "result=A", "-c", "One?", "-c", "Two?"], home: home
                ).records()
                let ids = records.compactMap { $0["correlation_id"]?.string }
                let mixed = try await shell.run([":runs --delete \(ids[0]) nothere"], home: home)
                #expect(mixed.status == 2)
                #expect(try await shell.run(["-o", "json", ":runs"], home: home).output.contains(ids[0]))
                let outcome = try await shell.run(["-o", "json", ":runs --delete \(ids[0])"], home: home)
                #expect(outcome.output == "{\"removed\":1}\n")
                let left = try await shell.run(["-o", "json", ":runs"], home: home)
                #expect(!left.output.contains(ids[0]))
                #expect(left.output.contains(ids[1]))
                let dry = try await shell.run(["--dry-run", ":runs --delete \(ids[1])"], home: home)
                #expect(
                    dry.errors
                        == "nx1sh: --dry-run deletes nothing from the journal. Leave out --dry-run.\n"
                )
                let none = try await shell.run([":runs --delete"], home: home)
                #expect(none.errors == "nx1sh: --delete needs a RUN. :runs lists them.\n")
                #expect(none.status == 2)
            }
        }
    }
}
