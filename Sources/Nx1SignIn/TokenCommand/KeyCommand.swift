import Nx1Events
public import Nx1HTTP
public import Nx1Values

/// Signs with the pre-shared key that a shell command prints, such as `pass show nx1`: for those who keep keys in a vault.
///
/// The key is kept in memory until the service refuses it; then the command runs again.
public final class KeyCommand: Credentials {
    private let command: CredentialCommand
    private let keeper = TokenKeeper()

    /// Runs `command` with `/bin/sh -c` when a key is needed. It has no standard input, and nothing that it prints is shown. If it
    /// is cancelled or takes too long, it is killed with its children. Processes that need it at the same time share one run.
    /// - Parameters:
    ///   - command: prints a key, and nothing else, on its standard output.
    ///   - limit: how long it may take.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if it is empty.
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
