import Nx1Events
import Nx1HTTP
import Nx1Values

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A shell command that prints a key or a token.
struct CredentialCommand: Sendable {
    /// The kind of credential that the command prints.
    enum Kind: Sendable, Hashable {
        case accessToken, preSharedKey

        /// The credential's name in a sentence.
        var name: String {
            switch self {
            case .accessToken: "an access token"
            case .preSharedKey: "a pre-shared key"
            }
        }

        /// The variable and the profile key that set the command.
        var settings: (variable: String, profileKey: String) {
            switch self {
            case .accessToken: ("NX1_ACCESS_TOKEN_COMMAND", "access_token_command")
            case .preSharedKey: ("NX1_API_KEY_COMMAND", "api_key_command")
            }
        }
    }

    /// The maximum size of a key or token, in bytes.
    static let largest = 64 << 10

    let kind: Kind
    private let sharing: SharedCommand
    private let environment: [String: String]
    // The command may contain a password.
    private let command: Secret
    private let limit: Duration

    /// - Parameter limit: how long the command may take, including the wait for another process that runs it.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the command is empty.
    init(_ command: String, for kind: Kind, within limit: Duration) throws(Nx1Error) {
        guard !command.allSatisfy(\.isWhitespace) else {
            let (variable, key) = kind.settings
            throw .invalidSetting(
                "The command that prints \(kind.name) is empty.",
                advice: "Set \(variable), or \(key) in the profile, to a command that prints it.")
        }
        let command = Secret(command)
        self.kind = kind
        self.command = command
        self.limit = limit
        environment = ProgramEnvironment.withoutSecrets(ProcessInfo.processInfo.environment)
        sharing = SharedCommand(command, environment: environment)
    }

    /// Runs the command, or shares another process's current run, and waits for it to end.
    /// - Returns: the command's output.
    /// - Throws: ``Nx1Error`` (`notSignedIn`); `CancellationError`, after the command and its children were killed.
    func output(at time: Timekeeper) async throws -> String {
        let outcome = try await withThrowingTaskGroup(of: CommandOutcome.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await self.outcome(at: time) }
            group.addTask {
                try await time.sleep(self.limit)
                throw self.error("took longer than \(self.limit.inWords)")
            }
            guard let outcome = try await group.next() else { throw CancellationError() }
            return outcome
        }
        switch outcome.ending {
        case .exited(0): return String(decoding: outcome.output, as: UTF8.self)
        case .exited(let status): throw error("exited with status \(status)")
        case .signaled(let signal): throw error("was killed by signal \(signal)")
        }
    }

    private func outcome(at time: Timekeeper) async throws -> CommandOutcome {
        let run = CommandRun(
            command: command, environment: environment, largest: Self.largest, time: time)
        do {
            return try await sharing.outcome(at: time, of: run.outcome)
        } catch CommandRun.Failure.printedTooMuch {
            throw error("printed more than \(ByteCount(Self.largest))")
        } catch CommandRun.Failure.notRun {
            throw error("couldn't be run")
        }
    }

    /// The authorization parsed from the command's output, cached in `keeper`.
    /// - Parameter read: parses the output as a token; throws if it isn't valid.
    func authorization(
        over network: Network, keptIn keeper: TokenKeeper,
        reading read: @Sendable (String, Timekeeper) throws(Nx1Error) -> AccessToken
    ) async throws -> Authorization {
        let time = network.timekeeper
        return try await keeper.authorization(at: time) {
            let printed = try await output(at: time)
            do throws(Nx1Error) {
                return try read(printed, time)
            } catch {
                throw self.error("printed something unusable. \(error.message.dropLast())")
            }
        }
    }

    /// An error about the command. It quotes neither the command nor its output.
    func error(_ happened: String) -> Nx1Error {
        let (variable, key) = kind.settings
        return Nx1Error(
            .notSignedIn, "The command that prints \(kind.name) \(happened).",
            advice: "Run it yourself to see why. It's set in \(variable), or as \(key) in the profile.")
    }
}
