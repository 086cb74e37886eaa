import Nx1Events
public import Nx1HTTP
public import Nx1Values

/// Authorizes requests with the access token that a shell command prints, for users with their own tooling.
///
/// A JSON Web Token with an expiry (RFC 7519, section 4.1.4) is used until then, any other token until the service
/// refuses it. Then the command runs again.
public final class TokenCommand: Credentials {
    private let command: CredentialCommand
    private let keeper = TokenKeeper()

    /// Creates credentials that run `command` with `/bin/sh -c` when a token is needed. The command has no standard
    /// input, and its output is never shown. If it's cancelled or takes too long, it's killed with its children.
    /// Processes that need it at the same time share one run.
    /// - Parameters:
    ///   - command: the command, which prints only an access token to standard output.
    ///   - limit: how long the command may take.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the command is empty.
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

/// An access token printed by a command.
struct PrintedToken: Sendable {
    private let authorization: Authorization
    private let claims: TokenClaims?

    /// Parses the output, ignoring surrounding white space.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if it isn't a valid token. The error doesn't quote it.
    init(_ printed: String) throws(Nx1Error) {
        authorization = try .bearerToken(printed)
        let token = printed.trimmed
        claims = TokenClaims(Secret(token))
    }

    /// The token, which expires according to its claims. If it seems to have expired already, the clock may be wrong,
    /// so the service decides.
    func accessToken(at time: Timekeeper) -> AccessToken {
        guard let ends = claims?.moment("exp") else { return AccessToken(authorization) }
        let remaining = ends - time.secondsSince1970()
        guard remaining > 0, remaining < 315_360_000 else { return AccessToken(authorization) }
        let lifetime = claims?.moment("iat").map { min(max(ends - $0, remaining), 315_360_000) } ?? remaining
        return AccessToken(
            authorization, from: time.now(), lifetime: .seconds(lifetime), remaining: .seconds(remaining))
    }
}
