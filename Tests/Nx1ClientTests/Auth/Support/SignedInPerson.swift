import TestSupport

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

extension ScriptedProvider {
    /// A provider that rotates refresh tokens: each is valid once, and yields tokens with the next number.
    static func rotating(_ request: ReceivedRequest, _ turn: Int) -> Reply {
        guard request.path == "/token", request.form["refresh_token"] == "r\(turn)" else {
            return refusal("invalid_grant", "spent")
        }
        return tokens("a\(turn + 1)", refresh: "r\(turn + 1)", expiresIn: 2)
    }

    /// The person's stored tokens.
    func stored(in file: TokenFile) throws -> StoredTokens? {
        try file.tokens(of: try client())
    }
}

/// Runs `body` with a provider where a person is signed in for two seconds, by a stopped clock.
/// - Parameter pausing: how pauses are made, by default in real time.
func withSignedInPerson(
    refresh: String? = "r0", policy: RetryPolicy = .never,
    pausing sleep: (@Sendable (Duration) async throws -> Void)? = nil,
    answer: @escaping @Sendable (ReceivedRequest, Int) async -> Reply = ScriptedProvider.rotating,
    body: (ScriptedProvider, TokenFile, ManualClock) async throws -> Void
) async throws {
    let clock = ManualClock()
    var time = clock.timekeeperWithRealPauses
    if let sleep { time.sleep = sleep }
    try await withTemporaryFolder { folder in
        let file = TokenFile(path: folder + "/tokens.json")
        try await withProvider(time: time, configure: { $0.retryPolicy = policy }, answer: answer) {
            provider async throws in
            try file.update(try provider.client()) { _ in
                StoredTokens(
                    accessToken: Secret("a0"), ends: clock.timekeeper.secondsSince1970() + 2,
                    lifetime: .seconds(2), refreshToken: refresh.map { Secret($0) }, user: "ann")
            }
            try await body(provider, file, clock)
        }
    }
}
