import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("Untrusted text from the service")
struct HostileAnswerTests {
    @Test(
        "Control sequences in answers are shown, not obeyed",
        arguments: [
            (#"\u001b[2J\u001b[HGONE"#, "^[[2J^[[HGONE"),
            (#"\u001b]52;c;aGVsbG8=\u0007."#, "^[]52;c;aGVsbG8=^G."),
            (#"\u001b]0;title\u001b\\a"#, #"^[]0;title^[\a"#),
            (#"\u009b2J\u0090q\u009c."#, "<U+009B>2J<U+0090>q<U+009C>."),
            // In Markdown, a carriage return is a line ending.
            (#"safe\rFAKE"#, "safe FAKE"), (#"`safe\u001b[GFAKE`"#, "safe^[[GFAKE"),
            (#"a\u0008\u0008b\u007f\u0000"#, "a^H^Hb^?^@"),
            (#"user\u202etxt.exe\u2066x"#, "user<U+202E>txt.exe<U+2066>x"),
            (#"\u001b[6n\u001b[c\u001bP$q\"p"#, "^[[6n^[[c^[P$q\"p"),
        ])
    func answer(_ json: String, _ shown: String) async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await conversation.ask(":crew ask result:=\"\(json)\" Hello", asRun: 1)
            let rows = try await terminal.screen()
            #expect(rows.contains(shown))
            #expect(rows.first == "nx1sh: type a question, or :help for commands. Ctrl-D exits.")
            // A terminal that obeyed a status request would send its reply as keyboard input.
            try await terminal.type("x")
            try await terminal.waitFor(prompt: "ask> ", typed: "x")
        }
    }

    @Test("Garbled events and answers leave the screen intact", arguments: ["sse", "ndjson", "poll"])
    func garbled(_ framing: String) async throws {
        try await withConversation(columns: 150, rows: 80) { conversation in
            try await conversation.ask(":crew ask scenario=garbled framing=\(framing) Hello", asRun: 1)
            let rows = try await conversation.terminal.screen()
            #expect(rows.first == "nx1sh: type a question, or :help for commands. Ctrl-D exits.")
            #expect(
                rows.contains { $0.contains("^[[2J^[]0;owned^G") && !$0.contains("## Late orders") },
                "\(rows)")
            #expect(rows.contains("^[[2J^[]0;owned^G## Late orders by month"))
            #expect(rows.contains { $0.contains("this is not JSON {") })
            #expect(rows.contains { $0.contains("<U+009B>31m<U+202E>txet^@^H^[[31m") })
            try await conversation.terminal.type("x")
            try await conversation.terminal.waitFor(prompt: "ask> ", typed: "x")
        }
    }

    @Test("A log of stderr has no control sequences or hidden text; stdout in a pipe is exact")
    func log() async throws {
        let controls = #"\u202Ea\u2066b\u200Fc\u061Cd\u001b[2Je\u0090f\u009bg\u0007h\u0000i\u007f"#
        let shown = "<U+202E>a<U+2066>b<U+200F>c<U+061C>d^[[2Je<U+0090>f<U+009B>g^Gh^@i^?"
        let refusal = Reply.json(#"{"detail": "\#(controls)"}"#, status: 403)
        try await withScriptedServer(Route("/", refusal)) { server in
            let outcome = try await ShellProgram(host: server.host).run("--crew", "x\u{202E}y", "Hello")
            #expect(outcome.errors.contains(shown), "\(outcome.errors)")
            #expect(!outcome.errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        }
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(
                ["--progress", "always", ":crew ask scenario=garbled result:=\"\(controls)\" Hello"])
            #expect(
                outcome.output
                    == "\u{202E}a\u{2066}b\u{200F}c\u{061C}d\u{1B}[2Je\u{90}f\u{9B}g\u{7}h\0i\u{7F}\n")
            #expect(outcome.errors.contains("^[[2J"), "\(outcome.errors)")
            #expect(
                !outcome.errors.unicodeScalars.contains {
                    $0 != "\n" && ($0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E)
                })
        }
        let usage = try await ShellProgram().run("--\u{202E}x", "a\u{1B}[2J")
        #expect(usage.status == 2 && usage.errors.contains("<U+202E>"), "\(usage.errors)")
    }

    @Test("Control sequences in errors are shown, not obeyed")
    func error() async throws {
        let program = try Program(named: "nx1sh")
        let refusal = Reply.json(#"{"detail": "no\u001b[2J\u202e\nsecond row"}"#, status: 403)
        try await withScriptedServer(Route("/", refusal)) { server in
            try await withTerminal(
                columns: 200, environment: ["NX1_HOST": server.host, "NX1_API_KEY": "key"],
                command: [program.path]
            ) { terminal in
                try await terminal.waitFor(prompt: "ask> ")
                try await terminal.enter("Hello")
                try await terminal.waitFor("(403): no^[[2J<U+202E> second row. Ask for permission")
                try await terminal.waitFor(prompt: "ask> ")
                #expect(try await terminal.screen().first?.hasPrefix("nx1sh: type a question") == true)
            }
        }
    }
}
