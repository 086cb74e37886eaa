import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("Commands that change the output")
struct DisplayCommandTests {
    @Test("`:clear` leaves only the prompt, on the screen and in the scrollback")
    func clear() async throws {
        try await withConversation(rows: 10) { conversation in
            try await conversation.ask("Hello", asRun: 1)
            try await conversation.clear()
            #expect(try await conversation.terminal.transcript() == ["ask>"])
        }
    }

    @Test("`:timing off` removes the seconds from the line below an answer")
    func timing() async throws {
        try await withConversation { conversation in
            try await conversation.terminal.enter(":timing off")
            try await conversation.ask("Hello", asRun: 1)
            let line = try await conversation.terminal.screen().first { $0.hasPrefix("%1 · ") }
            #expect(line?.contains(" · completed · ") == true && line?.contains(" s ·") == false)
            try await conversation.terminal.enter(":timing on")
            try await conversation.ask("Hello", asRun: 2)
            let next = try await conversation.terminal.screen().first { $0.hasPrefix("%2 · ") }
            #expect(next?.contains(#/ · \d+\.\d s · /#) == true)
        }
    }

    @Test("`:progress never` hides events")
    func progress() async throws {
        try await withConversation(rows: 60) { conversation in
            try await conversation.terminal.enter(":progress never")
            try await conversation.ask("Hello", asRun: 1)
            #expect(try await !conversation.terminal.screen().joined().contains("run_sql"))
            try await conversation.terminal.enter(":progress auto")
            try await conversation.ask("Hello", asRun: 2)
            #expect(try await conversation.terminal.screen().joined().contains("run_sql"))
        }
    }

    @Test("`:format json` writes each answer as one object on a line, with every key")
    func format() async throws {
        try await withConversation { conversation in
            try await conversation.terminal.enter(":format json")
            try await conversation.ask(":crew ask result:=[1,2] Hello", asRun: 1)
            let row = try #require(
                try await conversation.terminal.transcript().first { $0.hasPrefix("{\"line\":") })
            let record = try #require(try JSONValue(parsing: row).object)
            #expect(
                record.keys == [
                    "line", "correlation_id", "crew", "input", "status", "result", "error", "events",
                    "started_at", "elapsed_ms", "steps", "tokens",
                ])
            #expect(record["result"] == [1, 2])
            #expect(record["line"] == 2)
            try await conversation.enter(":ping", showing: "{\"host\":\"\(conversation.sandbox.host)\"")
        }
    }

    @Test(
        "An invalid value is refused with the valid ones",
        arguments: [
            (":format jsn", "Did you mean `json`?"),
            (":timing maybe", ":timing takes on or off, not \"maybe\"."),
            (":progress loud", ":progress takes auto, always or never, not \"loud\"."),
            (":clear all", "Unexpected argument \"all\" for :clear."),
            (":formt", "Did you mean `:format` or"),
            (":", "; :help lists the commands, and"),
        ])
    func wrong(_ line: String, _ message: String) async throws {
        try await withConversation { conversation in
            try await conversation.enter(line, showing: message)
        }
    }

    @Test("`:set` adds inputs to every request until `:unset`, and lists them")
    func sticky() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await terminal.enter(":set region=\"north west\" limit:=50")
            try await conversation.enter(":set", showing: "region  north west")
            try await conversation.ask("Hello", asRun: 1)
            try await terminal.enter(":unset region")
            try await conversation.ask(":crew ask limit:=7 Hello", asRun: 2)
            let inputs = try await conversation.runs().map(\.taskInput)
            #expect(
                inputs == [
                    ["region": "north west", "limit": 50, "question": "Hello"],
                    ["limit": 7, "question": "Hello"],
                ])
            try await conversation.enter(":unset regoin", showing: "Unknown sticky input \"regoin\".")
            try await conversation.enter(
                ":set limit:=[1", showing: "Invalid JSON in `limit:=[1` at column")
            try await conversation.enter(":set", showing: "limit  50")
        }
    }
}
