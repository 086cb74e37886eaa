import Foundation
import Synchronization

/// A running process; see ``Program/withRunning(_:environment:home:input:output:bound:_:)``.
public final class RunningProgram: Sendable {
    private struct State {
        var ending: (ending: ProgramOutcome.Ending, peakMemory: Int)?
        var linesGiven = 0
    }

    /// The process id.
    public let id: Int32
    private let command: [String]
    private let deadline: ContinuousClock.Instant
    private let bound: Duration
    private let outputPipe: ProcessPipe?
    private let errorPipe: ProcessPipe
    private let state = Mutex(State())
    /// Locked during a write, so that the descriptor can't be closed in the middle.
    private let inputEnd: Mutex<Int32?>

    init(
        command: [String], environment: [String: String], folder: String, input: Program.Input,
        output: Program.Output, bound: Duration
    ) throws {
        precondition(ProcessLaunch.ignoresBrokenPipes)
        self.command = command
        self.bound = bound
        deadline = .now + bound
        var ends = OpenDescriptors()
        defer { ends.closeAll() }
        let (reading, writing) = try ends.input(input)
        let (written, collected) = try ends.output(output)
        let (errors, collectedErrors) = try ends.output(.collected)
        let launch = ProcessLaunch(
            command: command, environment: environment, folder: folder, standard: [reading, written, errors])
        id = try launch.start()
        outputPipe = ends.keep(collected).map { ProcessPipe(reading: $0) }
        errorPipe = ProcessPipe(reading: ends.keep(collectedErrors) ?? -1)
        inputEnd = Mutex(ends.keep(writing))
        if case .bytes(let bytes) = input {
            Thread.detachNewThread {
                self.write(bytes)
                self.closeInput()
            }
        }
    }

    // MARK: Input and signals

    /// Writes to the program's standard input. If the program has closed it, the rest is lost.
    public func write(_ bytes: [UInt8]) {
        inputEnd.withLock { descriptor in
            guard let descriptor else { return }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Writes text to the program's standard input.
    public func write(_ text: String) { write(Array(text.utf8)) }

    /// Closes the program's standard input.
    public func closeInput() {
        inputEnd.withLock { descriptor in
            if let descriptor { _ = close(descriptor) }
            descriptor = nil
        }
    }

    /// Closes the reading end of the program's standard output, as `head` does.
    public func closeOutput() async throws {
        outputPipe?.close()
        try await wait("the end of the output pipe") { self.outputPipe?.isAtEnd != false }
    }

    /// Sends a signal to the program, such as `SIGINT`.
    public func send(signal: Int32) {
        state.withLock { state in
            // After the process was reaped, another process may have its id.
            if state.ending == nil { _ = kill(id, signal) }
        }
    }

    // MARK: Output

    /// The standard output so far.
    public var output: String { String(decoding: outputPipe?.bytes ?? [], as: UTF8.self) }

    /// The standard error so far.
    public var errors: String { String(decoding: errorPipe.bytes, as: UTF8.self) }

    /// Waits for the next line of standard output and returns it without its newline; nil at the end of the output.
    public func nextLine() async throws -> String? {
        let given = state.withLock { state in
            defer { state.linesGiven += 1 }
            return state.linesGiven
        }
        let line: String?? = try await value("line \(given + 1) of the output") {
            let isAtEnd = self.outputPipe?.isAtEnd != false
            let lines = self.output.split(separator: "\n", omittingEmptySubsequences: false)
            if given < lines.count - 1 { return .some(String(lines[given])) }
            guard isAtEnd else { return nil }
            return .some(given < lines.count && !lines[given].isEmpty ? String(lines[given]) : nil)
        }
        return line ?? nil
    }

    /// Waits until standard output contains a text.
    public func waitForOutput(_ text: String) async throws {
        try await wait("\"\(text)\" on standard output") { self.output.contains(text) }
    }

    /// Waits until standard error contains a text.
    public func waitForErrors(_ text: String) async throws {
        try await wait("\"\(text)\" on standard error") { self.errors.contains(text) }
    }

    /// Waits until the program exits, and returns its outcome. Doesn't close its standard input.
    public func outcome() async throws -> ProgramOutcome {
        let (ending, peakMemory) = try await value("the end") { self.look() }
        // Processes that it left behind may hold the pipes open. Their output isn't waited for.
        try? await eventually("the end of its output", within: .seconds(2)) {
            self.outputPipe?.isAtEnd != false && self.errorPipe.isAtEnd
        }
        return ProgramOutcome(
            ending: ending, outputBytes: outputPipe?.bytes ?? [], errorBytes: errorPipe.bytes,
            peakMemory: peakMemory)
    }

    /// Whether the program has ended.
    public var hasEnded: Bool { look() != nil }
}

extension RunningProgram {
    /// Kills the process group, and closes all pipes.
    func end() {
        state.withLock { state in
            _ = kill(-id, SIGKILL)
            guard state.ending == nil else { return }
            var status: Int32 = 0
            while waitpid(id, &status, 0) < 0, errno == EINTR {}
            state.ending = (.killed(signal: SIGKILL), 0)
        }
        closeInput()
        outputPipe?.close()
        errorPipe.close()
    }

    /// Reaps the process if it has ended, and returns how it ended; nil while it runs.
    private func look() -> (ending: ProgramOutcome.Ending, peakMemory: Int)? {
        state.withLock { state in
            if let ending = state.ending { return ending }
            var status: Int32 = 0
            var usage = rusage()
            guard wait4(id, &status, WNOHANG, &usage) == id else { return nil }
            let signal = status & 0x7F
            #if os(Linux)
                let memory = Int(usage.ru_maxrss) * 1024
            #else
                let memory = Int(usage.ru_maxrss)
            #endif
            state.ending = (signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal), memory)
            return state.ending
        }
    }

    private func wait(_ what: String, _ condition: () -> Bool) async throws {
        try await value(what) { condition() ? true : nil }
    }

    /// Polls for a value until the time limit, or until the program has ended and its output is read.
    @discardableResult
    private func value<Value>(_ what: String, _ condition: () -> Value?) async throws -> Value {
        while true {
            let isOver = hasEnded && errorPipe.isAtEnd && outputPipe?.isAtEnd != false
            if let value = condition() { return value }
            if isOver { throw ProgramFailure("The program ended without \(what). \(report)") }
            if .now >= deadline {
                send(signal: SIGKILL)
                throw ProgramFailure(
                    "Timed out after \(bound) waiting for \(what); the program was killed. \(report)")
            }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    private var report: String {
        let ending = look().map { "\($0.ending)" } ?? "running"
        return """
            Command: \(command.joined(separator: " ")) (\(ending))
            --- standard output
            \(output.suffix(8000))
            --- standard error
            \(errors.suffix(8000))
            """
    }
}
