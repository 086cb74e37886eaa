import Descriptors
import Dispatch
import Nx1Events
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The user's text editor, run on a private temporary file that is deleted afterwards.
package struct TextEditor: Sendable {
    /// The shell command: `NX1_EDITOR`, `VISUAL`, `EDITOR`, or vi.
    package let command: String
    private let environment: [String: String]

    package init(environment: [String: String]) {
        self.environment = environment
        command =
            ["NX1_EDITOR", "VISUAL", "EDITOR"].lazy.compactMap { environment[$0]?.trimmed }
            .first { !$0.isEmpty } ?? "vi"
    }

    /// Opens a text in the editor. The terminal must be in its original modes; they are restored afterwards.
    /// - Returns: the text without trailing newlines.
    /// - Throws: ``Complaint`` if the editor fails or leaves no valid text; `CancellationError` once the editor has
    ///   ended.
    package func edit(_ text: String) async throws -> String {
        let file = try TextFile(text, folder: environment["TMPDIR"])
        defer { file.remove() }
        var modes = termios()
        let isTerminal = tcgetattr(0, &modes) == 0
        let ending = try await EditorProcess(command, file: file.path, environment: environment).ending()
        if isTerminal { tcsetattr(0, TCSADRAIN, &modes) }
        try Task.checkCancellation()
        switch ending {
        case .exited(0): return try file.text()
        case .exited(127), .exited(126):
            throw Self.notStarted(command)
        case .exited(let status): throw complaint("exited with status \(status)")
        case .signaled(let signal): throw complaint("was killed by signal \(signal)")
        }
    }

    private func complaint(_ what: String) -> Complaint {
        .usage("The editor \"\(command)\" \(what), so the text is unchanged.")
    }

    fileprivate static func notStarted(_ command: String) -> Complaint {
        .usage(
            "Couldn't start the editor \"\(command)\", so the text is unchanged.",
            advice: "Choose another one with NX1_EDITOR, VISUAL or EDITOR.")
    }
}

/// A temporary file of mode 0600.
private struct TextFile {
    let path: String

    init(_ text: String, folder: String?) throws(Complaint) {
        let folder = folder.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array((folder + "/nx1sh-XXXXXX.md").utf8CString)
        let descriptor = mkstemps(&template, 3)
        let reason = SystemFailure(errno: errno).description
        path = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard descriptor >= 0 else {
            throw .usage("Couldn't create a temporary file in \(folder): \(reason).")
        }
        defer { close(descriptor) }
        do throws(OutputFailure) {
            try ByteSink(fileDescriptor: descriptor).write(text.isEmpty ? "" : text + "\n")
        } catch {
            unlink(path)
            throw .usage("Couldn't write the text to \(path): \(SystemFailure(errno: error.errno)).")
        }
    }

    func text() throws(Complaint) -> String {
        let read = Result { () throws(FileFailure) in
            try Descriptor.settings(at: path, limit: Self.mostText)
        }
        let bytes: [UInt8]
        switch read {
        case .success(let content?): bytes = content
        case .success(nil): throw unreadable("no such file")
        case .failure(let reason): throw unreadable("\(reason)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .usage("The edited file isn't valid UTF-8, so the text is unchanged.")
        }
        var scalars = text.replacing("\r\n", with: "\n").unicodeScalars
        while scalars.last == "\n" { scalars.removeLast() }
        return String(scalars)
    }

    /// The largest file that is read back, in bytes.
    private static let mostText = 16 << 20

    private func unreadable(_ reason: String) -> Complaint {
        .usage("Couldn't read \(path): \(reason).", advice: "The text is unchanged.")
    }

    func remove() { unlink(path) }
}

/// A running text editor. It stays in the shell's process group, so that Ctrl-Z stops both.
private struct EditorProcess: Sendable {
    enum Ending: Sendable {
        case exited(Int32)
        case signaled(Int32)
    }

    private let process: pid_t
    /// Set once the process was reaped, when its id may belong to another process.
    private let hasEnded = EndingFlag()

    init(_ command: String, file: String, environment: [String: String]) throws(Complaint) {
        // The command may have arguments. The path is passed as a parameter, so that the shell doesn't parse it. The
        // shell ignores Ctrl-C while it waits; traps aren't inherited, so the editor still gets it.
        let arguments = ["sh", "-c", "trap : INT QUIT\n" + command + " \"$1\"", "sh", file]
        guard let process = ShellProgram.start(arguments, environment: environment, prepare: { _ in }) else {
            throw TextEditor.notStarted(command)
        }
        self.process = process
    }

    /// Waits for the editor to exit. Cancellation sends SIGHUP, and SIGKILL two seconds later.
    func ending() async -> Ending {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async { continuation.resume(returning: wait()) }
            }
        } onCancel: {
            end(by: SIGHUP)
            DispatchQueue.global().asyncAfter(deadline: .now() + 2) { end(by: SIGKILL) }
        }
    }

    private func wait() -> Ending {
        var status: Int32 = 0
        while waitpid(process, &status, 0) == -1, errno == EINTR {}
        hasEnded.isUp.withLock { $0 = true }
        let signal = status & 0x7F
        if signal != 0 { return .signaled(signal) }
        let code = (status >> 8) & 0xFF
        // A shell reports a child killed by a signal as 128 plus the signal.
        return code > 128 ? .signaled(code - 128) : .exited(code)
    }

    private func end(by signal: Int32) {
        hasEnded.isUp.withLock { if !$0 { kill(process, signal) } }
    }
}

private final class EndingFlag: Sendable {
    let isUp = Mutex(false)
}
