import Nx1Events
public import Nx1HTTP
public import Nx1Values

/// Signs with the access token that a shell command prints, for those who have their own tooling.
///
/// The token is used until it ends, if it is a JSON Web Token and says when (RFC 7519, section 4.1.4), or else until the service
/// refuses it; then the command runs again.
public final class TokenCommand: Credentials {
    private let command: Secret
    private let limit: Duration
    private let keeper = TokenKeeper()

    /// Runs `command` with `/bin/sh -c` whenever a token is needed. It has no standard input; its standard error is this
    /// process'. If it is cancelled or takes too long, it is killed with its children.
    /// - Parameters:
    ///   - command: prints an access token, and nothing else, on its standard output.
    ///   - limit: how long it may take.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if it is empty.
    public init(_ command: String, within limit: Duration = .seconds(60)) throws(Nx1Error) {
        guard !command.allSatisfy(\.isWhitespace) else {
            throw .invalidSetting(
                "The command that prints an access token is empty.",
                advice:
                    "Set NX1_ACCESS_TOKEN_COMMAND, or the profile's access_token_command, to one that does.")
        }
        // It may have a password in it.
        self.command = Secret(command)
        self.limit = limit
    }

    public func authorization(over network: Network) async throws -> Authorization {
        let time = network.timekeeper
        return try await keeper.authorization(at: time) {
            try PrintedToken(await printed(at: time)).accessToken(at: time)
        }
    }

    public func discard(_ refused: Authorization) async -> Bool {
        keeper.discard(refused)
        return true
    }

    /// What the command prints, once it has ended well.
    private func printed(at time: Timekeeper) async throws -> String {
        try await withThrowingTaskGroup(of: String.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await self.run(at: time) }
            group.addTask {
                try await time.sleep(self.limit)
                throw Self.error("took longer than \(self.limit.inWords)")
            }
            return try await group.next() ?? ""
        }
    }

    private func run(at time: Timekeeper) async throws -> String {
        do {
            let (ending, output) = try await CommandRun(
                command: command, largest: PrintedToken.largest, time: time
            ).outcome()
            switch ending {
            case .exited(0): return String(decoding: output, as: UTF8.self)
            case .exited(let status): throw Self.error("ended with exit status \(status)")
            case .signaled(let signal): throw Self.error("was ended by signal \(signal)")
            }
        } catch CommandRun.Failure.printedTooMuch {
            throw Self.error("printed more than \(ByteCount(PrintedToken.largest))")
        } catch CommandRun.Failure.notRun {
            throw Self.error("could not be run")
        }
    }

    /// An error about the command, which is not quoted, and neither is what it printed.
    static func error(_ happened: String) -> Nx1Error {
        Nx1Error(
            .notSignedIn, "The command that prints an access token \(happened).",
            advice: "Run it by hand to see why; it is in NX1_ACCESS_TOKEN_COMMAND, or in the profile's"
                + " access_token_command.")
    }
}

/// An access token as a command printed it.
struct PrintedToken: Sendable {
    /// More than this is no token, in bytes.
    static let largest = 64 << 10

    private let authorization: Authorization
    private let claims: TokenClaims?

    /// Reads what was printed, without the white space around it.
    /// - Throws: ``Nx1Error`` (`notSignedIn`) if it can't be a token; it is not quoted.
    init(_ printed: String) throws(Nx1Error) {
        do {
            authorization = try .bearerToken(printed)
        } catch {
            throw TokenCommand.error("printed something else. \(error.message.dropLast())")
        }
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
