import Descriptors
import Dispatch
import ShellOutput
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A line of the person's own shell (`SHELL`, else sh), which has the terminal until it ends.
package struct ForegroundProgram: Sendable {
    /// The line; nil is the shell itself.
    package let command: String?
    private let shell: String
    private let environment: [String: String]

    /// What the program reads.
    package enum Input: Sendable {
        /// What this process would read.
        case inherited
        case nothing
        case bytes([UInt8])
    }

    /// How it ended.
    package enum Ending: Sendable, Hashable {
        case exited(Int32)
        case killed(signal: Int32)
        /// It never began.
        case notStarted

        /// The signal that ended it, or a program that its shell has waited for.
        package var signal: Int32? {
            switch self {
            case .killed(let signal): signal
            case .exited(let status): (129...160).contains(status) ? status - 128 : nil
            case .notStarted: nil
            }
        }
    }

    /// - Parameters:
    ///   - command: the line; nil for the shell itself.
    ///   - environment: its variables; secrets don't reach it.
    package init(_ command: String?, environment: [String: String]) {
        self.command = command
        self.environment = environment
        let own = environment["SHELL"] ?? ""
        shell = own.hasPrefix("/") && access(own, X_OK) == 0 ? own : "/bin/sh"
    }

    /// Runs it to its end. A reader that ends early is no failure.
    /// - Throws: `CancellationError`; the program was told to end then, and has.
    package func run(reading input: Input) async throws -> Ending {
        try Task.checkCancellation()
        let handover = TerminalHandover()
        guard let process = start(reading: input, waits: handover != nil) else {
            return .notStarted
        }
        let status = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Waiting blocks: not in a thread of Swift's pool.
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

    /// - Parameter waits: whether it is in a process group of its own, and begins when that has the terminal.
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
        let line = command.map { ["-c", $0] } ?? []
        let id = ShellProgram.start(
            ["sh", "-c", script, "sh", shell] + line, environment: environment,
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

/// A program at work.
private final class ForegroundProcess: Sendable {
    /// What it is given to read.
    struct Feed: Sendable {
        let bytes: [UInt8]
        let pipe: Int32
        let writer: StoppableWriter?
    }

    private let id: pid_t
    private let hasGroup: Bool
    private let feed: Feed?
    /// Whether it has ended, so that its number may be another's.
    private let hasEnded = Mutex(false)

    init(id: pid_t, hasGroup: Bool, feed: Feed?) {
        self.id = id
        self.hasGroup = hasGroup
        self.feed = feed
    }

    /// Lends it the terminal, hands over what it reads, and waits for its end.
    func waitForEnd(_ handover: TerminalHandover?) -> Int32 {
        let fed = DispatchGroup()
        if let feed {
            DispatchQueue.global().async(group: fed) {
                // A reader that has seen enough leaves early; that is no failure.
                try? feed.writer?.write(feed.bytes)
                close(feed.pipe)
            }
        }
        let status = wait(handover)
        // What it has started may hold the pipe, and never read.
        feed?.writer?.stop()
        fed.wait()
        return status
    }

    private func wait(_ handover: TerminalHandover?) -> Int32 {
        var hasBegun = false
        var isLent = false
        defer { if isLent { handover?.takeBack() } }
        while true {
            // The number may be another process' as soon as it is waited for, so first only look.
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
            // The first time it waits for the terminal.
            if hasBegun { handover.stopWithProgram() }
            hasBegun = true
            isLent = handover.give(to: id)
            kill(-id, SIGCONT)
        }
    }

    /// Tells it to end.
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

/// The system's `pipe`, which a property of the same name hides.
private func systemPipe(_ ends: inout [Int32]) -> Int32 {
    pipe(&ends)
}
