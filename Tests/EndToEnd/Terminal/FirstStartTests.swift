import Foundation
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("The first start")
struct FirstStartTests {
    private static let host = "Host, such as https://aiapi.<client>.nx1cloud.com: "
    private static let way = "Do you sign in with a pre-shared key or the browser? [key/browser] "
    private static let key = "Pre-shared key, not shown (portal: Settings, Personal PSK): "
    private static let test = "Ask a test question, \"Which tables are there?\"? [y/N] "

    /// Runs nx1sh without settings up to its first question, next to a sandbox.
    private func withFirstStart(
        profiles: String? = nil,
        _ body: @Sendable (Terminal, Sandbox, _ home: String, _ file: String) async throws -> Void
    ) async throws {
        let program = try Program(named: "nx1sh")
        try await withTemporaryFolder { home in
            try await withSandbox(.init(speed: 50, apiKey: "planted-7c2f-key")) { sandbox in
                try await withTerminal(columns: 120, home: home, command: [program.path]) { terminal in
                    try await terminal.waitFor(prompt: Self.host)
                    try await body(terminal, sandbox, home, home + "/.nx1/profiles")
                }
            }
        }
    }

    @Test(
        "The first start asks for host and key, saves them as a profile, checks them, and sends a test question"
    )
    func whole() async throws {
        try await withFirstStart { terminal, sandbox, home, file in
            try await terminal.enter(sandbox.host)
            try await terminal.waitFor(prompt: Self.way)
            try await terminal.enter("key")
            try await terminal.waitFor(prompt: Self.key)
            try await terminal.enter(sandbox.apiKey)
            try await terminal.waitFor("Saved the profile default in \(file).")
            try await terminal.waitFor("the version of the service") { rows in
                rows.contains {
                    $0.wholeMatch(of: #/Connected: the service \(version [^ ]+\) accepts the sign-in\./#)
                        != nil
                }
            }
            try await terminal.waitFor(prompt: Self.test)
            #expect(
                try TemporaryFolder.read(file)
                    == "default:\n  host: \(sandbox.host)\n  api_key: \(sandbox.apiKey)\n")
            try await terminal.enter("y")
            try await terminal.waitFor("%1 · ")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(try await terminal.transcript().contains("│ Which tables are there?"))
            #expect(try await !terminal.transcript().joined().contains(sandbox.apiKey))
            let kept = try await Program(path: "/bin/grep").run(
                ["-r", "--exclude=profiles", sandbox.apiKey, home])
            #expect(kept.status == 1, "\(kept.output)")
        }
    }

    @Test("The questions are asked only once: the next start goes to the prompt")
    func once() async throws {
        let program = try Program(named: "nx1sh")
        try await withTemporaryFolder { home in
            try await withTerminal(home: home, command: [program.path]) { terminal in
                try await terminal.waitFor(prompt: Self.host)
                try await terminal.enter("http://127.0.0.1:9")
                try await terminal.waitFor(prompt: Self.way)
                try await terminal.enter("k")
                try await terminal.waitFor(prompt: Self.key)
                try await terminal.enter("anything")
                try await terminal.waitFor(prompt: "Host (leave empty to keep http://127.0.0.1:9): ")
                try await terminal.press("Enter")
                try await terminal.waitFor("To change the settings, use `:profile add default`")
                try await terminal.waitFor(prompt: "ask> ")
            }
            try await withTerminal(home: home, command: [program.path]) { terminal in
                try await terminal.waitFor(prompt: "ask> ")
                #expect(
                    try await terminal.screen() == [
                        "nx1sh: type a question, or :help for commands. Ctrl-D exits.", "ask>",
                    ])
            }
        }
    }

    @Test(
        "Any question can be left with Enter, Ctrl-D or Ctrl-C; nothing is written, and the advice is shown",
        arguments: [
            ("Enter", 0), ("C-d", 0), ("C-c", 0), ("Enter", 1), ("C-d", 2), ("C-c", 2),
        ])
    func left(key: String, after count: Int) async throws {
        try await withFirstStart { terminal, _, _, file in
            let questions = [Self.host, Self.way, Self.key]
            for (question, answer) in zip(questions, ["a.example", "key"]).prefix(count) {
                try await terminal.waitFor(prompt: question)
                try await terminal.enter(answer)
            }
            try await terminal.waitFor(prompt: questions[count])
            try await terminal.press(key)
            try await terminal.waitFor(prompt: "ask> ")
            let screen = try await terminal.transcript().joined()
            #expect(
                screen.contains("Nothing was saved. To set a host and key later, use `:profile add default`.")
            )
            #expect(screen.contains("Set NX1_HOST and NX1_API_KEY"))
            #expect(!FileManager.default.fileExists(atPath: file))
            // The echo is back.
            try await terminal.type("visible")
            try await terminal.waitFor(prompt: "ask> ", typed: "visible")
        }
    }

    @Test("An invalid host is explained and can be corrected, at most three times")
    func corrected() async throws {
        try await withFirstStart { terminal, _, _, file in
            try await terminal.enter("http://aiapi.acme.example")
            try await terminal.waitFor("uses plain HTTP, which is allowed only on this machine")
            try await terminal.waitFor(prompt: Self.host)
            try await terminal.enter("two words")
            try await terminal.waitFor("it contains white space")
            try await terminal.waitFor(prompt: Self.host)
            try await terminal.enter("ftp://x")
            try await terminal.waitFor("its scheme is neither https nor http")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(!FileManager.default.fileExists(atPath: file))
        }
    }

    @Test("An unreachable host and a rejected key can be corrected in the profile")
    func mended() async throws {
        try await withFirstStart { terminal, sandbox, _, file in
            // Nothing listens on port 9.
            try await terminal.enter("http://127.0.0.1:9")
            try await terminal.waitFor(prompt: Self.way)
            try await terminal.enter("key")
            try await terminal.waitFor(prompt: Self.key)
            try await terminal.enter("wrong")
            try await terminal.waitFor(prompt: "Host (leave empty to keep http://127.0.0.1:9): ")
            try await terminal.enter(sandbox.host)
            try await terminal.waitFor(prompt: "Pre-shared key, not shown (leave empty to keep it): ")
            try await terminal.enter(sandbox.apiKey)
            try await terminal.waitFor(" accepts the sign-in.")
            try await terminal.waitFor(prompt: Self.test)
            try await terminal.press("C-c")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(
                try TemporaryFolder.read(file)
                    == "default:\n  host: \(sandbox.host)\n  api_key: \(sandbox.apiKey)\n")
        }
    }

    @Test("A profile that another program has just written is kept")
    func writtenMeanwhile() async throws {
        try await withFirstStart { terminal, sandbox, home, file in
            try await terminal.enter(sandbox.host)
            try await terminal.waitFor(prompt: Self.way)
            try await terminal.enter("key")
            try await terminal.waitFor(prompt: Self.key)
            let theirs = "default: {host: a.example}\n"
            try TemporaryFolder.write(theirs, to: ".nx1/profiles", in: home)
            try await terminal.enter(sandbox.apiKey)
            try await terminal.waitFor("The profile default wasn't saved: another program has just added it")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(try TemporaryFolder.read(file) == theirs)
        }
    }

    @Test("Whoever signs in with the browser is asked whether to do so now")
    func browser() async throws {
        try await withFirstStart { terminal, sandbox, _, file in
            try await terminal.enter(sandbox.host)
            try await terminal.waitFor(prompt: Self.way)
            try await terminal.enter("browser")
            try await terminal.waitFor(
                prompt: "Issuer, such as https://sso.<client>.nx1cloud.com/realms/<realm>: ")
            try await terminal.enter(sandbox.issuer)
            try await terminal.waitFor(prompt: "Client id: ")
            try await terminal.enter("nx1sh")
            try await terminal.waitFor("Saved the profile default in \(file).")
            try await terminal.waitFor(prompt: "Sign in now? [Y/n] ")
            try await terminal.enter("n")
            try await terminal.waitFor(prompt: "ask> ")
        }
    }

    @Test("Entering `sandbox` starts a sandbox")
    func sandbox() async throws {
        try await withFirstStart { terminal, _, _, file in
            try await terminal.enter("sandbox")
            try await terminal.waitFor(
                "You're using the sandbox: its answers are made up, and it ends with the shell.")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.enter(":crew ask duration:=0.1 Hello")
            try await terminal.waitFor("made up by the Nx1 sandbox")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(!FileManager.default.fileExists(atPath: file))
            try await terminal.press("C-d")
            #expect(try await terminal.waitForExit() == 0)
        }
    }

    @Test("A terminating signal at a question restores the terminal", arguments: [SIGTERM])
    func ended(signal: Int32) async throws {
        try await withFirstStart { terminal, _, _, _ in
            let id = try await terminal.processID()
            #expect(kill(id, signal) == 0)
            #expect(try await terminal.waitForExit() == 128 + Int(signal))
        }
    }

    @Test("Nothing is asked if there is a profile, even an incomplete one, or if host or key is set")
    func somethingSet() async throws {
        let program = try Program(named: "nx1sh")
        for (profiles, environment) in [
            ("default: {crew: classification}\n", [:]), ("dev: {host: a.example}\n", [:]),
            ("", ["NX1_API_KEY": "k"]), ("", ["NX1_HOST": "a.example"]),
        ] as [(String, [String: String])] {
            try await withTemporaryFolder { home in
                try TemporaryFolder.write(profiles, to: ".nx1/profiles", in: home)
                try await withTerminal(environment: environment, home: home, command: [program.path]) {
                    terminal in
                    try await terminal.waitFor("> ") { $0.last?.hasSuffix(">") == true }
                    #expect(try await !terminal.transcript().joined().contains("a few questions"))
                    #expect(try TemporaryFolder.read(home + "/.nx1/profiles") == profiles)
                }
            }
        }
    }

    @Test(
        "Nothing is asked if there is no one to answer: in a script, with a question, or with stderr redirected"
    )
    func scripts() async throws {
        let program = try Program(named: "nx1sh")
        let outcome = try await program.run(input: .bytes(Array("How many?\n".utf8)))
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("No host and no key are set. "))
        for script in ["\"$1\" 'How many?'; echo \"left with $?\"", "\"$1\" 2>errors; echo \"left with $?\""]
        {
            try await withTerminal(command: ["/bin/sh", "-c", script, "sh", program.path]) { terminal in
                if script.contains("2>") {
                    try await terminal.waitFor(prompt: "ask> ")
                    try await terminal.press("C-d")
                }
                try await terminal.waitFor("left with")
                #expect(try await !terminal.transcript().joined().contains("Host, such as"))
            }
        }
    }
}
