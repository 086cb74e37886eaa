import Descriptors
import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program that shows long output: `PAGER`, or by default `less -FRX`.
package struct Pager: Sendable {
    /// The command line, run by `sh -c`.
    package let command: String
    /// The environment of the command.
    let environment: [String: String]

    /// Returns nil if there is no pager: `PAGER` is empty, the terminal is dumb, or `less` isn't installed.
    /// - Parameter isProgram: returns whether a path is an executable.
    package init?(environment: [String: String], isProgram: (String) -> Bool = Self.isExecutable) {
        if ["", "dumb"].contains(environment["TERM"] ?? "") { return nil }
        if let command = environment["PAGER"] {
            if command.allSatisfy(\.isWhitespace) { return nil }
            self.command = command
        } else {
            let folders = (environment["PATH"] ?? "").split(separator: ":")
            guard folders.contains(where: { isProgram("\($0)/less") }) else { return nil }
            command = "less -FRX"
        }
        // The output is UTF-8, whatever LANG says.
        var environment = environment
        if environment["LESSCHARSET"] == nil { environment["LESSCHARSET"] = "utf-8" }
        self.environment = environment
    }

    /// Shows `bytes` until the user quits the pager. Ctrl-C goes to the pager meanwhile.
    /// - Parameter interrupt: returns at the next Ctrl-C.
    /// - Throws: `CancellationError`, after asking the pager to terminate.
    package func show(
        _ bytes: [UInt8], interrupt: @escaping @Sendable () async throws -> Void
    ) async throws -> Ending {
        let modes = TerminalModes()
        defer { modes.restore() }
        guard let process = PagerProcess.start(command, environment: environment) else { return .notStarted }
        return try await withThrowingTaskGroup(of: Ending?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await process.feed(bytes) }
            func listen() {
                group.addTask {
                    try await interrupt()
                    return nil
                }
            }
            listen()
            var wasInterrupted = false
            while let event = try await group.next() {
                guard let ending = event else {
                    wasInterrupted = true
                    listen()
                    continue
                }
                // If the pager, or the shell around it, died of Ctrl-C, that is what the user wanted.
                return wasInterrupted && ending.isFailure ? .left : ending
            }
            throw CancellationError()
        }
    }

    /// How the pager ended.
    package enum Ending: Sendable, Hashable {
        /// The user quit, or read to the end.
        case left
        /// The program doesn't exist.
        case notStarted
        /// It exited with this nonzero status.
        case failed(Int32)
        /// It was killed by this signal.
        case killed(Int32)

        var isFailure: Bool {
            switch self {
            case .left, .notStarted: false
            case .failed, .killed: true
            }
        }
    }
}

/// A running pager, which owns the terminal and reads from a pipe.
final class PagerProcess: Sendable {
    private let id: pid_t
    private let pipe: Int32
    private let hasEnded = Mutex(false)
    private let queue = DispatchQueue(label: "nx1sh.pager")

    private init(id: pid_t, pipe: Int32) {
        self.id = id
        self.pipe = pipe
    }

    /// Starts a shell command with a pipe as its standard input. It stays in this process's group, which owns the
    /// terminal.
    static func start(_ command: String, environment: [String: String]) -> PagerProcess? {
        var ends: [Int32] = [-1, -1]
        guard Self.makePipe(&ends) else { return nil }
        defer { close(ends[0]) }
        let id = ShellProgram.start(["sh", "-c", command], environment: environment) { actions in
            posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        }
        guard let id else {
            close(ends[1])
            return nil
        }
        return PagerProcess(id: id, pipe: ends[1])
    }

    /// Writes the text, and waits for the pager to exit.
    /// - Throws: `CancellationError`, after the pager was terminated.
    func feed(_ bytes: [UInt8]) async throws -> Pager.Ending {
        let status = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Writing and waiting block, so they stay off Swift's thread pool.
                queue.async { [self] in
                    // A pager that exits before reading everything isn't a failure.
                    try? Descriptor.write(bytes, to: pipe)
                    close(pipe)
                    continuation.resume(returning: waitForEnd())
                }
            }
        } onCancel: {
            hasEnded.withLock { hasEnded in
                if !hasEnded { _ = kill(id, SIGTERM) }
            }
        }
        try Task.checkCancellation()
        // Ctrl-C reaches the pager too, and may have killed it before this process handles it.
        let signal = status & 0x7F
        if signal == SIGINT { return .left }
        if signal != 0 { return .killed(signal) }
        switch status >> 8 & 0xFF {
        case 0, 128 + SIGINT: return .left
        case 126, 127: return .notStarted
        case let status: return .failed(status)
        }
    }

    private func waitForEnd() -> Int32 {
        // Reaping frees the process id, so wait without reaping before taking the lock.
        var facts = siginfo_t()
        while waitid(P_PID, id_t(id), &facts, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        return hasEnded.withLock { hasEnded in
            hasEnded = true
            var status: Int32 = 0
            while waitpid(id, &status, 0) == -1, errno == EINTR {}
            return status
        }
    }

    private static func makePipe(_ ends: inout [Int32]) -> Bool {
        guard systemPipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return true
    }
}

/// The modes of the terminal, restored after a program that may not do so itself.
struct TerminalModes {
    private let modes: termios?

    init() {
        var modes = termios()
        self.modes = tcgetattr(0, &modes) == 0 ? modes : nil
    }

    func restore() {
        guard var modes else { return }
        while tcsetattr(0, TCSADRAIN, &modes) == -1, errno == EINTR {}
    }
}

extension Pager {
    /// Returns whether a path is an executable.
    static func isExecutable(_ path: String) -> Bool {
        access(path, X_OK) == 0
    }
}

/// Calls the system's `pipe`, which a property of the same name shadows.
private func systemPipe(_ ends: inout [Int32]) -> Int32 {
    pipe(&ends)
}
