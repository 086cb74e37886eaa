import Foundation
import Nx1Client
import TestSupport
import Testing

@Suite("A saved question at the prompt")
struct DefinedQuestionTests {
    @Test("never contains a key: the text is refused, and nothing is saved")
    func secret() async throws {
        try await withTemporaryFolder { home in
            let outcome = try await ShellProgram(host: "http://127.0.0.1:9").run(
                [":define k My key is \(ShellProgram.plantedKey)."], home: home)
            #expect(outcome.status == 2)
            #expect(
                outcome.errors
                    == "nx1sh: The question contains a key or token of yours, so it wasn't saved. Leave it out: nx1sh sends the key with each request.\n"
            )
            #expect(!FileManager.default.fileExists(atPath: home + "/.nx1/shell/questions"))
        }
    }

    @Test("is written in the editor, asked with its missing values, edited again, and forgotten")
    func edited() async throws {
        try await withTemporaryFolder { folder in
            let home = folder + "/home"
            try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
            let script = try TemporaryFolder.write(
                """
                cat "$1" >>'\(folder)/seen'
                if [ -e '\(folder)/new' ]; then mv '\(folder)/new' "$1"; fi
                """, to: "editor.sh", in: folder)
            let file = home + "/.nx1/shell/questions/late.md"
            try await withConversation(environment: ["EDITOR": "sh '\(script)'"], home: home) {
                conversation in
                let terminal = conversation.terminal
                try TemporaryFolder.write(
                    "---\nset: {limit: 5}\n---\nHow many from {region} in {month=March}?\n", to: "new",
                    in: folder)
                try await conversation.enter(":define late", showing: "Saved \(file).")
                #expect(try TemporaryFolder.mode(of: file) == 0o600)

                try await terminal.enter(":late")
                try await terminal.waitFor(prompt: "region: ")
                try await terminal.enter("the {month} north \"; :quit")
                try await terminal.waitFor("%1 · ")
                try await terminal.waitFor(prompt: "ask> ")
                let asked = try await conversation.runs().last?.taskInput
                #expect(asked?["question"] == "How many from the {month} north \"; :quit in March?")
                #expect(asked?["limit"] == 5)

                // An unchanged text isn't written.
                let before = try TemporaryFolder.read(file)
                try await conversation.enter(
                    ":define late", showing: "Nothing changed, so \(file) wasn't written.")
                #expect(try TemporaryFolder.read(file) == before)
                #expect(try TemporaryFolder.read(folder + "/seen").contains("How many from {region}"))

                // An invalid text is rejected with its line, and the question is unchanged.
                try TemporaryFolder.write("---\nsummarry: x\n---\nHow many?\n", to: "new", in: folder)
                try await conversation.enter(":define late", showing: "late.md:2")
                #expect(try TemporaryFolder.read(file) == before)

                try await conversation.enter(":forget late", showing: "Removed \(file).")
                try await conversation.enter(":late region=x", showing: "Unknown command :late")
                #expect(try await conversation.runs().count == 1)
            }
        }
    }

    @Test("Ctrl-C cancels the question about a value, and nothing is sent")
    func interrupted() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await conversation.enter(":define late How many from {region}?", showing: "Saved ")
            try await terminal.enter(":late")
            try await terminal.waitFor(prompt: "region: ")
            try await terminal.press("C-c")
            try await terminal.waitFor("Interrupted.")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(try await conversation.runs().isEmpty)
        }
    }
}
