import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("Ctrl-C during a run")
struct LeavingRunTests {
    @Test("Ctrl-C in :each leaves the row's run, and the remaining rows are not sent")
    func eachRow() async throws {
        try await withTemporaryFolder { home in
            try TemporaryFolder.write("a\n1\n2\n", to: "r.csv", in: home)
            try await withConversation(columns: 150, home: home) { conversation in
                let terminal = conversation.terminal
                try await terminal.enter(":each ~/r.csv :crew ask duration:=2000 Q {a}")
                try await terminal.waitUntilAtWork()
                try await terminal.press("C-c")
                try await terminal.waitFor("The remaining rows were not sent.")
                try await terminal.waitFor(prompt: "ask> ")
                #expect(try await conversation.questions() == ["Q 1"])
            }
        }
    }

    @Test("Ctrl-C leaves the run and says how to come back, and `:status` follows it to its end")
    func comeBack() async throws {
        let run = ManualRun()
        try await withScriptedServer(answering: { run.reply(to: $0) }) { server in
            try await withPrompt(at: server) { terminal in
                try await terminal.enter("How many?")
                try await terminal.waitFor("The crew has started")
                try await terminal.press("C-c")
                try await terminal.waitFor(
                    "Stopped watching run \(run.id). It is still running. `:status %1` resumes watching.")
                try await terminal.waitFor(prompt: "ask> ")

                try await terminal.enter(":status --now")
                try await terminal.waitFor("status          running")
                try await terminal.enter(":status")
                try await terminal.waitFor("· The crew looks again  ")
                run.finish()
                try await terminal.waitFor("status          completed")
                try await terminal.waitFor("· The crew has finished  ")
                try await terminal.enter(":result %1")
                try await terminal.waitFor("Twelve orders.")
                try await terminal.waitFor(prompt: "ask> ")
                #expect(server.requests.filter { $0.method == "POST" }.count == 1)
            }
        }
    }

    @Test("Ctrl-C leaves `:status` and `:result` too, any number of times")
    func again() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            // At speed 50 this takes 40 s.
            try await terminal.enter(":crew ask duration:=2000 How many?")
            for command in [":status", ":result last", ":result %1 -o json", ":quit"] {
                try await terminal.waitUntilAtWork()
                try await terminal.press("C-c")
                try await terminal.waitFor("It is still running. `:status %1` resumes watching.")
                try await terminal.waitFor(prompt: "ask> ")
                try await conversation.clear()
                try await terminal.enter(command)
            }
            #expect(try await terminal.waitForExit() == 0)
            #expect(try await conversation.questions() == ["How many?"])
        }
    }

    @Test("Ctrl-C leaves an unanswered request, and says that the run may have started")
    func unanswered() async throws {
        try await withSilentServer { terminal, server in
            try await terminal.enter("How many?")
            let request = try await server.waitForRequests(1)[0]
            let id = try #require(request.header("x-correlation-id"))
            try await terminal.press("C-c")
            try await terminal.waitFor("Stopped waiting for the service to accept run \(id).")
            try await terminal.waitFor("It may have started. `:status %1` resumes watching.")
            try await terminal.waitFor(prompt: "ask> ")
        }
    }

    @Test(
        "Ctrl-C cancels a command that waits for a silent server",
        arguments: [":ping", ":crew", ":auth", ":result 0123"])
    func command(_ line: String) async throws {
        try await withSilentServer { terminal, server in
            try await terminal.enter(line)
            try await server.waitForRequests(1)
            try await terminal.press("C-c")
            try await terminal.waitFor("Interrupted.")
            try await terminal.waitFor(prompt: "ask> ")
            try await server.waitForNoConnections()
        }
    }

    @Test("Ctrl-C ends a `:source` file, but not the shell")
    func source() async throws {
        try await withTemporaryFolder { folder in
            try TemporaryFolder.write(
                ":crew ask duration:=3600 First\nSecond\n", to: "lines", in: folder)
            try await withConversation(home: folder) { conversation in
                try await conversation.terminal.enter(":source lines")
                _ = try await conversation.questions(atLeast: 1)
                try await conversation.terminal.press("C-c")
                try await conversation.terminal.waitFor("`:status %1` resumes watching.")
                try await conversation.terminal.waitFor(prompt: "ask> ")
                #expect(try await conversation.questions() == ["First"])
            }
        }
    }

    @Test("On exit, the shell says which runs that were left continue, and how to come back")
    func goesOn() async throws {
        try await withConversation(shell: [
            "/bin/sh", "-c", #"trap : INT; "$@"; echo "left with $?"; exec cat"#, "sh",
        ]) {
            conversation in
            let terminal = conversation.terminal
            try await conversation.ask("Done soon", asRun: 1)
            try await conversation.clear()
            try await terminal.enter(":crew ask duration:=3600 How many?")
            try await terminal.waitUntilAtWork()
            try await terminal.press("C-c")
            try await terminal.waitFor("`:status %2` resumes watching.")
            try await terminal.waitFor(prompt: "ask> ")
            try await conversation.clear()
            try await terminal.press("C-d")
            try await terminal.waitFor("left with 0")
            let id = try #require(try await conversation.runs().last?.correlationID)
            let said = try await terminal.screen().joined().contains(
                "`nx1sh ':result \(id)'` fetches its answer.")
            #expect(said)
            #expect(try await terminal.screen().filter { $0.contains("is still running") }.count == 1)
        }
    }

    private func withPrompt(at server: ScriptedServer, _ body: (Terminal) async throws -> Void) async throws {
        let program = try Program(named: "nx1sh")
        try await withTerminal(
            columns: 160, environment: ["NX1_HOST": server.host, "NX1_API_KEY": "key"],
            command: [program.path]
        ) { terminal in
            try await terminal.waitFor(prompt: "ask> ")
            try await body(terminal)
        }
    }

    private func withSilentServer(_ body: @Sendable (Terminal, ScriptedServer) async throws -> Void)
        async throws
    {
        try await withScriptedServer(Route("/", .silence)) { server in
            try await withPrompt(at: server) { try await body($0, server) }
        }
    }
}
