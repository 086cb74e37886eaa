import Nx1Events
import Nx1Values
package import ShellOutput

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Prompts the user at the terminal for missing values.
public struct Questions: Sendable {
    /// Makes a line editor release the terminal.
    package let releaseTerminal: @Sendable () async -> Void

    /// - Parameter releaseTerminal: makes a line editor release the terminal.
    /// - Returns: nil if stdin or stderr isn't a terminal, so that nobody could answer.
    public init?(releaseTerminal: @escaping @Sendable () async -> Void = {}) {
        guard isatty(0) == 1, isatty(2) == 1 else { return nil }
        self.releaseTerminal = releaseTerminal
    }

    /// Whether there is typed text that hasn't been read.
    package var hasUnreadKeys: Bool {
        var count: CInt = 0
        return ioctl(0, UInt(FIONREAD), &count) == 0 && count > 0
    }

    /// Asks a question and returns the answer without surrounding white space; nil after Ctrl-D.
    /// - Parameters:
    ///   - isSecret: whether typed text is hidden.
    ///   - tooLong: the advice for an answer that is too long for a terminal.
    /// - Throws: ``Complaint`` if the answer is invalid; `CancellationError` after Ctrl-C. The terminal's modes are
    ///   restored.
    package func answer(
        to question: String, isSecret: Bool = false, on console: Console,
        tooLong: String = "Put it into a file, and use key=@FILE."
    ) async throws -> String? {
        await releaseTerminal()
        let modes = try QuestionModes(showsTyping: !isSecret)
        defer { modes.restore() }
        let input = try InputSource(descriptor: 0, name: "the terminal")
        defer { input.close() }
        console.ask(question)
        do {
            guard let line = try await line(from: input, tooLong: tooLong) else {
                console.ask("\n")
                return nil
            }
            return line.trimmed
        } catch {
            // The typed part of a secret must not reach another reader.
            if isSecret { modes.discardInput() }
            console.ask("\n")
            throw error
        }
    }

    private func line(from input: InputSource, tooLong: String) async throws -> String? {
        var bytes: [UInt8] = []
        while bytes.last != UInt8(ascii: "\n") {
            let chunk = try await input.read()
            if chunk.isEmpty {
                // Ctrl-D. After some text, the first Ctrl-D only submits that text.
                if bytes.isEmpty { return nil }
                break
            }
            bytes += chunk
            guard bytes.count <= Platform.longestTypedLine else {
                throw Complaint.longAnswer(tooLong)
            }
        }
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        guard bytes.count < Platform.longestTypedLine else {
            throw Complaint.longAnswer(tooLong)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Complaint.usage("The input isn't valid UTF-8.")
        }
        return text
    }
}

extension Complaint {
    fileprivate static func longAnswer(_ advice: String) -> Complaint {
        .usage("The input is too long for one line of a terminal.", advice: advice)
    }
}
