import Descriptors
import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program that shows what is longer than a window: `PAGER`, else `less -FRX`.
package struct Pager: Sendable {
    /// A line for the system's shell.
    package let command: String
    /// Variables for it.
    let environment: [String: String]

    /// Nil where there is none: an empty `PAGER`, a terminal that no pager works on, no less on the machine.
    /// - Parameter isProgram: whether there is a program at a path.
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
        // What it gets is UTF-8, whatever LANG says.
        var environment = environment
        if environment["LESSCHARSET"] == nil { environment["LESSCHARSET"] = "utf-8" }
        self.environment = environment
    }

    /// Shows `bytes` until the person leaves. Ctrl-C is the pager's meanwhile.
    /// - Parameter interrupt: returns at the next Ctrl-C.
    /// - Throws: `CancellationError`; the pager is told to end then.
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
                // What Ctrl-C did to the pager, or to the system's shell around it, is what the person wanted.
                return wasInterrupted && ending.isFailure ? .left : ending
            }
            throw CancellationError()
        }
    }

    /// How it went.
    package enum Ending: Sendable, Hashable {
        /// The person has read, or left.
        case left
        /// There is no such program.
        case notStarted
        /// It says that it failed, by its exit status.
        case failed(Int32)
        /// A signal ended it.
        case killed(Int32)

        var isFailure: Bool {
            switch self {
            case .left, .notStarted: false
            case .failed, .killed: true
            }
        }
    }
}

/// A pager that runs: it has the terminal, and a pipe from here.
final class PagerProcess: Sendable {
    private let id: pid_t
    private let pipe: Int32
    private let hasEnded = Mutex(false)
    private let queue = DispatchQueue(label: "nx1sh.pager")

    private init(id: pid_t, pipe: Int32) {
        self.id = id
        self.pipe = pipe
    }

    /// Starts a line of the system's shell with a pipe as its standard input; it stays in this process' group, whose
    /// terminal it is.
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

    /// Hands over the text, and waits for the pager's end.
    /// - Throws: `CancellationError`, after the pager was told to end, and has.
    func feed(_ bytes: [UInt8]) async throws -> Pager.Ending {
        let status = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Writing and waiting block: not in a thread of Swift's pool.
                queue.async { [self] in
                    // A reader that has seen enough leaves early; that is no failure.
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
        // Ctrl-C reaches the pager too, and may have ended it before it is noticed here.
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
        // The number may be another process' as soon as it is waited for, so first only look.
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

/// The modes of the terminal, to be put back after a program that may die without doing so.
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
    /// Whether there is a program at a path.
    static func isExecutable(_ path: String) -> Bool {
        access(path, X_OK) == 0
    }
}

/// The system's `pipe`, which a property of the same name hides.
private func systemPipe(_ ends: inout [Int32]) -> Int32 {
    pipe(&ends)
}
