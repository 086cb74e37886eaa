import Descriptors
import Nx1Events
import Nx1HTTP
import Nx1Values

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Lets processes that need the output of one command at the same time share one run of it, for each of which a vault might ask
/// its owner again.
///
/// One runs the command while it holds a lock. What was printed stays in its memory; the lock's file says where, and the others,
/// who waited for the lock, read it there. Whoever comes later runs the command again.
struct SharedCommand: Sendable {
    private let lock: FileLock
    private let folder: String
    private let fingerprint: [UInt8]
    private let offer = OfferedMemory()

    /// - Parameter folder: where the lock's file is, whose name says nothing about the command.
    init(_ command: Secret, _ kind: CredentialCommand.Kind, in folder: String) {
        self.folder = folder
        fingerprint = Self.fingerprint(of: command, kind)
        let name = SHA256.digest(of: Array("\(kind) \(command.reveal())".utf8)).prefix(4)
        lock = FileLock(path: "\(folder)/command-\(Base64URL.encode(Array(name))).lock")
    }

    /// The outcome of a run that ended after this was called: another process', or `run`'s.
    ///
    /// Where processes can't find each other, as in a folder that can't be written, it is `run`'s.
    /// - Parameter bound: how long to wait for another process.
    func outcome(
        at time: Timekeeper, within bound: Duration, of run: @Sendable () async throws -> CommandOutcome
    ) async throws -> CommandOutcome {
        let arrived = SystemMoment.now
        try? Descriptor.makeFolder(folder)
        guard lock.canBeOpened else { return try await run() }
        return try await lock.hold(at: time, within: bound) {
            let found = OfferedMemory.read(by: lock.path).flatMap { CommandRecord($0, of: fingerprint) }
            let record: CommandRecord
            if let found, found.ended >= arrived {
                record = found
            } else {
                record = CommandRecord(outcome: try await run(), ended: SystemMoment.now)
            }
            // Who ran the command may end before the last of those who wait has read what it printed.
            offer.publish(record.bytes(fingerprint), by: lock.path)
            return record.outcome
        }
    }

    /// Says whether two runs would print the same, as far as that can be told: the command, its folder, and its variables.
    private static func fingerprint(of command: Secret, _ kind: CredentialCommand.Kind) -> [UInt8] {
        // These differ between the shells of one script, or one terminal.
        let passing: Set = ["_", "SHLVL", "OLDPWD"]
        let variables = ProcessInfo.processInfo.environment.filter { !passing.contains($0.key) }
            .map { "\($0.key)=\($0.value)" }.sorted()
        let folder = FileManager.default.currentDirectoryPath
        return SHA256.digest(
            of: Array(([command.reveal(), "\(kind)", folder] + variables).joined(separator: "\0").utf8))
    }
}

/// A command's outcome and when it came, as bytes: the fingerprint, the moment, the ending, and what was printed.
struct CommandRecord: Sendable, Hashable {
    let outcome: CommandOutcome
    /// By a clock that all processes of this machine share, in nanoseconds.
    let ended: UInt64

    init(outcome: CommandOutcome, ended: UInt64) {
        self.outcome = outcome
        self.ended = ended
    }

    /// Reads the bytes of a record; nil if they are something else, or about another command.
    init?(_ bytes: [UInt8], of fingerprint: [UInt8]) {
        let head = fingerprint.count
        guard bytes.count >= head + 13, bytes.starts(with: fingerprint) else { return nil }
        ended = bytes[head..<head + 8].reduce(0) { $0 << 8 | UInt64($1) }
        let code = Int32(bitPattern: bytes[head + 9..<head + 13].reduce(0) { $0 << 8 | UInt32($1) })
        outcome = CommandOutcome(
            ending: bytes[head + 8] == 0 ? .exited(code) : .signaled(code),
            output: Array(bytes[(head + 13)...]))
    }

    func bytes(_ fingerprint: [UInt8]) -> [UInt8] {
        let (kind, code): (UInt8, Int32) =
            switch outcome.ending {
            case .exited(let status): (0, status)
            case .signaled(let signal): (1, signal)
            }
        let moment = (0..<8).map { UInt8(truncatingIfNeeded: ended >> (56 - 8 * UInt64($0))) }
        let number = UInt32(bitPattern: code)
        let ending = (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32($0))) }
        return fingerprint + moment + [kind] + ending + outcome.output
    }
}
