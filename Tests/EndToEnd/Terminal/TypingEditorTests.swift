import Foundation
import Nx1Client
import TestSupport
import Testing

@Suite("Editing a line in a text editor")
struct TypingEditorTests {
    /// Runs a body with a script as the editor, in which `$1` is the file.
    private func withEditor(
        _ script: String, variable: String = "EDITOR", others: [String: String] = [:],
        _ body: @Sendable (Conversation, _ folder: String) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let path = try TemporaryFolder.write(script, to: "an editor.sh", in: folder)
            try FileManager.default.createDirectory(
                atPath: folder + "/tmp", withIntermediateDirectories: true)
            let environment = [variable: "sh '\(path)'", "TMPDIR": folder + "/tmp", "OUT": folder + "/out"]
            try await withConversation(columns: 250, environment: environment.merging(others) { $1 }) {
                conversation in
                try await body(conversation, folder)
                let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/tmp")
                #expect(left == [])
            }
        }
    }

    @Test("Ctrl-X Ctrl-E opens the text in a private file, and the result waits for Enter")
    func keys() async throws {
        let script =
            "ls -l \"$1\" | cut -c1-10 >\"$OUT\"; cat \"$1\" >>\"$OUT\"; printf ':quit\\nand more\\n' >\"$1\""
        try await withEditor(script, others: ["VISUAL": "", "NX1_EDITOR": " "]) { conversation, folder in
            let terminal = conversation.terminal
            try await terminal.type("How many?")
            try await terminal.press("C-x", "C-e")
            try await terminal.waitFor("the new text") { Array($0.suffix(2)) == ["ask> :quit", "and more"] }
            #expect(try TemporaryFolder.read(folder + "/out") == "-rw-------\nHow many?\n")
            #expect(try await !terminal.screen().contains { $0.contains("How many?") })
            #expect(try await conversation.runs().isEmpty)
            try await conversation.ask(" rows", asRun: 1)
            #expect(try await conversation.questions() == [":quit\nand more rows"])
        }
    }

    @Test("`:edit` edits the last line; an unchanged or empty result isn't sent")
    func command() async throws {
        let script = "if grep -q empty \"$1\"; then : >\"$1\"; fi"
        try await withEditor(script, variable: "VISUAL", others: ["EDITOR": "false"]) { conversation, _ in
            let terminal = conversation.terminal
            try await conversation.ask("How many?", asRun: 1)
            try await terminal.enter(":edit")
            try await terminal.waitFor(prompt: "ask> ", typed: "How many?")
            try await terminal.press("C-u")
            try await terminal.type("empty")
            try await terminal.press("C-x", "C-e")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(try await conversation.questions() == ["How many?"])
        }
    }

    @Test(
        "A failed or missing editor is reported, and the text is unchanged",
        arguments: [
            ("exit 3", "exited with status 3, so the text is unchanged."),
            ("kill -9 $$", "was killed by signal 9, so the text is unchanged."),
            ("printf 'a\\377' >\"$1\"", "The edited file isn't valid UTF-8, so the text is unchanged."),
            ("rm \"$1\"", ": no such file. The text is unchanged."),
        ])
    func failing(script: String, sentence: String) async throws {
        try await withEditor(script) { conversation, _ in
            let terminal = conversation.terminal
            try await terminal.type("How many?")
            try await terminal.press("C-x", "C-e")
            try await terminal.waitFor(prompt: "ask> ", typed: "How many?")
            try await terminal.waitFor("the sentence") { $0.joined(separator: " ").contains(sentence) }
            try await conversation.ask(" And which?", asRun: 1)
            #expect(try await conversation.questions() == ["How many? And which?"])
        }
        try await withEditor("", others: ["NX1_EDITOR": "no-such-editor -x"]) { conversation, _ in
            let terminal = conversation.terminal
            try await terminal.type("Why?")
            try await terminal.press("C-x", "C-e")
            try await terminal.waitFor(
                "Couldn't start the editor \"no-such-editor -x\", so the text is unchanged.")
            try await terminal.waitFor(prompt: "ask> ", typed: "Why?")
        }
    }

    @Test("Ctrl-C in the editor goes to the editor alone, even if it exits at once")
    func interrupt() async throws {
        let script = """
            trap 'echo; echo caught; exit 0' INT
            cut -d' ' -f5,8 /proc/self/stat >"$OUT"; echo ready; while :; do sleep 0.05; done
            """
        try await withEditor(script) { conversation, folder in
            let terminal = conversation.terminal
            try await terminal.type("How many?")
            for round in 1...5 {
                try await terminal.press("C-x", "C-e")
                try await terminal.waitFor("the editor") { $0.count { $0 == "ready" } == round }
                try await terminal.press("C-c")
                try await terminal.waitFor(prompt: "ask> ", typed: "How many?")
                #expect(try await terminal.screen().count { $0 == "caught" } == round)
            }
            // The process group of the editor is the one that the terminal sends Ctrl-C to, and isn't the shell's.
            let groups = try TemporaryFolder.read(folder + "/out").split(whereSeparator: \.isWhitespace)
            #expect(groups.count == 2 && groups.first == groups.last)
            let shell = try await terminal.processID()
            #expect(groups.first.flatMap { Int32($0) } != getpgid(shell))
        }
    }

    @Test("Ctrl-C in the editor of `:define` doesn't end the command")
    func interruptOfCommand() async throws {
        let script = """
            trap 'printf "How late?" >"$1"; echo caught; sleep 0.3; exit 0' INT
            echo ready; while :; do sleep 0.05; done
            """
        try await withEditor(script) { conversation, _ in
            let terminal = conversation.terminal
            try await terminal.enter(":define late")
            try await terminal.waitFor("the editor") { $0.contains("ready") }
            try await terminal.press("C-c")
            try await terminal.waitFor("the saved question") { rows in
                rows.contains { $0.hasPrefix("Saved ") }
            }
        }
    }

    @Test("Ctrl-Z stops the editor together with nx1sh, and `fg` continues both")
    func stop() async throws {
        try await withTemporaryFolder { folder in
            let script = "echo ready; while read x && [ $x ]; do echo got $x; done; echo Why? >\"$1\""
            let path = try TemporaryFolder.write(script, to: "editor.sh", in: folder)
            try await withJobControl(environment: ["NX1_EDITOR": "sh \(path)"]) { jobs in
                let terminal = jobs.terminal
                try await terminal.press("C-x", "C-e")
                try await terminal.waitFor("ready")
                try await jobs.stopAndContinue()
                try await terminal.press("Enter")
                try await terminal.waitFor(prompt: "ask> ", typed: "Why?")
                try await terminal.press("C-u")
            }
        }
    }

    @Test("A hang-up ends the editor too, and the file is removed")
    func hangUp() async throws {
        try await withEditor("echo ready; while :; do sleep 0.05; done") { conversation, _ in
            let terminal = conversation.terminal
            try await terminal.press("C-x", "C-e")
            try await terminal.waitFor("ready")
            kill(try await terminal.processID(), SIGHUP)
            _ = try await terminal.waitForExit()
        }
    }

    @Test("`:edit` is refused in a script")
    func script() async throws {
        let outcome = try await ShellProgram().run(":edit")
        #expect(outcome.status == 2)
        #expect(
            outcome.errors == "nx1sh: :edit works only at a prompt, where you can check and send the text.\n")
    }

    @Test("`:edit` is refused for a run that has no question")
    func noQuestion() async throws {
        try await withConversation(columns: 150) { conversation in
            try await conversation.ask(":crew classification text=x labels:=[\"a\"]", asRun: 1)
            let id = try #require(try await conversation.runs().first?.correlationID)
            try await conversation.enter(":edit %1", showing: "Run \(id) has no question to edit.")
        }
    }
}
