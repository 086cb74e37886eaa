import Foundation
import TestSupport
import Testing

@Suite("An issuer that doesn't support everything", .timeLimit(.minutes(1)))
struct LimitedIssuerTests {
    /// Runs a body with a profile for an issuer that allows the client no device codes and has no revocation endpoint.
    private func withIssuer(
        _ body: (_ host: String, _ home: String, _ environment: [String: String]) async throws -> Void
    ) async throws {
        let answer: @Sendable (ReceivedRequest) -> Reply = { request in
            let host = "http://" + (request.header("Host") ?? "")
            return request.path == "/device"
                ? .json(
                    #"{"error": "unauthorized_client", "error_description": "Not for this client."}"#,
                    status: 400)
                : .json(
                    #"{"issuer": "\#(host)", "token_endpoint": "\#(host)/token", "#
                        + #""authorization_endpoint": "\#(host)/auth", "#
                        + #""device_authorization_endpoint": "\#(host)/device"}"#)
        }
        try await withScriptedServer(answering: answer) { server in
            try await withTemporaryFolder { home in
                try TemporaryFolder.write(
                    "default:\n  host: \(server.host)\n  issuer: \(server.host)\n  client_id: me\n",
                    to: ".nx1/profiles", in: home)
                try await body(server.host, home, ["BROWSER": "/no/such", "PATH": "/nowhere"])
            }
        }
    }

    @Test("Without device codes for this client, :login over ssh says so and uses the browser")
    func noDeviceCodes() async throws {
        try await withIssuer { host, home, environment in
            let ssh = environment.merging(["SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"]) { $1 }
            try await Program(named: "nx1sh").withRunning([":login"], environment: ssh, home: home) { shell in
                try await shell.waitForErrors("Waiting up to 5 minutes for the browser.")
                #expect(
                    shell.errors.contains(
                        "\n\(host) doesn't allow this client to sign in on another device: Not for this client (unauthorized_client). Signing in with the browser instead.\nTo sign in, open this address in a browser:\n"
                    ), "\(shell.errors)")
                shell.send(signal: SIGINT)
                #expect(try await shell.outcome().status == 130)
            }
        }
    }

    @Test("Without a revocation endpoint, :logout deletes the tokens and says that they stay valid")
    func noRevocation() async throws {
        try await withIssuer { host, home, environment in
            let tokens = try TemporaryFolder.write(
                #"{"sign_ins": [{"issuer": "\#(host)", "client_id": "me", "access_token": "planted-a", "#
                    + #""expires_at": 4000000000, "refresh_token": "planted-r"}]}"#,
                to: ".nx1/shell/tokens.json", in: home)
            let outcome = try await ShellProgram(environment: environment).run([":logout"], home: home)
            #expect(
                outcome.errors
                    == "Signed out of \(host). The tokens were deleted, but not revoked: they stay valid until they expire.\n"
            )
            #expect(outcome.status == 0)
            #expect(try !TemporaryFolder.read(tokens).contains("planted"))
        }
    }
}
