import TestSupport
import Testing

@Suite("Follow-up questions at the prompt")
struct ContextTests {
    @Test("The prompt shows how many exchanges are sent along, including earlier ones")
    func context() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await conversation.ask(":crew ask result=April. When?", asRun: 1)
            try await terminal.enter(":context on")
            try await terminal.waitFor(prompt: "ask+3> ")
            try await conversation.ask("Why?", asRun: 2, prompt: "ask+3> ")
            let sent = try await conversation.questions()
            #expect(sent.first == "When?")
            #expect(
                sent.last == """
                    The exchange before this question, oldest first. Lines that begin with "| " are quoted.

                    Question to ask:
                    | When?
                    Answer:
                    | April.

                    The question now:
                    Why?
                    """)
            try await terminal.press("Up")
            try await terminal.waitFor(prompt: "ask+3> ", typed: "Why?")
            try await terminal.press("C-u")
            try await terminal.enter(":context off")
            try await terminal.waitFor(prompt: "ask> ")
            try await conversation.ask("And now?", asRun: 3)
            #expect(try await conversation.questions().last == "And now?")
        }
    }

    @Test("Tab shows a run's question as typed, and the prompt has both profile and context")
    func shown() async throws {
        try await withTemporaryFolder { home in
            try TemporaryFolder.write("dev: {timeout: 20}\n", to: ".nx1/profiles", in: home)
            try await withConversation(home: home, arguments: ["-p", "dev"], prompt: "ask@dev> ") {
                conversation in
                let (terminal, prompt) = (conversation.terminal, "ask@dev+1> ")
                try await terminal.enter(":context 1")
                try await terminal.waitFor(prompt: prompt)
                try await conversation.ask("First thing?", asRun: 1, prompt: prompt)
                try await conversation.ask("Second thing?", asRun: 2, prompt: prompt)
                try await terminal.type(":result %\t\t")
                try await terminal.waitFor("Second thing?")
                #expect(try await !terminal.screen().joined().contains("%2  The exchange"))
            }
        }
    }
}
