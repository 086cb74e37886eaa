import Nx1Client
import TestSupport
import Testing

@Suite("A watch at a prompt", .timeLimit(.minutes(5)))
struct WatchCommandTests {
    @Test("A watch shows the first answer, then one line per round, until Ctrl-C returns to the prompt")
    func foreground() async throws {
        try await withConversation(columns: 120) { conversation in
            let terminal = conversation.terminal
            try await terminal.enter(":watch 5s :crew ask result=Twelve How many?")
            try await terminal.waitFor("%2 · unchanged at")
            let rows = try await terminal.screen()
            let first = try #require(rows.firstIndex { $0.hasPrefix("first answer at") })
            #expect(rows.count { $0 == "Twelve" } == 1)
            #expect(rows.dropFirst(first + 1).count { !$0.isEmpty } == 1)
            try await terminal.press("C-c")
            try await terminal.waitFor("The watch was interrupted after 2 rounds.")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(try await conversation.questions() == ["How many?", "How many?"])
        }
    }

    @Test("Ctrl-C leaves the run of the current round, and says how to resume it")
    func leaving() async throws {
        try await withConversation(columns: 150) { conversation in
            let terminal = conversation.terminal
            try await terminal.enter(":watch 5s :crew ask duration:=2000 How many?")
            try await terminal.waitUntilAtWork()
            try await terminal.press("C-c")
            try await terminal.waitFor("The watch was interrupted after 0 rounds. Stopped watching run")
            try await terminal.waitFor("`:status %1` resumes watching.")
            try await terminal.waitFor(prompt: "ask> ")
        }
    }

    @Test("A watch in the background is listed, announces changes, and can be ended")
    func background() async throws {
        try await withConversation(columns: 120) { conversation in
            let terminal = conversation.terminal
            try await terminal.enter(":watch 5s :crew ask result=Twelve How many? &")
            try await terminal.waitFor(
                "Watching every 5 s in the background · :jobs lists it, :watch off ends it.")
            try await terminal.waitFor("%1 · first answer at")
            try await conversation.enter(":jobs --now", showing: "watching")
            try await terminal.waitFor("every 5 s, 1 round: How many?")
            try await conversation.enter(":result %1", showing: "Twelve")
            _ = try await conversation.questions(atLeast: 2)
            try await terminal.enter(":watch off %1")
            try await terminal.waitFor("The watch was interrupted after")
            try await terminal.waitFor(prompt: "ask> ")
            try await conversation.enter(":watch off", showing: "No watch is running in the background.")
            try await conversation.enter(":jobs", showing: "No runs in progress.")
        }
    }

    @Test("A watch in the background ends with the shell, which says so")
    func end() async throws {
        try await withConversation(columns: 120) { conversation in
            let terminal = conversation.terminal
            try await terminal.enter(":watch 1h How many? &")
            try await terminal.waitFor("%1 · first answer at")
            try await terminal.enter(":quit")
            try await terminal.waitFor("The background watch ends with the shell.")
            #expect(try await terminal.waitForExit() == 0)
        }
    }

    @Test("Several watches in the background end with the shell, which counts them")
    func severalEnd() async throws {
        try await withConversation(columns: 120) { conversation in
            let terminal = conversation.terminal
            try await terminal.enter(":watch 1h How many? &")
            try await terminal.waitFor("%1 · first answer at")
            try await terminal.enter(":watch 1h Which? &")
            try await terminal.waitFor("%2 · first answer at")
            try await terminal.enter(":quit")
            try await terminal.waitFor("The 2 background watches end with the shell.")
            #expect(try await terminal.waitForExit() == 0)
        }
    }

    @Test("From the third run on, the usual duration of a crew is shown beside the seconds")
    func usual() async throws {
        try await withConversation { conversation in
            for number in 1...3 { try await conversation.ask("How many?", asRun: number) }
            let terminal = conversation.terminal
            try await terminal.enter(":crew ask duration:=2000 How many?")
            try await terminal.waitFor("s · usually 0.")
            try await terminal.press("C-c")
            try await terminal.waitFor("`:status %4` resumes watching.")
        }
    }
}
