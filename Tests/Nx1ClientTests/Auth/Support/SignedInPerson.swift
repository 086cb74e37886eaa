import TestSupport

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

extension ScriptedProvider {
    /// A provider that rotates: each refresh token is good once, and gives tokens of the next number.
    static func rotating(_ request: ReceivedRequest, _ turn: Int) -> Reply {
        guard request.path == "/token", request.form["refresh_token"] == "r\(turn)" else {
            return refusal("invalid_grant", "spent")
        }
        return tokens("a\(turn + 1)", refresh: "r\(turn + 1)", expiresIn: 2)
    }

    /// What the file keeps of the person.
    func stored(in file: TokenFile) throws -> StoredTokens? {
        try file.tokens(of: try client())
    }
}

/// Runs a body with a provider where somebody is signed in for two seconds, by a clock that stands still.
/// - Parameter pausing: what a pause is; by itself it takes the time it takes.
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
