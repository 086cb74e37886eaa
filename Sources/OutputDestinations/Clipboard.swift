import Descriptors
import ShellOutput

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The clipboard of the terminal that a person sits at, however far away: the terminal is told the text (OSC 52).
package struct Clipboard: Sendable {
    /// The most bytes of a text: with more, the sequence is longer than the 100,000 bytes that common terminals take.
    package static let mostBytes = 74_994

    private let environment: [String: String]

    /// - Parameter environment: variables, which tell whether tmux is in between.
    package init(environment: [String: String]) {
        self.environment = environment
    }

    /// Puts a text on it.
    /// - Throws: ``Complaint`` if it is too long, or there is no terminal; `CancellationError`.
    package func copy(_ bytes: [UInt8]) async throws {
        guard bytes.count <= Self.mostBytes else {
            throw Complaint.usage(
                "Nothing was copied: the text has \(bytes.count) bytes, and terminals accept at most \(Self.mostBytes).",
                advice: ":save FILE writes it to a file.")
        }
        let terminal = open("/dev/tty", O_WRONLY | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else {
            throw Complaint.usage(
                "Nothing was copied: there is no terminal with a clipboard.",
                advice: ":save FILE writes it to a file.")
        }
        defer { close(terminal) }
        // By itself tmux takes a text for the clipboard from its own commands only.
        if environment["TMUX"]?.isEmpty == false, try await loadsBuffer(bytes) { return }
        try Descriptor.write(Self.sequence(for: bytes), to: terminal)
    }

    /// Whether tmux has taken the text, and handed it on to its own terminal.
    private func loadsBuffer(_ bytes: [UInt8]) async throws -> Bool {
        let program = ForegroundProgram("tmux load-buffer -w - 2>/dev/null", environment: environment)
        return try await program.run(reading: .bytes(bytes)) == .exited(0)
    }

    /// What tells a terminal the text for its clipboard.
    package static func sequence(for bytes: [UInt8]) -> [UInt8] {
        Array("\u{1B}]52;c;".utf8) + Data(bytes).base64EncodedString().utf8 + [0x07]
    }
}
