import Nx1Events
public import Nx1HTTP
public import Nx1Values

/// Authorizes requests with the pre-shared key that a shell command prints, such as `pass show nx1`, for keys kept in a
/// vault.
///
/// The key is kept in memory until the service refuses it; then the command runs again.
public final class KeyCommand: Credentials {
    private let command: CredentialCommand
    private let keeper = TokenKeeper()

    /// Creates credentials that run `command` with `/bin/sh -c` when a key is needed. The command has no standard
    /// input, and its output is never shown. If it's cancelled or takes too long, it's killed with its children.
    /// Processes that need it at the same time share one run.
    /// - Parameters:
    ///   - command: the command, which prints only a key to standard output.
    ///   - limit: how long the command may take.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the command is empty.
    public init(_ command: String, within limit: Duration = .seconds(30)) throws(Nx1Error) {
        self.command = try CredentialCommand(command, for: .preSharedKey, within: limit)
    }

    public func authorization(over network: Network) async throws -> Authorization {
        try await command.authorization(over: network, keptIn: keeper) { printed, _ throws(Nx1Error) in
            AccessToken(try .preSharedKey(printed))
        }
    }

    public func discard(_ refused: Authorization) async -> Bool {
        keeper.discard(refused)
        return true
    }
}
