import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("Lines of the command line, of files and of stdin")
struct LinesTests {
    /// The answer to a question is the question itself.
    private static func withEcho(_ body: @Sendable (ShellProgram) async throws -> Void) async throws {
        try await withScriptedServer(
            answering: { request in
                if request.method == "POST" {
                    let id =
                        request.text.split(separator: "\"question\":\"").last?.prefix { $0 != "\"" } ?? ""
                    return .json(#"{"correlation_id":"\#(id)"}"#)
                }
                guard request.path.hasPrefix("/api/crews/results/") else { return .response(404) }
                let id = request.path.split(separator: "/").last ?? ""
                if id == "fail" { return .json(#"{"status":"failed","result":null,"error":"no luck"}"#) }
                return .json(#"{"status":"completed","result":"\#(id)"}"#)
            },
            body: { try await body(ShellProgram(host: $0.host)) })
    }

    @Test("-c and -f run in command-line order, and - is stdin")
    func order() async throws {
        try await Self.withEcho { shell in
            try await withTemporaryFolder { folder in
                let file = try TemporaryFolder.write("three\nfour\n", to: "questions", in: folder)
                let outcome = try await shell.run(
                    "-c", "one", "-f", "-", "--command", "two", "--file", file, "-c", "five",
                    input: .text("stdin\n"))
                #expect(outcome.output == "one\nstdin\ntwo\nthree\nfour\nfive\n")
                #expect(outcome.errors == "")
                #expect(outcome.status == 0)
            }
        }
    }

    @Test("A question is an ordinary line, so it can be a command")
    func commands() async throws {
        let outcome = try await ShellProgram().run(":format")
        #expect(outcome.output == "format  auto\n")
        #expect(outcome.status == 0)
    }

    @Test("Commands in a script affect the lines after them, and :quit skips the rest")
    func steering() async throws {
        try await Self.withEcho { shell in
            let lines = "one\n:format json\ntwo\n:format text\n:result %1\n:result\n:quit\nthree\n"
            let outcome = try await shell.run(input: .text(lines))
            let shown = outcome.output.split(separator: "\n")
            try #require(shown.count == 4)
            #expect(shown[0] == "one")
            #expect(shown[1].hasPrefix(#"{"line":3,"correlation_id":"two","#))
            #expect(shown[2...] == ["one", "two"])
            #expect(outcome.status == 0)
        }
    }

    @Test("A failing line is named by its place, the rest runs, and the first failure sets the exit status")
    func failures() async throws {
        try await Self.withEcho { shell in
            let outcome = try await shell.run(input: .text("one\n\nfail\n:hlep\ntwo\n"))
            #expect(outcome.output == "one\ntwo\n")
            #expect(
                outcome.errors == """
                    nx1sh: stdin:3: The run failed: no luck. `nx1sh ':status fail'` shows the details.
                    nx1sh: stdin:4: Unknown command :hlep. Did you mean `:help`?

                    """)
            #expect(outcome.status == 1)
            try await withTemporaryFolder { folder in
                let file = try TemporaryFolder.write(":nonsense\none\nfail\n", to: "q", in: folder)
                let outcome = try await shell.run("-f", file, "-c", "two")
                #expect(outcome.output == "one\ntwo\n")
                #expect(outcome.errors.hasPrefix("nx1sh: \(file):1: Unknown command :nonsense."))
                #expect(outcome.errors.contains("nx1sh: \(file):3: The run failed: no luck. `nx1sh"))
                #expect(outcome.status == 2)
            }
        }
    }

    @Test("Of several command-line lines, the failing one is named by number; a single line needs none")
    func numbersOfLines() async throws {
        try await Self.withEcho { shell in
            let several = try await shell.run(
                "-c", "one", "-f", "-", "-c", "fail", "-c", "", input: .text("stdin\n"))
            #expect(several.output == "one\nstdin\n")
            #expect(
                several.errors.hasPrefix(
                    "nx1sh: -c 2: The run failed: no luck. `nx1sh ':status fail'` shows the details.\n"
                        + "nx1sh: -c 3: The question is empty,"), "\(several.errors)")
            let alone = try await shell.run("-c", "fail")
            #expect(alone.errors.hasPrefix("nx1sh: The run failed:"), "\(alone.errors)")
        }
    }

    @Test(
        "With --stop-on-error, nothing starts after the first failure, wherever it is",
        arguments: [
            (["-f", "-", "-c", "two"], "fail\none\n"), (["-c", "fail", "-c", "one"], ""),
            (["-c", ":nonsense", "-f", "-"], "one\n"), (["-f", "/no/such/file", "-c", "one"], ""),
        ] as [([String], String)])
    func stopOnError(arguments: [String], input: String) async throws {
        try await Self.withEcho { shell in
            let outcome = try await shell.run(["--stop-on-error"] + arguments, input: .text(input))
            #expect(outcome.output == "")
            #expect(outcome.errors.split(separator: "\n").count == 1)
            #expect(outcome.status == (arguments.contains("fail") || input.contains("fail") ? 1 : 2))
        }
    }

    @Test("A missing file is reported and counts as a failure, and the rest runs")
    func missingFile() async throws {
        try await Self.withEcho { shell in
            let outcome = try await shell.run("-c", "fail", "-f", "/no/such/file", "-f", "/", "-c", "one")
            #expect(outcome.output == "one\n")
            #expect(
                outcome.errors.contains("nx1sh: Couldn't read /no/such/file: no such file.\n"))
            #expect(outcome.errors.contains("nx1sh: Couldn't read /: it is a folder.\n"))
            #expect(outcome.status == 1)
        }
    }

    @Test("The startup file runs first, and -X skips it", arguments: ["home", "NX1_SHELL_HOME"])
    func startUpFile(place: String) async throws {
        try await withTemporaryFolder { folder in
            let isHome = place == "home"
            try TemporaryFolder.write(
                "# mine\n:set region=north\n:format json\n", to: isHome ? ".nx1/shell/rc" : "rc", in: folder)
            let variables = isHome ? [:] : ["NX1_SHELL_HOME": folder]
            let shell = try ShellProgram()
            let home = isHome ? folder : nil
            let outcome = try await shell.run([":set"], adding: variables, home: home)
            #expect(outcome.output == "{\"region\":\"north\"}\n")
            #expect(outcome.errors == "")
            for flag in ["-X", "--no-rc"] {
                let without = try await shell.run([flag, ":format"], adding: variables, home: home)
                #expect(without.output == "format  auto\n")
            }
        }
    }

    @Test("Flags take precedence over the startup file")
    func flagsOverStartUpFile() async throws {
        try await withTemporaryFolder { folder in
            let profiles = "a: {host: 'http://127.0.0.1:1'}\nb: {host: 'http://127.0.0.1:2'}\n"
            let variables = [
                "NX1_SHELL_HOME": folder,
                "NX1_PROFILES_PATH": try TemporaryFolder.write(profiles, to: "profiles", in: folder),
            ]
            let commands = [
                ":format table", ":progress never", ":crew classification", ":set region=north colour=red",
                ":profile a",
            ]
            try TemporaryFolder.write(commands.joined(separator: "\n"), to: "rc", in: folder)
            let shell = try ShellProgram()
            func shown(_ flags: [String], _ command: String) async throws -> String {
                let outcome = try await shell.run(flags + [command], adding: variables)
                #expect(outcome.errors == "")
                return outcome.output
            }
            #expect(try await shown(["-o", "json"], ":format") == #"{"format":"json"}"# + "\n")
            #expect(
                try await shown(["--set", "region=south", "-o", "json"], ":set")
                    == #"{"region":"south","colour":"red"}"# + "\n")
            let request = try JSONValue(parsing: try await shown(["--crew", "ask", "--dry-run"], "Why?"))
            #expect(request["crew"] == "ask")
            let profile = try await shown(["-p", "b", "-o", "json"], ":profile")
            let rows = try JSONValue(parsing: profile).array ?? []
            #expect(rows.first { $0["in_use"] == true }?["profile"] == "b")
        }
    }

    @Test(
        "The startup file has questions and commands even if the lines are JSON, and doesn't count as lines of a batch"
    )
    func startUpFileBeforeJSON() async throws {
        try await withTemporaryFolder { folder in
            try TemporaryFolder.write(":set region=north\n:source ~/more\n", to: ".nx1/shell/rc", in: folder)
            try TemporaryFolder.write(":set colour=red\n", to: "more", in: folder)
            try await withShellOnSandbox { shell in
                let outcome = try await shell.run(
                    ["--input", "jsonl", "--batch", "b", "-o", "json"],
                    home: folder, input: .text(#"{"input":{"result":"A"},"id":1}"# + "\n"))
                #expect(outcome.errors == "" && outcome.status == 0, "\(outcome.errors)")
                let record = try #require(try outcome.records().first)
                #expect(record["result"] == "A")
                #expect(record["input"]?["region"] == "north" && record["input"]?["colour"] == "red")
            }
        }
    }

    @Test(":quit in the startup file ends only the file")
    func quitInStartUpFile() async throws {
        try await withTemporaryFolder { folder in
            try TemporaryFolder.write(":set region=north\n:quit\n:nonsense\n", to: "rc", in: folder)
            let outcome = try await ShellProgram().run([":set"], adding: ["NX1_SHELL_HOME": folder])
            #expect(outcome.output == "region  north\n")
            #expect(outcome.errors == "" && outcome.status == 0)
        }
    }

    @Test("Sticky inputs are shown by their names")
    func names() async throws {
        let outcome = try await ShellProgram().run("-c", ":set ship_to=x", "-c", ":set")
        #expect(outcome.output == "ship_to  x\n")
    }

    @Test("Values can be joined to short options, and a line of -c can begin with a dash")
    func joined() async throws {
        let shell = try ShellProgram()
        let outcome = try await shell.run("-ojson", "-j2", "-c", ":set a=-1", "-c", ":set")
        #expect(outcome.output == #"{"a":"-1"}"# + "\n", "\(outcome.errors)")
        let dashed = try await ShellProgram(host: "http://127.0.0.1:9").run(
            "--dry-run", "-c", "-5 degrees, why?")
        #expect(dashed.output.contains("-5 degrees, why?"), "\(dashed.errors)")
    }

    @Test("An error in the startup file is named with file and line, and the lines still run")
    func brokenStartUpFile() async throws {
        try await withTemporaryFolder { folder in
            let file = try TemporaryFolder.write(":set region=north\n:colour on\n", to: "rc", in: folder)
            let outcome = try await ShellProgram().run([":format"], adding: ["NX1_SHELL_HOME": folder])
            #expect(outcome.output == "format  auto\n")
            #expect(outcome.errors.hasPrefix("nx1sh: \(file):2: Unknown command :colour."))
            #expect(outcome.status == 2)
        }
    }

    @Test(
        "A block and a backslash make one question of several lines, and the record has the first line's number"
    )
    func severalLines() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(
                "-o", "json", input: .text("\n\"\"\"\nfirst\n:second\n\"\"\"\none \\\ntwo\n\\:colon\n"))
            let records = try outcome.records()
            #expect(
                records.compactMap { $0["input"]?["question"]?.string } == [
                    "first\n:second", "one \ntwo", ":colon",
                ])
            #expect(records.compactMap { $0["line"]?.double } == [2, 6, 8])
            #expect(outcome.status == 0)
        }
    }

    @Test("Lines run as they arrive: the first answer is printed before the second line arrives")
    func asTheyCome() async throws {
        try await Self.withEcho { shell in
            try await shell.withRunning { running in
                running.write("one\n")
                let first = try await running.nextLine()
                #expect(first == "one")
                running.write("tw")
                running.write("o\n")
                let second = try await running.nextLine()
                #expect(second == "two")
                running.closeInput()
                let outcome = try await running.outcome()
                #expect(outcome.status == 0)
            }
        }
    }

    @Test(":source runs the lines of a file, and errors name the file's lines")
    func source() async throws {
        try await Self.withEcho { shell in
            try await withTemporaryFolder { folder in
                let inner = try TemporaryFolder.write("two\n:nonsense\n", to: "inner", in: folder)
                let outcome = try await shell.run(input: .text("one\n:source \(inner)\nthree\n"))
                #expect(outcome.output == "one\ntwo\nthree\n")
                #expect(outcome.errors.hasPrefix("nx1sh: \(inner):2: Unknown command :nonsense."))
                #expect(outcome.status == 2)
                let itself = try TemporaryFolder.write(":source \(folder)/itself\n", to: "itself", in: folder)
                let endless = try await shell.run("-f", itself)
                #expect(
                    endless.errors.contains("files are nested 16 deep. Check for a file that runs itself."))
                #expect(endless.status == 2)
            }
        }
    }
}
