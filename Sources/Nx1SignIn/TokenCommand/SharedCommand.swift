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
        let passing: Set = ["_", "SHLVL", "OLDPWD"]
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
        while true {
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
    }
}

extension CommandOutcome {
    /// As it is handed over: how the command ended, in five bytes, and what it printed.
    var bytes: [UInt8] {
        let (kind, code): (UInt8, Int32) =
            switch ending {
            case .exited(let status): (0, status)
            case .signaled(let signal): (1, signal)
            }
        let number = UInt32(bitPattern: code)
        return [kind] + stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
            + output
    }

    /// Reads ``bytes``; nil if they are something else.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 5, bytes[0] <= 1 else { return nil }
        let code = Int32(bitPattern: bytes[1..<5].reduce(0) { $0 << 8 | UInt32($1) })
        self.init(ending: bytes[0] == 0 ? .exited(code) : .signaled(code), output: Array(bytes[5...]))
    }
}
