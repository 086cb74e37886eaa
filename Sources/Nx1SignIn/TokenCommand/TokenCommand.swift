import Nx1Events
public import Nx1HTTP
public import Nx1Values

/// Signs with the access token that a shell command prints, for those who have their own tooling.
///
/// The token is used until it ends, if it is a JSON Web Token and says when (RFC 7519, section 4.1.4), or else until the service
/// refuses it; then the command runs again.
public final class TokenCommand: Credentials {
    private let command: CredentialCommand
    private let keeper = TokenKeeper()

    /// Runs `command` with `/bin/sh -c` whenever a token is needed. It has no standard input, and nothing that it prints is shown. If
    /// it is cancelled or takes too long, it is killed with its children. Processes that need it at the same time share one run.
    /// - Parameters:
    ///   - command: prints an access token, and nothing else, on its standard output.
    ///   - limit: how long it may take.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if it is empty.
    public init(_ command: String, within limit: Duration = .seconds(30)) throws(Nx1Error) {
        self.command = try CredentialCommand(command, for: .accessToken, within: limit)
    }

    public func authorization(over network: Network) async throws -> Authorization {
        try await command.authorization(over: network, keptIn: keeper) { printed, time throws(Nx1Error) in
            try PrintedToken(printed).accessToken(at: time)
        }
    }

    public func discard(_ refused: Authorization) async -> Bool {
        keeper.discard(refused)
        return true
    }
}

/// An access token as a command printed it.
struct PrintedToken: Sendable {
    private let authorization: Authorization
    private let claims: TokenClaims?

    /// Reads what was printed, without the white space around it.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if it can't be a token; it is not quoted.
    init(_ printed: String) throws(Nx1Error) {
        authorization = try .bearerToken(printed)
        let token = printed.trimmed
        claims = TokenClaims(Secret(token))
    }

    /// The token, which ends when it says so. One that ended before it came may as well stem from a clock that is wrong: the
    /// service has the last word on it.
    func accessToken(at time: Timekeeper) -> AccessToken {
        guard let ends = claims?.moment("exp") else { return AccessToken(authorization) }
        let remaining = ends - time.secondsSince1970()
        guard remaining > 0, remaining < 315_360_000 else { return AccessToken(authorization) }
        let lifetime = claims?.moment("iat").map { min(max(ends - $0, remaining), 315_360_000) } ?? remaining
        return AccessToken(
            authorization, from: time.now(), lifetime: .seconds(lifetime), remaining: .seconds(remaining))
    }
}
