import Nx1Events
import Nx1Values
package import ShellOutput

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Asks the person at the terminal for what a command lacks.
public struct Questions: Sendable {
    /// Makes a line editor let go of the terminal.
    package let releaseTerminal: @Sendable () async -> Void

    /// - Parameter releaseTerminal: makes a line editor let go of the terminal.
    /// - Returns: nil if stdin or stderr is no terminal, so that nobody could answer.
    public init?(releaseTerminal: @escaping @Sendable () async -> Void = {}) {
        guard isatty(0) == 1, isatty(2) == 1 else { return nil }
        self.releaseTerminal = releaseTerminal
    }

    /// Whether something was typed that no line has read yet.
    package var hasUnreadKeys: Bool {
        var count: CInt = 0
        return ioctl(0, UInt(FIONREAD), &count) == 0 && count > 0
    }

    /// The answer to a question, without white space around it; nil if the person leaves with Ctrl-D.
    /// - Parameters:
    ///   - isSecret: whether the terminal doesn't show what is typed.
    ///   - tooLong: what to do with an answer that the terminal can't take, in a sentence.
    /// - Throws: ``Complaint`` if the answer can't be taken; `CancellationError` at Ctrl-C. The terminal is as before then.
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
            // What was typed is no line for anybody else.
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
                // Ctrl-D; the first one after some text hands that text over.
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
            throw Complaint.usage("The answer isn't valid UTF-8.")
        }
        return text
    }
}

extension Complaint {
    fileprivate static func longAnswer(_ advice: String) -> Complaint {
        .usage("The answer is too long for a terminal.", advice: advice)
    }
}
