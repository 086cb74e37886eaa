import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("--each")
struct EachTests {
    private func runs(at sandbox: Sandbox) async throws -> [CrewRunRecord] {
        let configuration = try ClientConfiguration(
            host: sandbox.host, credentials: .preSharedKey(sandbox.apiKey))
        return try await withNx1Client(configuration) { try await $0.runs(limit: 10_000) }
    }

    @Test("resumes after being killed: every answer once, in row order, and every run once")
    func killed() async throws {
        try await withSandbox(.init(speed: 20)) { sandbox in
            try await withTemporaryFolder { home in
                // Equal rows count as often as they occur.
                let numbers = (0..<1000).map { $0 / 2 }
                let rows = "n\n" + numbers.map { "\($0)\n" }.joined()
                let file = try TemporaryFolder.write(rows, to: "rows.csv", in: home)
                let environment = ["NX1_HOST": sandbox.host, "NX1_API_KEY": sandbox.apiKey]
                let line = ":crew ask result=\"answer {n}\" question {n}"
                let arguments = ["-j", "64", "--batch", "late", "--each", file, line]
                let program = try Program(named: "nx1sh")
                let bound = Duration.seconds(120)
                try await program.withRunning(
                    arguments, environment: environment, home: home, bound: bound
                ) { running in
                    try await eventually("a third of the runs", within: .seconds(100), instead: { "" }) {
                        try await self.runs(at: sandbox).count >= 333 ? true : nil
                    }
                    running.send(signal: 9)
                    #expect(try await running.outcome().ending == .killed(signal: 9))
                }
                let before = try await runs(at: sandbox).count
                #expect(before < 1000)
                let outcome = try await program.run(
                    arguments, environment: environment, home: home, bound: bound)
                #expect(outcome.output == numbers.map { "answer \($0)\n" }.joined())
                #expect(outcome.status == 0, "\(outcome.errors)")
                let questions = try await runs(at: sandbox).compactMap { $0.taskInput?["question"]?.string }
                #expect(questions.sorted() == numbers.map { "question \($0)" }.sorted())
            }
        }
    }

    @Test("answers the first row of a pipe before the next row arrives", arguments: [[], ["-j", "8"]])
    func stream(options: [String]) async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            let arguments = options + ["--each", "-", ":crew ask result=\"answer {n}\" Q"]
            let environment = ["NX1_HOST": sandbox.host, "NX1_API_KEY": sandbox.apiKey]
            try await Program(named: "nx1sh").withRunning(arguments, environment: environment) { running in
                running.write("n\n1\n")
                #expect(try await running.nextLine() == "answer 1")
                running.write("2\n3\n")
                #expect(try await running.nextLine() == "answer 2")
                running.closeInput()
                let outcome = try await running.outcome()
                #expect(outcome.output == "answer 1\nanswer 2\nanswer 3\n")
                #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
            }
        }
    }

    @Test("reports an invalid row of a pipe in its turn, after the answers before it")
    func brokenStream() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(
                ["-j", "4", "--each", "-", ":crew ask result=\"answer {n}\" Q"],
                input: .text("n,m\n1,1\n2\n3,3\n"))
            #expect(outcome.output == "answer 1\n")
            #expect(
                outcome.errors
                    == "nx1sh: In standard input, row 2 (line 3) has 1 value, but the header has 2.\n")
            #expect(outcome.status == 2)
        }
    }

    @Test("runs all lines for a row, in order, before the next row")
    func severalLines() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(
                [
                    "--each", "-", "-o", "json", "-j", "3", "-c", ":crew ask result={n} One {n}", "-c",
                    ":crew ask result={n} scenario=fail Two {n}",
                ], input: .text("n\n1\n2\n"))
            #expect(
                try outcome.records().map { $0["input"]?["question"]?.string } == [
                    "One 1", "Two 1", "One 2", "Two 2",
                ])
            #expect(try outcome.records().map { $0["line"] } == [1, 1, 2, 2])
            #expect(
                outcome.errors.split(separator: "\n").map { $0.prefix(40) } == [
                    "nx1sh: standard input:2: -c 2: The run f", "nx1sh: standard input:3: -c 2: The run f",
                ], "\(outcome.errors)")
            #expect(outcome.status == 1)
        }
    }

    @Test("prints one CSV table, with the row's columns first", arguments: [[], ["-j", "8"]])
    func table(options: [String]) async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(
                options + ["--each", "-", "-o", "csv", ":crew ask result={a} scenario={line} Q{a}"],
                input: .text("a,line\n1,ok\n\"2, 3\",fail\n"))
            let rows = outcome.output.split(separator: "\r\n")
            #expect(rows.count == 3, "\(outcome.output)")
            #expect(rows.first == "a,line,line_2,question,status,answer")
            #expect(rows.dropFirst().first == "1,ok,1,Q1,completed,1")
            #expect(rows.last?.hasPrefix("\"2, 3\",fail,2,\"Q2, 3\",failed,") == true)
        }
    }

    @Test("prints with --dry-run what each row would send, without a service")
    func dryRun() async throws {
        let outcome = try await ShellProgram().run(
            ["--each", "-", "--dry-run", ":crew ask limit:={n} region={region=north} Which in {region}?"],
            input: .text("n,region\n1,\n2,\"so\"\"uth\"\n"))
        #expect(
            outcome.output == #"""
                {"crew":"ask","input":{"limit":1,"region":"north","question":"Which in ?"}}
                {"crew":"ask","input":{"limit":2,"region":"so\"uth","question":"Which in so\"uth?"}}

                """#, "\(outcome.errors)")
        #expect(outcome.status == 0)
    }

    @Test("reads the answer of a journalled run as rows")
    func journal() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            try await withTemporaryFolder { home in
                let shell = try ShellProgram(sandbox)
                let table = #":crew ask result:=[{"Month":"May","n":7},{"Month":"June","n":8}] Orders?"#
                #expect(try await shell.run([table], home: home).status == 0)
                let outcome = try await shell.run(
                    ["--each", "@last", ":crew ask result={Month} n:={n} Why?"], home: home)
                #expect(outcome.output == "May\nJune\n" && outcome.status == 0, "\(outcome.errors)")
            }
        }
    }

    @Test("ends silently when its output is closed")
    func abandoned() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(
                ["-j", "2", "--each", "-", ":crew ask result=A Q{n}"],
                input: .text("n\n" + String(repeating: "1\n", count: 20)), output: .abandoned)
            #expect(outcome.errors == "" && outcome.status == 0)
        }
    }

    @Test(
        "refuses options that can't be combined",
        arguments: [
            (["--each", "r.csv"], "--each needs a line to run for each row: QUESTION or -c LINE."),
            (["--each", "", "Q"], "--each needs a file."),
            (["--each", "r.csv", "-f", "x"], "--each runs QUESTION or -c for each row; leave out -f."),
            (["--each", "r.csv", "--if-changed", "Q"], "leave out --login and --if-changed."),
            (["--each", "r.csv", "--input", "jsonl", "Q"], "--each can't be combined with --input jsonl"),
            (
                ["--each", "r.csv", "--continue", "Q"],
                "--each can't be combined with --input jsonl or --continue"
            ),
            (["--each", "-", "--attach", "-", "Q"], "--each - reads the rows from standard input"),
            (["--each", "-", "--api-key-file", "-", "Q"], "--each - reads the rows from standard input"),
            (
                ["--each", "-", "Q", "@-"],
                "Standard input provides the rows, so it can't also be part of a request."
            ),
            (
                ["--each", "-", ":crew ask x=@- Q"],
                "Standard input provides the rows, so it can't also be part of a request."
            ),
            (["--each", "-", ":runs"], "--each needs a line that asks a crew"),
            (["--each", "nothing.csv", "Q"], "Couldn't read the file `nothing.csv`: no such file."),
        ])
    func refusals(arguments: [String], sentence: String) async throws {
        let outcome = try await ShellProgram(host: "http://127.0.0.1:9").run(
            arguments, input: .text("n\n1\n"))
        #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
        #expect(outcome.output == "" && outcome.status == 2)
    }
}
