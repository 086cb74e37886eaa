import TestSupport
import Testing

@Suite("Words typed by habit at the prompt")
struct HabitTests {
    @Test("leave the shell", arguments: ["exit", "/bye", ".quit", "\\q", ":exit", ":wq", ":q!"])
    func leave(word: String) async throws {
        try await withConversation { conversation in
            try await conversation.terminal.enter(word)
            #expect(try await conversation.terminal.waitForExit() == 0)
        }
    }

    @Test("help, or get the right command, and nothing is asked; with quotes they are a question")
    func help() async throws {
        try await withConversation { conversation in
            for word in ["?", "/help", "\\?"] {
                try await conversation.enter(word, showing: ":help GROUP says what each does")
                try await conversation.clear()
            }
            try await conversation.enter("\\timing", showing: "which is `:timing` here")
            #expect(try await conversation.questions() == [])
            try await conversation.ask("\"\"\"/bye\"\"\"", asRun: 1)
            #expect(try await conversation.questions() == ["/bye"])
        }
    }
}
