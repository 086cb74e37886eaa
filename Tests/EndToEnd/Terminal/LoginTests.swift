import Foundation
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("Signing in at the prompt")
struct LoginTests {
    private func withShell(
        lifetime: Duration = .seconds(600), decision: String? = "allow",
        _ body: @Sendable (Terminal, SandboxSignIn) async throws -> Void
    ) async throws {
        let program = try Program(named: "nx1sh")
        try await withSandboxSignIn(lifetime: lifetime, decision: decision) { place in
            try await withTerminal(
                columns: 160, environment: place.environment, home: place.home, command: [program.path]
            ) { terminal in
                try await terminal.waitFor(prompt: "ask> ")
                try await body(terminal, place)
            }
        }
    }

    @Test("The greeting says that you aren't signed in, and questions are answered after `:login`")
    func login() async throws {
        try await withShell { terminal, place in
            try await terminal.waitFor("You aren't signed in. To sign in, type :login.")
            try await terminal.enter(":login")
            try await terminal.waitFor("Signed in as analyst at \(place.sandbox.issuer).")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.enter(":crew ask duration:=0.1 Hello")
            try await terminal.waitFor("completed")
            try await terminal.enter(":auth")
            try await terminal.waitFor("user                  analyst")
            try await terminal.enter(":logout")
            try await terminal.waitFor("The tokens were revoked and deleted.")
            try await terminal.enter("Hello")
            try await terminal.waitFor("Sign in with :login")
        }
    }

    @Test(
        "The final address of a browser on another machine can be pasted, is validated, and isn't in any history"
    )
    func pasted() async throws {
        try await withShell(decision: nil) { terminal, place in
            try await terminal.enter(":login")
            try await terminal.waitFor("paste the address from its address bar (not shown):")
            let address = try await eventually("the browser's start") {
                try? TemporaryFolder.read(place.traces + "/address")
            }
            let redirect = try #require(
                URLComponents(string: address)?.queryItems?.first { $0.name == "redirect_uri" }?.value)
            try await terminal.enter(redirect + "?code=planted&state=planted")
            try await terminal.waitFor("That address belongs to another sign-in. Open the address above")
            try await terminal.enter(redirect + "?code=" + String(repeating: "x", count: 5000))
            try await terminal.waitFor(
                "Use `:login --port N`, and forward port N of the browser's machine to this one.")
            try await terminal.enter("planted")
            try await terminal.waitFor("That isn't the address that the browser was redirected to.")
            // The browser is on another machine, so it can't follow a redirect to this one.
            let answer = try await Program(path: "/usr/bin/curl").run([
                "-sS", "-o", "/dev/null", "-w", "%{redirect_url}", "-d", "decision=allow", address,
            ])
            #expect(answer.output.hasPrefix(redirect + "?code="))
            try await terminal.enter(answer.output)
            try await terminal.waitFor("Signed in as analyst at \(place.sandbox.issuer).")
            try await terminal.waitFor(prompt: "ask> ")
            let shown = try await terminal.transcript().joined()
            #expect(!shown.contains("planted") && !shown.contains("code=\(answer.output.suffix(8))"))
            try await terminal.enter(":quit")
            try await eventually("the history") {
                (try? TemporaryFolder.read(place.home + "/.nx1/shell/history"))?.contains(":quit") == true
                    ? () : nil
            }
            #expect(
                try !TemporaryFolder.read(place.home + "/.nx1/shell/history").contains("callback"))
        }
    }

    @Test("Ctrl-D at the prompt for the address goes on waiting for the browser")
    func noAddress() async throws {
        try await withShell(decision: nil) { terminal, _ in
            try await terminal.enter(":login")
            try await terminal.waitFor("paste the address from its address bar (not shown):")
            try await terminal.press("C-d")
            try await terminal.waitFor("Still waiting for the browser.")
            try await terminal.press("C-c")
            try await terminal.waitFor("Interrupted.")
            try await terminal.waitFor(prompt: "ask> ")
        }
    }

    @Test("The prompt for the address disappears when the browser returns")
    func browserIsQuicker() async throws {
        try await withShell { terminal, place in
            try await terminal.enter(":login")
            try await terminal.waitFor("Signed in as analyst at \(place.sandbox.issuer).")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.enter(":help ping")
            try await terminal.waitFor("round-trip time")
        }
    }

    @Test("Ctrl-C cancels waiting for the browser, but doesn't end the shell")
    func interrupted() async throws {
        try await withShell(decision: nil) { terminal, _ in
            try await terminal.enter(":login")
            try await terminal.waitFor("Waiting up to 5 minutes for the browser. Press Ctrl-C to cancel.")
            try await terminal.press("C-c")
            try await terminal.waitFor("Interrupted.")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.enter(":help ping")
            try await terminal.waitFor("round-trip time")
        }
    }

    @Test("An expired token is refreshed silently")
    func refreshed() async throws {
        try await withShell(lifetime: .seconds(1)) { terminal, _ in
            try await terminal.enter(":login")
            try await terminal.waitFor("Signed in as analyst")
            try await terminal.waitFor(prompt: "ask> ")
            // Even at 50 times the speed, this run takes longer than the lifetime of two tokens.
            try await terminal.enter(":crew ask duration:=125 Hello")
            try await terminal.waitFor("completed")
            #expect(try await !terminal.transcript().joined().contains("(401)"))
        }
    }
}
