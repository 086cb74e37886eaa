import Foundation
import Nx1Client
import TestSupport
import Testing

@Suite("A command's output, in a pipe or a file", .timeLimit(.minutes(2)))
struct PipeTests {
    private static let question = #":crew ask result:=[{"id":2,"name":"b"},{"id":1,"name":"a"}] Which?"#

    /// The lines after a question whose answer is a table of two rows.
    private func run(
        _ lines: String..., in shell: ShellProgram, adding variables: [String: String] = [:],
        home: String? = nil
    ) async throws -> ProgramOutcome {
        try await shell.run(
            ["-q", "-c", Self.question + " > /dev/null", "-c", ":result > /dev/null"]
                + lines.flatMap { ["-c", $0] }, adding: variables, home: home)
    }

    @Test("goes to a program in plain form, and the program's output is the answer")
    func program() async throws {
        try await withShellOnSandbox { shell in
            let lines = [
                ":format text", Self.question, ":result -o csv | sort -t, -k1", ":result -o jsonl|tail -n 1",
            ]
            let outcome = try await shell.run(["-q"] + lines.flatMap { ["-c", $0] })
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(
                outcome.output.hasSuffix("1,a\r\n2,b\r\nid,name\r\n{\"id\":1,\"name\":\"a\"}\n"),
                "\(outcome.output)")
            let one = try await shell.run("--color", "always", ":help | head -1")
            #expect(one.output == "Asking   questions to crews, and what is sent with them\n")
            #expect(one.status == 0)
        }
    }

    @Test("goes to a file, replacing or appending; ~/ is the home directory")
    func files() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                let outcome = try await shell.run(
                    [
                        "-q", "-c", Self.question, "-c", ":result -o csv > ~/a.csv", "-c",
                        ":result -o csv >a.csv",
                        "-c", ":result -o tsv >> a.csv", "-c", ":runs -o json > \"two words\"",
                    ], home: home)
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(
                    try TemporaryFolder.read("\(home)/a.csv")
                        == "id,name\r\n2,b\r\n1,a\r\nid\tname\n2\tb\n1\ta\n")
                let runs = try JSONValue(parsing: Array(TemporaryFolder.read("\(home)/two words").utf8))
                #expect(runs.array?.count == 1)
            }
        }
    }

    @Test("never cuts a question")
    func question() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(["-q", "-o", "json", "a | b > c"])
            #expect(try outcome.records().first?["input"] == ["question": "a | b > c"])
            let crew = try await shell.run(["-q", "-o", "json", ":crew ask which: a | b > c"])
            #expect(try crew.records().first?["input"] == ["question": "which: a | b > c"])
            let later = try await shell.run([
                "-q", "-o", "json", "-c", ":bg a | b", "-c", ":wait > /dev/null", "-c", ":result",
            ])
            #expect(try later.records().last?["input"] == ["question": "a | b"])
        }
    }

    @Test(
        "is a failure if the program fails, which is reported; a pipe that is closed early isn't one",
        arguments: [
            (":help | head -1 >/dev/null", 0, ""), (":help | true", 0, ""),
            (":help | false", 1, "nx1sh: `false` exited with status 1.\n"),
            (":help | exit 7", 1, "nx1sh: `exit 7` exited with status 7.\n"),
            (":help | kill -9 $$", 1, "nx1sh: `kill -9 $$` was killed by signal 9.\n"),
            (
                ":help | no-such-program 2>/dev/null", 1,
                "nx1sh: `no-such-program 2>/dev/null` failed: command not found (exit status 127).\n"
            ),
            (":help |", 2, "nx1sh: `|` needs a command, as in `| less`.\n"),
            (":help >", 2, "nx1sh: `>` needs a file, as in `> late.csv`.\n"),
            (":help > a b", 2, nil),
            (
                ":help > /no/such/folder", 1,
                "nx1sh: Couldn't write /no/such/folder: no such file or folder.\n"
            ),
            (":help -o", 2, "nx1sh: -o needs a value.\n"),
            (":help -o xml", 2, nil), (":quit | cat", 2, nil),
            (":save x.md | cat", 2, nil),
            (":! exit 3", 1, "nx1sh: `exit 3` exited with status 3.\n"),
            (
                ":!", 2,
                "nx1sh: Without a command, :! starts a shell, which needs a terminal. Use `:! COMMAND`.\n"
            ),
        ] as [(String, Int32, String?)])
    func statuses(line: String, status: Int32, message: String?) async throws {
        let outcome = try await ShellProgram().run(line)
        #expect(outcome.status == status, "\(outcome.errors)")
        if let message { #expect(outcome.errors == message) }
        #expect(outcome.output == "")
    }

    @Test("of 10 MB arrives completely in a pipe, and a program that doesn't read it can end")
    func large() async throws {
        try await withShellOnSandbox { shell in
            try await withTemporaryFolder { folder in
                let text = String(repeating: "0123456789abcdef", count: 10 << 16)
                let path = try TemporaryFolder.write(
                    JSONValue.string(text).serialized(), to: "a.json", in: folder)
                let ask = ":crew ask result:=@\(path) Long?"
                for (line, output) in [
                    (":result | wc -c", "10485761"), (":result | sleep 0.1; echo done", "done"),
                ] {
                    let outcome = try await shell.run(
                        [
                            "-q", "-c", ask, "-c", line,
                        ], output: .collected)
                    #expect(outcome.status == 0, "\(outcome.errors)")
                    #expect(
                        outcome.output.split(separator: "\n").last.map { $0.drop { $0 == " " } }
                            == output[...])
                }
            }
        }
    }

    @Test("starts no program and touches no file if there is only an error")
    func nothing() async throws {
        try await withTemporaryFolder { home in
            let path = try TemporaryFolder.write("kept", to: "a", in: home)
            let shell = try ShellProgram()
            let outcome = try await shell.run(["-c", ":result > a", "-c", ":result | touch b"], home: home)
            #expect(outcome.status != 0)
            #expect(try TemporaryFolder.read(path) == "kept")
            #expect(!FileManager.default.fileExists(atPath: "\(home)/b"))
        }
    }

    @Test("gives a program no key; :! runs one alone, with the stdin of nx1sh unless that holds lines")
    func alone() async throws {
        let shell = try ShellProgram(environment: [
            "NX1_API_KEY": ShellProgram.plantedKey, "NX1_HOST": "http://127.0.0.1:1",
        ])
        let secret = try await shell.run(":! env", ":help | env")
        #expect(secret.status == 2 || !secret.output.contains(ShellProgram.plantedKey))
        for line in [":! env", ":help | env"] {
            let outcome = try await shell.run(line)
            #expect(outcome.status == 0)
            #expect(outcome.output.contains("NX1_HOST=") && !outcome.output.contains(ShellProgram.plantedKey))
        }
        #expect(try await shell.run(":! cat", input: .text("typed\n")).output == "typed\n")
        #expect(try await shell.run(":!cat", input: .text("typed\n")).output == "typed\n")
        let lines = try await shell.run(input: .text(":! cat\n:! echo after\n"))
        #expect(lines.output == "after\n")
    }

    #if os(Linux)
        @Test("isn't copied without a terminal")
        func noTerminal() async throws {
            try await withShellOnSandbox { shell in
                let outcome = try await shell.runInShell(
                    "/usr/bin/setsid -w \"$0\" -q -c ':crew ask result=a Which?' -c ':copy'")
                #expect(outcome.status == 2)
                #expect(
                    outcome.errors
                        == "nx1sh: -c 2: Nothing was copied: nx1sh isn't running in a terminal. To write it to a file, use `:save FILE`.\n"
                )
            }
        }
    #endif

    @Test("ends with the shell: a closed output ends it quietly")
    func closed() async throws {
        let outcome = try await ShellProgram().run(
            ["-c", ":help | cat", "-c", ":help | cat"], output: .abandoned)
        #expect(outcome.errors == "")
        #expect(outcome.status == 0)
    }

    @Test(
        "of each command with output has a format option",
        arguments: [
            ":runs", ":jobs", ":help", ":crew", ":set", ":context", ":format", ":timing", ":progress",
            ":pager", ":notify",
            ":profile", ":attach", ":history", ":auth", ":ping",
        ])
    func formats(command: String) async throws {
        try await withShellOnSandbox { shell in
            for (form, start) in [("json", #/^[\[{]/#), ("csv", #/./#)] {
                let outcome = try await shell.run("-q", "\(command) -o \(form)")
                #expect(outcome.status == 0, "\(outcome.errors)")
                if form == "json" { #expect(outcome.output.contains(start), "\(command)") }
                #expect(outcome.errors == "")
            }
        }
    }
}
