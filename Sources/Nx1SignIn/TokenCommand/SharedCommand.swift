import Nx1Events
import Nx1HTTP
import Nx1Values

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Lets processes that need the output of one command at the same time share one run of it: a vault may ask its owner at each.
///
/// The first runs the command, and hands what it printed to those that came meanwhile; it is in no file. Whoever comes later
/// runs the command again.
struct SharedCommand: Sendable {
    /// Where the processes meet.
    let name: String

    /// - Parameter environment: the variables that the command gets.
    init(_ command: Secret, environment: [String: String]) {
        // Two runs print the same, as far as that can be told, if these are the same. What is left out differs between the
        // shells of one script or one terminal.
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

    /// The outcome of a run that ended after this was called: another process', or `run`'s. Where processes can't meet, it is
    /// `run`'s.
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
            // Whoever ran the command was stopped, or left just now.
            try await time.sleep(MeetingPoint.pause)
        }
        // Somebody has the name and nothing to say.
        return try await run()
    }

    /// How often to look for a host that has something to hand over.
    private static let mostVisits = 50
}
