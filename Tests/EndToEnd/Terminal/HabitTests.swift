import TestSupport
import Testing

@Suite("Commands of other programs at the prompt")
struct HabitTests {
    @Test(
        "Exit commands of other programs leave the shell",
        arguments: ["exit", "/bye", ".quit", "\\q", ":exit", ":wq", ":q!"])
    func leave(word: String) async throws {
        try await withConversation { conversation in
            try await conversation.terminal.enter(word)
            #expect(try await conversation.terminal.waitForExit() == 0)
        }
    }

    @Test("Other known commands get help or the right command and aren't sent; quoted, they are a question")
    func help() async throws {
        try await withConversation { conversation in
            for word in ["?", "/help", "\\?"] {
                try await conversation.enter(word, showing: ":help NAME explains a command")
                try await conversation.clear()
            }
            try await conversation.enter("\\timing", showing: "another shell's command; use `:timing`")
            #expect(try await conversation.questions() == [])
            try await conversation.ask("\"\"\"/bye\"\"\"", asRun: 1)
            #expect(try await conversation.questions() == ["/bye"])
        }
    }
}
