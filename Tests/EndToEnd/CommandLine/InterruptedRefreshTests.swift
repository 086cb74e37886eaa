import Foundation
import Nx1Client
import TestSupport
import Testing

@Suite("Ctrl-C while the sign-in is refreshed", .timeLimit(.minutes(1)))
struct InterruptedRefreshTests {
    private static let tokens =
        #"{"access_token": "a1", "refresh_token": "r1", "expires_in": 600, "token_type": "Bearer"}"#

    /// Runs a body with a person whose access token has expired, at a provider that refreshes it once, when `gate`
    /// opens.
    private func withPerson(
        gate: Drip, _ body: (ShellProgram, _ folder: String, ScriptedServer) async throws -> Void
    ) async throws {
        let answer: @Sendable (ReceivedRequest) -> Reply = { request in
            let host = "http://" + (request.header("Host") ?? "")
            switch request.path {
            case "/realms/r/.well-known/openid-configuration":
                return .json(#"{"issuer": "\#(host)/realms/r", "token_endpoint": "\#(host)/token"}"#)
            case "/token":
                guard request.text.contains("refresh_token=r0") else {
                    return .json(#"{"error": "invalid_grant"}"#, status: 400)
                }
                return .head(200, ["Content-Length": "\(Self.tokens.utf8.count)"]).then(gate)
            default: return .json(#"{"version": "1"}"#)
            }
        }
        try await withScriptedServer(answering: answer) { server in
            try await withTemporaryFolder { folder in
                let profiles = try TemporaryFolder.write(
                    "o:\n  host: \(server.host)\n  issuer: \(server.host)/realms/r\n  client_id: me\n",
                    to: "profiles", in: folder)
                try TemporaryFolder.write(
                    #"{"sign_ins": [{"issuer": "\#(server.host)/realms/r", "client_id": "me", "#
                        + #""access_token": "a0", "expires_at": 0, "expires_in": 2, "refresh_token": "r0"}]}"#,
                    to: "tokens.json", in: folder)
                let shell = try ShellProgram(
                    environment: ["NX1_PROFILES_PATH": profiles, "NX1_SHELL_HOME": folder])
                try await body(shell, folder, server)
            }
        }
    }

    @Test("ends the command at once, and the shell after the new tokens are stored")
    func kept() async throws {
        let gate = Drip()
        try await withPerson(gate: gate) { shell, folder, server in
            let outcome = try await shell.withRunning("-p", "o", ":ping") { running in
                try await eventually("the refresh") { server.requests.contains { $0.path == "/token" } }
                running.send(signal: SIGINT)
                try await running.waitForErrors("Interrupted.")
                gate.send(Self.tokens)
                gate.end()
                return try await running.outcome()
            }
            #expect(outcome.status == 130)
            #expect(outcome.errors == "nx1sh: Interrupted.\n")
            #expect(try TemporaryFolder.read(folder + "/tokens.json").contains(#""r1""#))
            let next = try await shell.run("-p", "o", ":ping")
            #expect(next.status == 0, "\(next.errors)")
            #expect(server.requests.count { $0.path == "/token" } == 1)
            #expect(server.requests.last?.header("Authorization") == "Bearer a1")
        }
    }

    @Test("ends the shell after at most five seconds")
    func bounded() async throws {
        let gate = Drip()
        defer { gate.end() }
        try await withPerson(gate: gate) { shell, _, server in
            try await shell.withRunning("-p", "o", ":ping") { running in
                try await eventually("the refresh") { server.requests.contains { $0.path == "/token" } }
                let start = ContinuousClock.now
                running.send(signal: SIGINT)
                #expect(try await running.outcome().status == 130)
                // The wait, plus the delay of a busy machine; the timeout of a request is thirty seconds.
                #expect(ContinuousClock.now - start < .seconds(20))
            }
        }
    }
}
