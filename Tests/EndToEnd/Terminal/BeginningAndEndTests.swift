import Foundation
import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("Start and end of a conversation")
struct BeginningAndEndTests {
    @Test(
        "Without a host and a key, the greeting says what to set, and mentions --sandbox"
    )
    func nothingSet() async throws {
        let program = try Program(named: "nx1sh")
        try await withTerminal(command: [program.path]) { terminal in
            try await terminal.waitFor("Host, such as")
            try await terminal.press("Enter")
            try await terminal.waitFor(prompt: "ask> ")
            let screen = try await terminal.transcript().joined()
            #expect(screen.contains("Set NX1_HOST and NX1_API_KEY"))
            #expect(screen.contains("nx1sh --sandbox"))
            try await terminal.enter(":crew")
            try await terminal.waitFor("this list has only the standard crews")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.press("C-d")
            #expect(try await terminal.waitForExit() == 0)
        }
    }

    @Test("`nx1sh --sandbox` needs no other settings")
    func sandbox() async throws {
        let program = try Program(named: "nx1sh")
        try await withTerminal(command: [program.path, "--sandbox"]) { terminal in
            try await terminal.waitFor(prompt: "ask> ")
            #expect(
                try await terminal.screen() == [
                    "nx1sh: type a question, or :help for commands. Ctrl-D exits.", "ask>",
                ])
            try await terminal.enter(":crew ask duration:=0.1 Hello")
            try await terminal.waitFor("made up by the Nx1 sandbox")
            try await terminal.waitFor(prompt: "ask> ")
        }
    }

    @Test("The commands in rc run first; a failing one is reported with its line, and the prompt appears")
    func startUpFile() async throws {
        try await withTemporaryFolder { folder in
            try TemporaryFolder.write(
                "# mine\n:crew classification\n:nope\n:set region=north\n", to: ".nx1/shell/rc", in: folder)
            try await withConversation(home: folder, prompt: "classification> ") { conversation in
                try await conversation.terminal.waitFor("rc:3: Unknown command :nope.")
                try await conversation.ask("Hello", asRun: 1, prompt: "classification> ")
                #expect(try await conversation.runs().first?.taskInput?["region"] == "north")
            }
            try await withConversation(home: folder, arguments: ["-X"]) { conversation async throws in
                #expect(try await !conversation.terminal.screen().joined().contains("rc:3"))
            }
        }
    }

    @Test(
        "The terminal's modes are restored at the end, and bracketed paste is off",
        arguments: ["C-d", ":quit"])
    func modes(_ end: String) async throws {
        try await withTemporaryFolder { folder in
            let script = "stty -g >before; \"$@\"; echo \"left with $?\"; stty -g >after; exec cat"
            try await withConversation(home: folder, shell: ["/bin/sh", "-c", script, "sh"]) { conversation in
                let terminal = conversation.terminal
                try await conversation.ask("Hello", asRun: 1)
                if end == "C-d" { try await terminal.press(end) } else { try await terminal.enter(end) }
                try await terminal.waitFor("left with 0")
                try await eventually("the modes after") {
                    try !TemporaryFolder.read(folder + "/after").isEmpty ? () : nil
                }
                #expect(
                    try TemporaryFolder.read(folder + "/after") == TemporaryFolder.read(folder + "/before"))
                try await terminal.paste("pasted\n")
                try await terminal.waitFor("cat's answer") { Array($0.suffix(2)) == ["pasted", "pasted"] }
            }
        }
    }

    @Test("A terminating signal restores the terminal first", arguments: [SIGTERM, SIGHUP, SIGQUIT])
    func ended(_ signal: Int32) async throws {
        try await withTemporaryFolder { folder in
            let script = """
                stty -g >before; sh -c 'echo $$ >id; exec "$@"' sh "$@"; echo "left with $?"; stty -g >after; exec cat
                """
            try await withConversation(home: folder, shell: ["/bin/sh", "-c", script, "sh"]) { conversation in
                let terminal = conversation.terminal
                try await terminal.type("half a quest")
                try await terminal.waitFor(prompt: "ask> ", typed: "half a quest")
                let id = try #require(
                    Int32(TemporaryFolder.read(folder + "/id").trimmingCharacters(in: .newlines)))
                #expect(kill(id, signal) == 0)
                try await terminal.waitFor("left with \(128 + signal)")
                try await eventually("the modes after") {
                    try !TemporaryFolder.read(folder + "/after").isEmpty ? () : nil
                }
                #expect(
                    try TemporaryFolder.read(folder + "/after") == TemporaryFolder.read(folder + "/before"))
                try await terminal.paste("pasted\n")
                try await terminal.waitFor("cat's answer") { Array($0.suffix(2)) == ["pasted", "pasted"] }
            }
        }
    }

    @Test("Ctrl-\\ quits as in any program, also during a run, and nothing waits for a key")
    func quitByKey() async throws {
        let script = "trap : QUIT; \"$@\"; echo \"left with $?\"; exec cat"
        try await withConversation(shell: ["/bin/sh", "-c", script, "sh"]) { conversation in
            let terminal = conversation.terminal
            try await terminal.enter("How many? duration:=30")
            try await terminal.waitUntilAtWork()
            try await terminal.press("C-\\")
            try await terminal.waitFor("left with \(128 + SIGQUIT)")
            try await terminal.paste("pasted\n")
            try await terminal.waitFor("cat's answer") { Array($0.suffix(2)) == ["pasted", "pasted"] }
        }
    }

    @Test("A crash ends the program immediately, without waiting for a key")
    func crashed() async throws {
        try await withTemporaryFolder { folder in
            let script = "sh -c 'echo $$ >id; exec \"$@\"' sh \"$@\"; echo \"left with $?\"; exec cat"
            try await withConversation(home: folder, shell: ["/bin/sh", "-c", script, "sh"]) { conversation in
                let id = try #require(
                    Int32(TemporaryFolder.read(folder + "/id").trimmingCharacters(in: .newlines)))
                #expect(kill(id, SIGSEGV) == 0)
                try await conversation.terminal.waitFor("left with \(128 + SIGSEGV)")
                #expect(try await !conversation.terminal.screen().joined().contains("Program crashed"))
            }
        }
    }

    @Test("Ctrl-Z stops the program, and the text typed so far is back when it continues")
    func stopped() async throws {
        let script = "set -m; \"$@\"; echo \"status $?\"; read -r line; fg >/dev/null; echo \"left with $?\""
        try await withConversation(shell: ["/bin/bash", "-c", script, "bash"]) { conversation in
            let terminal = conversation.terminal
            try await terminal.type("half a quest")
            try await terminal.waitFor(prompt: "ask> ", typed: "half a quest")
            try await terminal.press("C-z")
            // 128 plus SIGTSTP.
            try await terminal.waitFor("status \(128 + SIGTSTP)")
            try await terminal.press("Enter")
            try await terminal.waitFor(prompt: "ask> ", typed: "half a quest")
            try await conversation.ask("ion", asRun: 1)
            #expect(try await conversation.questions() == ["half a question"])
            try await terminal.press("C-d")
            try await terminal.waitFor("left with 0")
        }
    }

    @Test("With a question as an argument, the answer is written and the program ends without a prompt")
    func oneQuestion() async throws {
        let program = try Program(named: "nx1sh")
        try await withTerminal(
            rows: 50, command: [program.path, "--sandbox", ":crew", "ask", "duration:=0.1", "Hello", "there"]
        ) { terminal in
            #expect(try await terminal.waitForExit() == 0)
            let rows = try await terminal.screen()
            #expect(rows.contains { $0.contains("✓ run_sql  ") })
            #expect(rows.contains("│ Hello there"))
            #expect(rows.last?.hasPrefix("%1 · ") == true)
        }
    }

    @Test(
        "The program ends when the terminal disappears, even if it ignores the hang-up",
        arguments: ["trap : HUP", "trap '' HUP"])
    func hangUp(_ trap: String) async throws {
        try await withTemporaryFolder { folder in
            let script = "\(trap); \"$@\"; echo $? >ended"
            try await withConversation(home: folder, shell: ["/bin/sh", "-c", script, "sh"]) { conversation in
                try await conversation.terminal.type("half a quest")
                try await conversation.terminal.waitFor(prompt: "ask> ", typed: "half a quest")
                try await conversation.terminal.hangUp()
                let status = try await eventually("the program's end") {
                    guard FileManager.default.fileExists(atPath: folder + "/ended") else {
                        return nil as String?
                    }
                    let status = try TemporaryFolder.read(folder + "/ended")
                    return status.hasSuffix("\n") ? status : nil
                }
                // The end of the input and the signal arrive together; either may be handled first.
                #expect(["0\n", "129\n"].contains(status))
            }
        }
    }

    @Test("The program ends when the terminal disappears during a run")
    func hangUpInRun() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await terminal.enter(":crew ask duration:=3600 How many?")
            _ = try await conversation.questions(atLeast: 1)
            let id = try await terminal.processID()
            #expect(id > 1)
            try await terminal.hangUp()
            try await eventually("the program's end", isTrue: { hasEnded(id) })
        }
    }

    /// Returns whether a process has exited, even if it hasn't been reaped yet.
    private func hasEnded(_ id: Int32) -> Bool {
        if kill(id, 0) != 0 { return true }
        guard let state = try? TemporaryFolder.read("/proc/\(id)/stat") else { return false }
        return state.contains(") Z ")
    }
}
