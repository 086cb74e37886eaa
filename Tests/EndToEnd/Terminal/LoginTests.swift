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

    @Test("the greeting says that nobody is signed in, `:login` does it, and questions are answered then")
    func login() async throws {
        try await withShell { terminal, place in
            try await terminal.waitFor("Nobody is signed in; :login does it, with the browser.")
            try await terminal.enter(":login")
            try await terminal.waitFor("Signed in as analyst at \(place.sandbox.issuer).")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.enter(":crew ask duration:=0.1 Hello")
            try await terminal.waitFor("completed")
            try await terminal.enter(":auth")
            try await terminal.waitFor("user                  analyst")
            try await terminal.enter(":logout")
            try await terminal.waitFor("the tokens are revoked and forgotten.")
            try await terminal.enter("Hello")
            try await terminal.waitFor("Sign in with :login")
        }
    }

    @Test("Ctrl-C stops waiting for the browser, and not the shell")
    func interrupted() async throws {
        try await withShell(decision: nil) { terminal, _ in
            try await terminal.enter(":login")
            try await terminal.waitFor("Waiting for the browser, 5 minutes at most. Ctrl-C stops.")
            try await terminal.press("C-c")
            try await terminal.waitFor("Interrupted.")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.enter(":help ping")
            try await terminal.waitFor("is the service there")
        }
    }

    @Test("a token that ends is refreshed, and nobody notices")
    func refreshed() async throws {
        try await withShell(lifetime: .seconds(1)) { terminal, _ in
            try await terminal.enter(":login")
            try await terminal.waitFor("Signed in as analyst")
            try await terminal.waitFor(prompt: "ask> ")
            // At fifty times the speed this run takes longer than two tokens last.
            try await terminal.enter(":crew ask duration:=125 Hello")
            try await terminal.waitFor("completed")
            #expect(try await !terminal.transcript().joined().contains("(401)"))
        }
    }
}
