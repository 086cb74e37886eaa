import Foundation
import Nx1Client
import TestSupport
import Testing

@Suite("Material for a question")
struct MaterialTests {
    /// The questions that the crew received.
    private func question(_ outcome: ProgramOutcome) throws -> String? {
        try outcome.records().first?["input"]?["question"]?.string
    }

    @Test("on stdin is sent with @- and --attach -, quoted after the question")
    func standardInput() async throws {
        try await withShellOnSandbox { shell in
            let quoted =
                "Attached: standard input. Lines that begin with \"| \" are quoted from it.\n| a,b\n| 1,2"
            for arguments in [
                ["Sum", "up:", "@-"], ["--attach", "-", "Sum up:"], [":crew", "ask", "Sum", "up:", "@-"],
                ["--attach", "-", "-c", "Sum up:"],
            ] {
                let outcome = try await shell.run(
                    ["-o", "json"] + arguments, input: .text("\u{FEFF}a,b\n1,2\n"))
                #expect(try question(outcome) == "Sum up:\n\n" + quoted, "\(arguments)")
                #expect(outcome.status == 0)
                #expect(outcome.errors == "")
            }
        }
    }

    @Test("from files is sent with each question, in the order of --attach")
    func files() async throws {
        try await withTemporaryFolder { folder in
            let one = try TemporaryFolder.write("x\n| y\n", to: "one.txt", in: folder)
            let two = try TemporaryFolder.write("z", to: "two.txt", in: folder)
            try await withShellOnSandbox { shell in
                let outcome = try await shell.run(
                    "-o", "json", "--attach", one, "--attach", two, "-c", "One?", "-c", "Two?")
                let questions = try outcome.records().map { $0["input"]?["question"]?.string }
                let rest =
                    "\n\nAttached: one.txt. Lines that begin with \"| \" are quoted from it.\n| x\n| | y"
                    + "\n\nAttached: two.txt. Lines that begin with \"| \" are quoted from it.\n| z"
                #expect(questions == ["One?" + rest, "Two?" + rest])
            }
        }
    }

    @Test("on stdin is an input with key=@- and key:=@-, read once for all lines")
    func inputs() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(
                "-o", "json", "--set", "text=@-", "--set", "rows:=@-", "-c", "One?", "-c", "Two?",
                input: .text("[1,2]"))
            let inputs = try outcome.records().map { $0["input"]?.serialized() }
            #expect(
                inputs == ["One?", "Two?"].map { #"{"text":"[1,2]","rows":[1,2],"question":"\#($0)"}"# })
        }
    }

    @Test("on an unused pipe is reported as unread, with the way to send it")
    func unread() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.runInShell(#"printf 'data\n' | "$0" --set result=7 'How many?'"#)
            #expect(outcome.output == "7\n")
            #expect(outcome.status == 0)
            #expect(
                outcome.errors
                    == "nx1sh: Standard input has data that was not read. To send it, add @- to the question or use --attach -.\n"
            )
            let quiet = try await shell.runInShell(#"printf 'data\n' | "$0" -q --set result=7 'How many?'"#)
            #expect(quiet.errors == "")
        }
    }

    @Test("that isn't requested is never waited for, nor taken from a loop that reads it")
    func untouched() async throws {
        try await withShellOnSandbox { shell in
            let open = try await shell.withRunning("--set", "result=7", "How many?", input: .open) {
                running in
                try await running.outcome()
            }
            #expect(open.output == "7\n")
            #expect(open.errors == "")
            let loop = try await shell.runInShell(
                #"printf 'a\nb\nc\n' | while read -r x; do "$0" -q --set result="$x" "And $x?"; done"#)
            #expect(loop.output == "a\nb\nc\n")
            let closed = try await shell.runInShell(#""$0" --set result=7 'How many?' <&-"#)
            #expect(closed.output == "7\n")
            #expect(closed.errors == "")
        }
    }

    @Test(
        "that can't be used is rejected before anything is sent",
        arguments: [
            (
                ["--attach", "-"], "Why?\n",
                "nx1sh: --attach - can't read standard input, which holds the lines; pass the lines as QUESTION, -c or -f FILE.\n"
            ),
            (
                ["--attach", "-", "-c", "Why?", "-f", "-"], "Why?\n",
                "nx1sh: --attach - can't read standard input, which holds the lines; pass the lines as QUESTION, -c or -f FILE.\n"
            ),
            (
                ["--set", "k=@-"], "Why?\n",
                "nx1sh: stdin:1: Standard input provides the lines, so it can't also be part of a request. Put the lines into a file: -f FILE.\n"
            ),
            (
                ["--attach", "/nowhere/x", "Why?"], "",
                "nx1sh: Couldn't read `/nowhere/x`: no such file.\n"
            ),
            (
                ["--set", "k:=@-", "Why?"], "{",
                "nx1sh: Standard input for `k` isn't valid JSON: expected a member name in double quotes at line 1, column 2.\n"
            ),
            (
                ["--set", "k:=@-", "Why?"], "",
                "nx1sh: Standard input for `k` isn't valid JSON: expected a value at line 1, column 1.\n"
            ),
            (
                ["--api-key-file", "-", "Why?", "@-"], "key\n",
                "nx1sh: Standard input provides the pre-shared key, so it can't also be part of a request. Use a file for one of them.\n"
            ),
            (
                [":crew ask k=v", "@-"], "x",
                "nx1sh: An attachment needs a question, so nothing was sent. Add a text, or send the file as an input: key=@FILE.\n"
            ),
            (["--set", "k=@%2", "Why?"], "", "nx1sh: This session has no run %2: it has no runs yet.\n"),
            (
                [":profile add x host=@-"], "",
                "nx1sh: host takes a value or a file, not standard input or a run's answer. For a file with that name, write ./NAME.\n"
            ),
        ])
    func refused(arguments: [String], input: String, message: String) async throws {
        try await withScriptedServer { server in
            let outcome = try await ShellProgram(host: server.host).run(arguments, input: .text(input))
            #expect(outcome.errors.hasPrefix(message), "\(outcome.errors)")
            #expect(outcome.status == 2)
            #expect(outcome.output == "")
            #expect(!server.requests.contains { $0.method == "POST" })
        }
    }

    @Test("typed at a terminal ends with Ctrl-D, which a note says")
    func typed() async throws {
        let program = try Program(named: "nx1sh")
        try await withTerminal(
            command: [
                program.path, "--sandbox", "--set", "result=7", ":crew ask k=@- duration:=0.1 Why?",
            ]
        ) { terminal in
            try await terminal.waitFor(
                "Reading standard input. Press Ctrl-D at the start of a line to end it.")
            try await terminal.enter("data")
            try await terminal.press("C-d")
            #expect(try await terminal.waitForExit() == 0)
            #expect(try await terminal.screen().contains("7"))
        }
    }

    @Test("on stdin that is too large is rejected before anything is sent")
    func tooLarge() async throws {
        try await withScriptedServer { server in
            let outcome = try await ShellProgram(host: server.host).run(
                "--set", "k=@-", "Why?", input: .bytes([UInt8](repeating: 0x61, count: (64 << 20) + 1)))
            #expect(
                outcome.errors == "nx1sh: Standard input is larger than 64 MiB, so it was not sent.\n")
            #expect(outcome.status == 2)
            #expect(!server.requests.contains { $0.method == "POST" })
        }
    }

    @Test("on stdin that a line has read isn't available as rows to a later one")
    func alreadyRead() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(
                "--set", "result=7", "-c", ":crew ask k=@- Why?", "-c", ":each - Why {a}?",
                input: .text("a\n1\n"))
            #expect(outcome.output == "7\n")
            #expect(
                outcome.errors
                    == "nx1sh: -c 2: Standard input was already read, so rows can't be read from it. Use a file.\n"
            )
            #expect(outcome.status == 2)
        }
    }

    @Test("that never arrives is abandoned at once on Ctrl-C")
    func interrupted() async throws {
        try await withTemporaryFolder { folder in
            let pipe = folder + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            try await withShellOnSandbox { shell in
                let outcome = try await shell.withRunning(":crew ask k=@\(pipe) Why?", input: .empty) {
                    running in
                    // It can be opened only while something reads it.
                    let writer = try await eventually("the program to wait for the pipe") { () -> Int32? in
                        let file = open(pipe, O_WRONLY | O_NONBLOCK)
                        return file >= 0 ? file : nil
                    }
                    defer { close(writer) }
                    running.send(signal: SIGINT)
                    return try await running.outcome()
                }
                #expect(outcome.status != 0)
                #expect(outcome.output == "")
            }
        }
    }

    @Test("that isn't UTF-8 is rejected")
    func bytes() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.runInShell(#"printf '\377\376x' | "$0" 'What is it?' @-"#)
            #expect(outcome.errors == "nx1sh: Standard input isn't valid UTF-8, so it was not sent.\n")
            #expect(outcome.status == 2)
        }
    }
}

@Suite("The answer of a run in a request")
struct AnswerInRequestTests {
    @Test("is text after =@, and JSON after :=@, with a table as columns and data")
    func forms() async throws {
        try await withShellOnSandbox { shell in
            let table = "| a | b |\n|---|--:|\n| x | 1 |"
            let outcome = try await shell.run(
                "-o", "json", "-c", ":crew ask result:=\(JSONValue.string(table).serialized()) One?", "-c",
                ":crew ask result:={\"n\":1} Two?",
                "-c", ":crew ask a=@%1 b:=@%1 c=@%2 d:=@last Three?")
            let input = try #require(try outcome.records().last?["input"])
            #expect(input["a"]?.string == table)
            #expect(input["b"]?.serialized() == #"{"columns":["a","b"],"data":[["x","1"]]}"#)
            #expect(input["c"]?.string == "{\n  \"n\": 1\n}")
            #expect(input["d"]?.serialized() == #"{"n":1}"#)
        }
    }

    @Test("of another session is found by the beginning of its id, but a file of that name takes precedence")
    func byID() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                let first = try await shell.run(["-o", "json", "--set", "result=A", "One?"], home: home)
                let id = try #require(try first.records().first?["correlation_id"]?.string)
                let second = try await shell.run(
                    ["-o", "json", ":crew ask k=@\(id.prefix(8)) Two?"], home: home)
                #expect(try second.records().first?["input"]?["k"]?.string == "A")
                let file = try TemporaryFolder.write("B", to: String(id.prefix(8)), in: home)
                let third = try await shell.runInShell(
                    "cd '\(home)' && HOME='\(home)' \"$0\" -o json ':crew ask k=@\(id.prefix(8)) Three?'")
                #expect(try third.records().first?["input"]?["k"]?.string == "B", "\(file)")
            }
        }
    }

    @Test("is waited for if the run is still in progress")
    func waits() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(
                "-q", "-o", "json", "--set", "duration:=20", "--set", "result=A", "-c", ":bg One?", "-c",
                ":unset duration result", "-c", ":crew ask k=@%1 Two?")
            #expect(try outcome.records().last?["input"]?["k"]?.string == "A", "\(outcome.errors)")
        }
    }

    @Test("is a failure if there is none, and nothing is sent")
    func failed() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(
                "-c", ":crew ask scenario=fail One?", "-c", ":crew ask k=@%1 Two?", "-c",
                ":crew ask result=words Three?", "-c", ":crew ask k:=@last Four?", "-c", ":runs")
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("-c 2: The run failed:"))
            #expect(outcome.errors.contains("is neither JSON nor a table. `k=@"))
            #expect(!outcome.output.contains("Two?"))
            #expect(!outcome.output.contains("Four?"))
        }
    }
}
