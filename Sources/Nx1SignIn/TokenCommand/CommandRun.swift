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

/// One run of a shell command, for what it prints on standard output. Its standard error goes nowhere: that too may hold a secret.
///
/// Its output is read here and not by the library that runs it: a command may leave a process behind that keeps the output
/// open, and nobody waits for that one.
struct CommandRun: Sendable {
    /// What kept it from its end.
    enum Failure: Error {
        case printedTooMuch
        case notRun
    }

    /// The command's text, which goes to the shell by way of a variable: it may hold a password, and arguments can be seen by
    /// others on the machine.
    let command: Secret
    /// The variables that it gets.
    let environment: [String: String]
    /// How many bytes it may print.
    let largest: Int
    let time: Timekeeper

    /// Runs it to its end.
    /// - Throws: ``Failure``; `CancellationError`, after it and its children were killed.
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
                        // What is in the pipe arrives within that time.
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
        /// Nothing more is printed, or nothing more is waited for.
        case closed
        case ended(CommandOutcome.Ending)
    }

    private func run(into writing: FileDescriptor) async throws -> CommandOutcome.Ending {
        var options = PlatformOptions()
        // A group of its own, so that its children die with it; and a session of its own, so that it fails at once if it asks
        // at the terminal, where it would be stopped for good.
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

    /// The shell gets the command's text from a variable, and takes that away from the command.
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
