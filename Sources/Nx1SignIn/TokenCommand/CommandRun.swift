import Nx1Events
import Nx1HTTP
import Nx1Values
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One run of a shell command that collects its standard output. Standard error, which may also contain a secret, is
/// discarded.
///
/// The output is read here, not by Subprocess: a command may leave a process behind that keeps the output open, which
/// isn't waited for.
struct CommandRun: Sendable {
    /// Why the command has no outcome.
    enum Failure: Error {
        case printedTooMuch
        case notRun
    }

    /// The command's text, which is passed to the shell in a variable: it may contain a password, and other users can
    /// see arguments.
    let command: Secret
    /// The command's environment variables.
    let environment: [String: String]
    /// The maximum number of bytes that it may print.
    let largest: Int
    let time: Timekeeper

    /// Runs the command until it ends.
    /// - Throws: ``Failure``; `CancellationError`, after the command and its children were killed.
    func outcome() async throws -> CommandOutcome {
        let (reading, writing) = try Self.pipe()
        let output = CommandOutput(largest: largest)
        return try await withThrowingTaskGroup(of: Event.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await output.collect(from: reading)
                return .closed
            }
            group.addTask { .ended(try await run(into: writing)) }
            var ending: CommandOutcome.Ending?
            var isClosed = false
            while let event = try await group.next() {
                switch event {
                case .closed: isClosed = true
                case .ended(let how):
                    ending = how
                    group.addTask {
                        // The rest of the pipe arrives within this time.
                        try await time.sleep(.seconds(1))
                        return .closed
                    }
                }
                try Task.checkCancellation()
                if let ending, isClosed { return CommandOutcome(ending: ending, output: output.bytes) }
            }
            throw Failure.notRun
        }
    }

    private enum Event: Sendable {
        /// The output has ended, or is no longer waited for.
        case closed
        case ended(CommandOutcome.Ending)
    }

    private func run(into writing: FileDescriptor) async throws -> CommandOutcome.Ending {
        var options = PlatformOptions()
        // A separate process group, so that its children are killed with it; and a separate session, so that it fails
        // at once if it reads from the terminal, instead of being stopped.
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)
        ]
        do {
            let result = try await Subprocess.run(
                .path("/bin/sh"), arguments: ["-c", Self.script],
                environment: .custom(variables), platformOptions: options,
                output: .fileDescriptor(writing, closeAfterSpawningProcess: true), error: .discarded)
            switch result.terminationStatus {
            case .exited(let status): return .exited(status)
            case .signaled(let signal): return .signaled(signal)
            }
        } catch is SubprocessError {
            try Task.checkCancellation()
            throw Failure.notRun
        }
    }

    /// The shell reads the command's text from a variable, and unsets the variable before running the command.
    private static let script =
        "unset printing_command; printing_command=$\(variable); unset \(variable); eval \"$printing_command\""
    private static let variable = "PRINTING_COMMAND"

    private var variables: [Environment.Key: String] {
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
        variables[Environment.Key(stringLiteral: Self.variable)] = command.reveal()
        return variables
    }

    private static func pipe() throws(Failure) -> (reading: CInt, writing: FileDescriptor) {
        guard let ends = try? FileDescriptor.pipe() else { throw .notRun }
        for end in [ends.readEnd, ends.writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
        return (ends.readEnd.rawValue, ends.writeEnd)
    }
}
