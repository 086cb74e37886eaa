/// Signs with the access token that a shell command prints, for those who have their own tooling.
public final class TokenCommand: Credentials {
    /// Runs `command` with `/bin/sh -c` whenever a token is needed.
    /// - Parameters:
    ///   - command: prints an access token, and nothing else, on its standard output.
    ///   - limit: how long it may take.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if it is empty.
    public init(_ command: String, within limit: Duration = .seconds(60)) throws(Nx1Error) {
    }

    public func authorization(over network: Network) async throws -> Authorization {
        throw Nx1Error(.notSignedIn, "This is still being built.")
    }

    public func discard(_ refused: Authorization) async -> Bool { true }
}
