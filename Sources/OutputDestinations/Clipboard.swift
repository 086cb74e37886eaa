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

/// The clipboard of the user's terminal, even a remote one: the text is sent to the terminal (OSC 52).
package struct Clipboard: Sendable {
    /// The maximum size of a text in bytes. A longer one would exceed the 100,000 bytes of an escape sequence that
    /// common terminals accept.
    package static let mostBytes = 74_994

    private let environment: [String: String]

    /// - Parameter environment: the environment variables, which tell whether tmux is in use.
    package init(environment: [String: String]) {
        self.environment = environment
    }

    /// Copies a text to the clipboard.
    /// - Throws: ``Complaint`` if it is too long or there is no terminal; `CancellationError`.
    package func copy(_ bytes: [UInt8]) async throws {
        guard bytes.count <= Self.mostBytes else {
            throw Complaint.usage(
                "Nothing was copied: the text has \(bytes.count) bytes, and terminals accept at most \(Self.mostBytes).",
                advice: "To write it to a file, use `:save FILE`.")
        }
        let terminal = open("/dev/tty", O_WRONLY | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else {
            throw Complaint.usage(
                "Nothing was copied: nx1sh isn't running in a terminal.",
                advice: "To write it to a file, use `:save FILE`.")
        }
        defer { close(terminal) }
        // By default, tmux accepts text for the clipboard only from its own commands.
        if environment["TMUX"]?.isEmpty == false, try await loadsBuffer(bytes) { return }
        try Descriptor.write(Self.sequence(for: bytes), to: terminal)
    }

    /// Whether tmux has accepted the text and passed it on to its own terminal.
    private func loadsBuffer(_ bytes: [UInt8]) async throws -> Bool {
        let program = ForegroundProgram("tmux load-buffer -w - 2>/dev/null", environment: environment)
        return try await program.run(reading: .bytes(bytes)) == .exited(0)
    }

    /// The escape sequence that sets a terminal's clipboard.
    package static func sequence(for bytes: [UInt8]) -> [UInt8] {
        Array("\u{1B}]52;c;".utf8) + Data(bytes).base64EncodedString().utf8 + [0x07]
    }
}
