import TestSupport
import Testing

@Suite("Foreground programs", .timeLimit(.minutes(2)))
struct ForegroundProgramTests {
    @Test("less gets its keys, and the terminal returns to the prompt afterwards")
    func less() async throws {
        try await withConversation(columns: 80, rows: 12) { conversation in
            let terminal = conversation.terminal
            try await terminal.enter(":help | less -S")
            try await terminal.waitFor("less at its first page") {
                $0.contains { $0.hasPrefix("Asking ") } && $0.last?.hasPrefix("ask>") != true
            }
            try await terminal.type("/Shell\n")
            try await terminal.waitFor("the end") { $0.last == "(END)" }
            // Ctrl-C goes to less, which keeps running.
            try await terminal.press("C-c")
            try await eventually("the first page") {
                // Ctrl-C may have flushed the keys typed after it.
                try await terminal.type("g")
                return try await terminal.screen().first?.hasPrefix("Asking ") == true ? true : nil
            }
            try await terminal.type("q")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.type("x")
            try await terminal.waitFor(prompt: "ask> ", typed: "x")
            try await terminal.press("C-c")
            try await conversation.enter(":! stty -a | grep -o ' icanon'", showing: " icanon")
        }
    }

    @Test(
        "Ctrl-C ends the program, but not nx1sh",
        // What prints also waits: a signal can get lost while dash starts another program.
        arguments: [
            ":! echo be''gun; read x", ":! echo be''gun | cat - /dev/tty",
            ":help | { echo be''gun; read x </dev/tty; }",
            ":help | { echo be''gun | cat - /dev/tty; }",
        ])
    func interrupted(line: String) async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await terminal.enter(line)
            try await terminal.waitFor("the running program") { $0.contains("begun") }
            try await terminal.press("C-c")
            try await terminal.waitFor(prompt: "ask> ")
            try await conversation.ask("Still here?", asRun: 1)
            #expect(try await !terminal.transcript().joined().contains("status"))
        }
    }

    @Test("`:!` alone starts a shell, and leaving it returns to the prompt")
    func shell() async throws {
        try await withConversation(environment: ["SHELL": "/bin/sh", "PS1": "inside$ "]) { conversation in
            let terminal = conversation.terminal
            try await terminal.enter(":!")
            try await terminal.waitFor("inside$")
            try await terminal.enter("echo $((6 * 7))")
            try await terminal.waitFor("42")
            try await terminal.enter("exit 3")
            try await terminal.waitFor(prompt: "ask> ")
            try await conversation.ask("Back?", asRun: 1)
        }
    }

    @Test("A failure of the program is shown at the prompt")
    func failed() async throws {
        try await withConversation { conversation in
            try await conversation.enter(":help | exit 4", showing: "`exit 4` exited with status 4.")
            try await conversation.enter(
                ":help | no-such-program", showing: "`no-such-program` failed: command not found")
        }
    }

    @Test("Ctrl-Z stops the program together with nx1sh, and both continue together")
    func stopped() async throws {
        try await withJobControl { jobs in
            let terminal = jobs.terminal
            try await terminal.enter(
                ":! echo be''gun; while read x && [ $x ]; do echo got $x; done; echo sle''pt")
            try await terminal.waitFor("the running program") { $0.contains("begun") }
            try await jobs.stopAndContinue()
            try await terminal.press("Enter")
            try await terminal.waitFor("slept")
            try await terminal.waitFor(prompt: "ask> ")
        }
    }

    @Test(
        "Ctrl-Z leaves a program and its modes as they are if no shell could continue nx1sh",
        arguments: [":help watching", ":help | sh -c 'less -X; exit'"])
    func unstoppable(line: String) async throws {
        try await withConversation(columns: 80, rows: 12, environment: ["PAGER": "less -X"]) { conversation in
            let terminal = conversation.terminal
            for _ in 1...3 {
                try await terminal.enter(line)
                try await terminal.waitFor("less") { $0.last?.hasPrefix(":") == true }
                try await terminal.press("C-z")
                try await eventually("the prompt") {
                    // Ctrl-Z may discard the keys typed after it.
                    try await terminal.type("q")
                    return try await terminal.screen().last { !$0.isEmpty }?.hasPrefix("ask>") == true
                        ? () : nil
                }
                try await terminal.press("C-u")
                try await terminal.waitFor(prompt: "ask> ")
            }
        }
    }

    @Test("The clipboard gets an answer without a trailing newline")
    func clipboard() async throws {
        try await withTemporaryFolder { folder in
            try await withConversation { conversation in
                try await conversation.ask(":crew ask result=späte Which?", asRun: 1)
                try await conversation.terminal.record(to: folder + "/shown")
                try await conversation.enter(":copy", showing: "Copied 6 bytes to the terminal's clipboard.")
                let told = try await eventually("the sequence") {
                    let shown = try TemporaryFolder.read(folder + "/shown")
                    return shown.contains("\u{1B}]52;c;c3DDpHRl\u{07}") ? shown : nil
                }
                #expect(told.contains("clipboard"))
                try await conversation.enter(":copy 1 2", showing: "Unexpected argument \"2\" for :copy.")
            }
        }
    }
}
