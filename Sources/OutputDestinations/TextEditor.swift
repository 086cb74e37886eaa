import Descriptors
import Nx1Events
import ShellOutput

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
        // The command may have arguments. sh ignores Ctrl-C while it waits; traps aren't inherited, so the editor
        // still gets it.
        let program = ForegroundProgram(
            script: "trap : INT QUIT\n\(command) \"$1\"", parameters: [file.path], environment: environment)
        let ending = try await program.run(reading: .inherited)
        switch (ending, ending.signal) {
        case (.exited(0), _): return try file.text()
        case (_, let signal?): throw complaint("was killed by signal \(signal)")
        case (.exited(126), _), (.exited(127), _), (.notStarted, _), (.killed, _): throw notStarted
        case (.exited(let status), _): throw complaint("exited with status \(status)")
        }
    }

    private func complaint(_ what: String) -> Complaint {
        .usage("The editor \"\(command)\" \(what), so the text is unchanged.")
    }

    private var notStarted: Complaint {
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
