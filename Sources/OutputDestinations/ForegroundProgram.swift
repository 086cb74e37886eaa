import Descriptors
import Dispatch
import ShellOutput
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A program that has the terminal until it ends: a command line of the user's, their editor or their pager.
///
/// It gets a process group of its own, so Ctrl-C reaches it alone. If this process got Ctrl-C too, it could handle it
/// only after the program has ended, and would clear the next prompt. Ctrl-Z stops both.
package struct ForegroundProgram: Sendable {
    /// The program and its arguments.
    private let words: [String]
    private let environment: [String: String]

    /// The program's standard input.
    package enum Input: Sendable {
        /// The standard input of this process.
        case inherited
        case nothing
        case bytes([UInt8])
    }

    /// How the program ended.
    package enum Ending: Sendable, Hashable {
        case exited(Int32)
        case killed(signal: Int32)
        /// It couldn't be started.
        case notStarted

        /// The signal that killed it, or a program that its shell was waiting for.
        package var signal: Int32? {
            switch self {
            case .killed(let signal): signal
            case .exited(let status): (129...160).contains(status) ? status - 128 : nil
            case .notStarted: nil
            }
        }
    }

    /// A command line in the user's shell: `SHELL`, or else sh.
    /// - Parameters:
    ///   - command: the command line; nil for the shell itself.
    ///   - environment: the environment variables. Secrets are not passed on.
    package init(_ command: String?, environment: [String: String]) {
        let own = environment["SHELL"] ?? ""
        let shell = own.hasPrefix("/") && access(own, X_OK) == 0 ? own : "/bin/sh"
        words = [shell] + (command.map { ["-c", $0] } ?? [])
        self.environment = environment
    }

    /// A script for sh, whatever the user's shell is.
    /// - Parameters:
    ///   - parameters: the values of `$1`, `$2` and so on, which sh doesn't parse.
    ///   - environment: the environment variables. Secrets are not passed on.
    init(script: String, parameters: [String] = [], environment: [String: String]) {
        words = ["/bin/sh", "-c", script, "sh"] + parameters
        self.environment = environment
    }

    /// Runs the program to its end. A reader that closes the pipe early is not an error.
    /// - Throws: `CancellationError`, after the program was terminated.
    package func run(reading input: Input) async throws -> Ending {
        try Task.checkCancellation()
        let handover = TerminalHandover()
        guard let process = start(reading: input, waits: handover != nil) else {
            return .notStarted
        }
        let status = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Waiting would block a thread of Swift's pool.
                DispatchQueue.global().async {
                    continuation.resume(returning: process.waitForEnd(handover))
                }
            }
        } onCancel: {
            process.end(by: SIGTERM)
            DispatchQueue.global().asyncAfter(deadline: .now() + 2) { process.end(by: SIGKILL) }
        }
        try Task.checkCancellation()
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
    }

    /// - Parameter waits: whether the program has its own process group, and stops at the start until it has the
    ///   terminal.
    private func start(reading input: Input, waits: Bool) -> ForegroundProcess? {
        var ends: [Int32] = [-1, -1]
        var writer: StoppableWriter?
        if case .bytes = input {
            guard systemPipe(&ends) == 0 else { return nil }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            writer = try? StoppableWriter(ends[1])
        }
        let reading = ends[0]
        defer { if reading >= 0 { close(reading) } }
        let script = (waits ? "kill -STOP $$\n" : "") + "exec \"$@\""
        let id = ShellProgram.start(
            ["sh", "-c", script, "sh"] + words, environment: environment,
            flags: waits ? Int16(POSIX_SPAWN_SETPGROUP) : 0
        ) { actions in
            switch input {
            case .inherited: break
            case .nothing: posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            case .bytes: posix_spawn_file_actions_adddup2(&actions, reading, 0)
            }
        }
        guard let id else {
            if ends[1] >= 0 { close(ends[1]) }
            return nil
        }
        guard case .bytes(let bytes) = input else {
            return ForegroundProcess(id: id, hasGroup: waits, feed: nil)
        }
        return ForegroundProcess(
            id: id, hasGroup: waits, feed: .init(bytes: bytes, pipe: ends[1], writer: writer))
    }
}

/// A running program.
private final class ForegroundProcess: Sendable {
    /// The bytes for its standard input.
    struct Feed: Sendable {
        let bytes: [UInt8]
        let pipe: Int32
        let writer: StoppableWriter?
    }

    private let id: pid_t
    private let hasGroup: Bool
    private let feed: Feed?
    /// Whether it has ended, so that its process id may be reused.
    private let hasEnded = Mutex(false)

    init(id: pid_t, hasGroup: Bool, feed: Feed?) {
        self.id = id
        self.hasGroup = hasGroup
        self.feed = feed
    }

    /// Hands over the terminal, feeds the standard input, and waits for the end.
    func waitForEnd(_ handover: TerminalHandover?) -> Int32 {
        let fed = DispatchGroup()
        if let feed {
            DispatchQueue.global().async(group: fed) {
                // A reader that has seen enough closes the pipe early; that isn't an error.
                try? feed.writer?.write(feed.bytes)
                close(feed.pipe)
            }
        }
        let status = wait(handover)
        // A background child may hold the pipe without ever reading.
        feed?.writer?.stop()
        fed.wait()
        return status
    }

    private func wait(_ handover: TerminalHandover?) -> Int32 {
        var hasBegun = false
        var isLent = false
        defer { if isLent { handover?.takeBack() } }
        while true {
            // The process id may be reused as soon as it is reaped, so first only peek.
            var facts = siginfo_t()
            let wish = WEXITED | WNOWAIT | (handover == nil ? 0 : WSTOPPED)
            while waitid(P_PID, id_t(id), &facts, wish) == -1, errno == EINTR {}
            let status = hasEnded.withLock { hasEnded in
                var status: Int32 = 0
                let options = handover == nil ? 0 : WUNTRACED
                while waitpid(id, &status, options) == -1, errno == EINTR {}
                hasEnded = status & 0xFF != 0x7F
                return status
            }
            guard status & 0xFF == 0x7F, let handover else { return status }
            if isLent { handover.takeBack() }
            // At first it stops to wait for the terminal.
            if hasBegun {
                handover.stopWithProgram()
                ProcessGroup(id: id).waitUntilStopped()
            }
            hasBegun = true
            isLent = handover.give(to: id)
            kill(-id, SIGCONT)
        }
    }

    /// Sends a signal to end it.
    func end(by signal: Int32) {
        feed?.writer?.stop()
        hasEnded.withLock { hasEnded in
            guard !hasEnded else { return }
            let target = hasGroup ? -id : id
            kill(target, signal)
            kill(target, SIGCONT)
        }
    }
}

/// The system's `pipe`, which a property of the same name shadows.
private func systemPipe(_ ends: inout [Int32]) -> Int32 {
    pipe(&ends)
}
