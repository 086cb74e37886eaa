import Nx1Events
import Nx1HTTP
import Nx1Values

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Shares one run of a command among processes that need its output at the same time, since a vault may prompt its
/// owner for each run.
///
/// The first process runs the command and sends its output to those that join meanwhile, without a file. Later
/// processes run it again.
struct SharedCommand: Sendable {
    /// The name of the rendezvous.
    let name: String

    /// - Parameter environment: the command's environment variables.
    init(_ command: Secret, environment: [String: String]) {
        // Two runs are assumed to print the same if command, folder and variables are the same. The excluded variables
        // differ between the shells of one script or one terminal.
        let passing: Set = [
            "_", "SHLVL", "OLDPWD", "COLUMNS", "LINES", "WINDOWID", "WINDOW", "STY", "TMUX_PANE", "GPG_TTY",
            "SSH_TTY", "SSH_CLIENT", "SSH_CONNECTION", "XDG_SESSION_ID", "TERM_SESSION_ID",
            "ITERM_SESSION_ID",
            "KITTY_WINDOW_ID", "WEZTERM_PANE", "KONSOLE_DBUS_SESSION", "KONSOLE_DBUS_WINDOW",
            "GNOME_TERMINAL_SCREEN",
        ]
        let variables = environment.filter { !passing.contains($0.key) }.map { "\($0.key)=\($0.value)" }
            .sorted()
        let all = [command.reveal(), FileManager.default.currentDirectoryPath] + variables
        name = "command-" + Base64URL.encode(SHA256.digest(of: Array(all.joined(separator: "\0").utf8)))
    }

    /// The outcome of a run that ended after this call: another process's, or that of `run`. Without a rendezvous, it's
    /// that of `run`.
    func outcome(
        at time: Timekeeper, of run: @Sendable () async throws -> CommandOutcome
    ) async throws -> CommandOutcome {
        var visits = 0
        while visits < Self.mostVisits {
            visits += 1
            switch MeetingPoint.join(name) {
            case .host(let host):
                defer { host.close() }
                let outcome = try await run()
                host.hand(outcome.bytes)
                return outcome
            case .guest(let guest):
                defer { guest.close() }
                if let outcome = CommandOutcome(try await guest.receive(at: time)) { return outcome }
            case .nobody:
                return try await run()
            }
            // The host was killed, or has just exited.
            try await time.sleep(MeetingPoint.pause)
        }
        // Another process holds the name but sends nothing.
        return try await run()
    }

    /// The maximum number of times to join before running the command regardless.
    private static let mostVisits = 50
}
