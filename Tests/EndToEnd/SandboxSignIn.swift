import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport

/// A sandbox to sign in to, a home folder with profiles for it, and a script that stands in for the user's browser.
struct SandboxSignIn: Sendable {
    let sandbox: Sandbox
    let home: String
    /// The shell's environment, without `HOME`.
    let environment: [String: String]

    /// The folder where the browser script stores the URL that it was called with (`address`) and its environment
    /// (`variables`).
    var traces: String { home + "/traces" }
}

/// Runs a body with a sandbox to sign in to.
/// - Parameters:
///   - lifetime: the lifetime of the access tokens.
///   - decision: the user's choice on the sandbox's page: `allow`, `deny`, or nil for none.
func withSandboxSignIn<Value: Sendable>(
    lifetime: Duration = .seconds(600), decision: String? = "allow",
    _ body: @Sendable (SandboxSignIn) async throws -> Value
) async throws -> Value {
    try await withTemporaryFolder { home in
        try await withSandbox(.init(speed: 50, tokenLifetime: lifetime)) { sandbox in
            let oauth = "{host: '\(sandbox.host)', issuer: '\(sandbox.issuer)'"
            try TemporaryFolder.write(
                """
                default: \(oauth), client_id: \(sandbox.clientID)}
                batch: \(oauth), client_id: \(sandbox.batchClientID), client_secret: \(sandbox.batchClientSecret)}
                key: {host: '\(sandbox.host)', api_key: \(sandbox.apiKey)}

                """, to: ".nx1/profiles", in: home)
            let press = decision.map { "curl -sS -L -d decision=\($0) \"$1\"" } ?? "exec sleep 3600"
            let script =
                "#!/bin/sh\ncd '\(home)/traces' || exit\nenv >variables\nprintf '%s' \"$1\" >address.new\n"
                + "mv address.new address\n\(press)\n"
            let browser = try TemporaryFolder.write(script, to: "browser", in: home, mode: 0o700)
            try TemporaryFolder.write("", to: "traces/here", in: home)
            return try await body(
                SandboxSignIn(
                    sandbox: sandbox, home: home,
                    environment: ["BROWSER": "/no/such/browser %s:\(browser)", "PATH": "/usr/bin:/bin"]))
        }
    }
}
