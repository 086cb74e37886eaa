import TestSupport
import Testing

@Suite(":history and its keys")
struct TypingHistoryTests {
    @Test(
        "The arrow keys find lines with the typed prefix; Ctrl-R finds a multi-line text and sends it whole")
    func keys() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await conversation.ask("How many?", asRun: 1)
            try await terminal.paste("Which orders\nof March?")
            try await conversation.ask("", asRun: 2)
            try await conversation.clear()
            try await terminal.type("Ho")
            try await terminal.press("Up")
            try await terminal.waitFor(prompt: "ask> ", typed: "How many?")
            try await terminal.press("Down")
            try await terminal.waitFor(prompt: "ask> ", typed: "Ho")
            try await terminal.press("C-u", "C-r")
            try await terminal.type("March")
            try await terminal.waitFor("the rows") { $0.contains { $0.hasSuffix("of March?") } }
            try await terminal.press("Enter")
            #expect(try await conversation.questions(atLeast: 3).last == "Which orders\nof March?")
        }
    }

    @Test(
        "`:history TEXT` ignores case and lists the newest line last, without lines that start with a space or have a secret"
    )
    func search() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await conversation.enter(":set region=North", showing: "ask>")
            try await conversation.ask(" a hidden region?", asRun: 1)
            try await conversation.enter(":set api_key=north-secret", showing: "secret")
            try await conversation.enter(":unset region", showing: ":unset")
            try await conversation.clear()
            try await terminal.enter(":history REGION")
            try await terminal.waitFor("the lines") { rows in
                rows == [
                    "ask> :history REGION", "number │ line", "───────┼──────────────────",
                    "     1 │ :set region=North", "     2 │ :unset region", "",
                    "ask>",
                ]
            }
            try await conversation.enter(
                ":history nowhere", showing: "No line in the history contains \"nowhere\".")
            try await conversation.enter(
                ":history secret", showing: "No line in the history contains \"secret\".")
        }
    }

    @Test("Neither history nor the window's title has the key that signs the session's requests")
    func ownKey() async throws {
        let key = "planted-\(UInt32.random(in: .min ... .max))"
        let run = StagedRun()
        try await withTemporaryFolder { folder in
            try await withStage(
                run, environment: ["NX1_API_KEY": key, "NX1_SHELL_HOME": folder + "/shell"]
            ) { stage in
                let terminal = stage.terminal
                try await terminal.enter("first")
                try await stage.waitFor(status: "Waiting for the crew ask")
                try await terminal.press("C-c")
                try await terminal.waitFor(prompt: "ask> ")
                try await terminal.enter("Is \(key) still good?")
                try await stage.waitFor(status: "Waiting for the crew ask")
                #expect(try await stage.title() == "nx1sh · ask: Is *** still good?")
                try await terminal.press("C-c")
                try await terminal.waitFor(prompt: "ask> ")
                try await terminal.press("C-d")
                #expect(try await terminal.waitForExit() == 0)
            }
            let kept = try await Program(path: "/usr/bin/env").run(
                ["grep", "-rlE", "\(key)|first", folder], environment: ["PATH": "/usr/bin:/bin"])
            #expect(kept.output.contains("/shell/history\n"))
            let leaked = try await Program(path: "/usr/bin/env").run(
                ["grep", "-rl", key, folder], environment: ["PATH": "/usr/bin:/bin"])
            #expect(leaked.output == "")
        }
    }

    @Test("`:history` works in scripts and in every format, with multi-line text and without any history")
    func formats() async throws {
        try await withTemporaryFolder { folder in
            try TemporaryFolder.write("one\\nrow two\nother\n", to: "shell/history", in: folder)
            let shell = try ShellProgram(environment: ["NX1_SHELL_HOME": folder + "/shell"])
            let json = try await shell.run("-o", "json", ":history ROW")
            #expect(json.status == 0)
            #expect(json.output == #"[{"number":1,"line":"one\nrow two"}]"# + "\n")
            let text = try await shell.run(":history")
            #expect(text.output == "number  line\n1       one\nrow two\n2       other\n")
            let empty = try await ShellProgram(environment: ["NX1_SHELL_HOME": folder + "/none"]).run(
                ":history")
            #expect(empty.status == 0 && empty.output.isEmpty)
            try TemporaryFolder.write("", to: "broken/history/file", in: folder)
            let broken = try await ShellProgram(environment: ["NX1_SHELL_HOME": folder + "/broken"]).run(
                ":history")
            #expect(broken.status == 2)
            #expect(broken.errors.contains("Couldn't read the history file \(folder)/broken/history"))
        }
    }

    @Test("Two parallel shells lose no history, and each lists the lines of both")
    func twoShells() async throws {
        try await withTemporaryFolder { folder in
            let home = ["NX1_SHELL_HOME": folder + "/shell"]
            try await withConversation(environment: home) { one in
                try await withConversation(environment: home) { other in
                    try await one.enter(":set a=one", showing: "a=one")
                    try await other.enter(":set b=other", showing: "b=other")
                    try await one.enter(":set c=again", showing: "c=again")
                    try await other.enter(":history set", showing: "3 │ :set c=again")
                }
                try await one.enter(":history other", showing: ":set b=other")
            }
        }
    }
}
