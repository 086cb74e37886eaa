import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("Questions at the prompt")
struct RoadTests {
    @Test("A question shows its progress, its answer and a line about the run")
    func question() async throws {
        try await withConversation(rows: 60) { conversation in
            try await conversation.ask("How many orders shipped late?", asRun: 1)
            let rows = try await conversation.terminal.screen()
            let question = try #require(rows.firstIndex(of: "ask> How many orders shipped late?"))
            let tool = try #require(rows.firstIndex { $0.contains("✓ run_sql  ") })
            let answer = try #require(rows.firstIndex(of: "│ How many orders shipped late?"))
            let line = try #require(rows.firstIndex { $0.hasPrefix("%1 · ") })
            #expect(question < tool && tool < answer && answer < line)
            let id = try #require(try await conversation.runs().first?.correlationID)
            let told = /%1 · (.+) · completed · \d+\.\d s · \d+ steps?(?: · [\d,]+ tokens)?/
            #expect(rows[line].wholeMatch(of: told)?.output.1 == id[...])
            #expect(rows[(line + 1)...] == ["", "ask>"])
        }
    }

    @Test("The prompt names the crew chosen by `:crew TYPE`, and text goes to it")
    func crew() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await terminal.enter(":crew data_engineering")
            try await terminal.waitFor(prompt: "data_engineering> ")
            try await conversation.ask("A daily table", asRun: 1, prompt: "data_engineering> ")
            #expect(try await conversation.runs().first?.crewType == .dataEngineering)
            #expect(try await terminal.screen().contains("  CREATE TABLE late_orders_daily AS"))
        }
    }

    @Test("`:crew TYPE TEXT` runs that crew once and doesn't change the prompt")
    func crewOnce() async throws {
        try await withConversation { conversation in
            try await conversation.ask(":crew semantic_model labels:=[1,2] Model the orders", asRun: 1)
            let run = try #require(try await conversation.runs().first)
            #expect(run.crewType == .semanticModel)
            #expect(run.taskInput == ["labels": [1, 2], "question": "Model the orders"])
        }
    }

    @Test("The line about the run is dim and errors are red, except with NO_COLOR")
    func colour() async throws {
        try await withConversation { conversation in
            try await conversation.ask("Hello", asRun: 1)
            try await conversation.enter(":nope", showing: "Unknown command :nope")
            let rows = try await conversation.terminal.styledScreen()
            let line = try #require(rows.first { $0.contains("%1 · ") })
            #expect(line.contains(/^\u{1B}\[(0;)?2m/))
            #expect(rows.contains { $0.contains(/^(\u{1B}\[0m)?\u{1B}\[31m.*Unknown command :nope/) })
        }
        try await withConversation(environment: ["NO_COLOR": "1"]) { conversation in
            try await conversation.ask("Hello", asRun: 1)
            try await conversation.enter(":nope", showing: "Unknown command :nope")
            #expect(try await !conversation.terminal.styledScreen().joined().contains("\u{1B}"))
        }
    }

    @Test("A failed run shows its error and keeps its number, and the shell continues")
    func failure() async throws {
        try await withConversation { conversation in
            try await conversation.enter(":crew ask scenario=fail Hello", showing: "failed")
            try await conversation.ask("Hello again", asRun: 2)
            #expect(try await conversation.questions() == ["Hello", "Hello again"])
        }
    }

    @Test("Text typed during a run becomes the next line")
    func typeAhead() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            // At speed 50 this takes 1.5 s.
            try await terminal.enter(":crew ask duration:=75 First")
            try await terminal.waitUntilAtWork()
            try await terminal.type("Second\nThird, un")
            try await terminal.waitFor("%2 · ")
            try await terminal.waitFor(prompt: "ask> ", typed: "Third, un")
            try await terminal.type("finished\n")
            try await terminal.waitFor("%3 · ")
            #expect(try await conversation.questions() == ["First", "Second", "Third, unfinished"])
        }
    }
}
