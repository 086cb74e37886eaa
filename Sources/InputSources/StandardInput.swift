import Descriptors
import Nx1Events
package import ShellOutput

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard input as part of requests. It is read to its end when the first request needs it.
public actor StandardInput {
    /// The other use of standard input.
    public enum Use: Sendable {
        /// None.
        case free
        /// It provides the lines to run.
        case lines
        /// The user types at a prompt.
        case prompt
        /// It provides the pre-shared key.
        case key
    }

    /// The maximum size in a request, in bytes.
    private static let limit = 64 << 20

    private let use: Use
    /// Whether it provides the lines to run.
    package nonisolated var holdsLines: Bool { use == .lines }
    private var content: [UInt8]?
    private var holdsRows = false

    public init(_ use: Use) {
        self.use = use
    }

    /// Reads all of standard input.
    /// - Throws: ``Complaint`` if it has another use, is too large or can't be read; `CancellationError`.
    package func bytes(for console: Console) async throws -> [UInt8] {
        if let content { return content }
        guard !holdsRows else {
            throw Complaint.rowsInStandardInput
        }
        switch use {
        case .free: break
        case .lines:
            throw Complaint.usage(
                "Standard input provides the lines, so it can't also be part of a request.",
                advice: "Put the lines into a file: -f FILE.")
        case .key:
            throw Complaint.usage(
                "Standard input provides the pre-shared key, so it can't also be part of a request.",
                advice: "Use a file for one of them.")
        case .prompt:
            throw Complaint.usage(
                "Standard input is the terminal, so it can't be part of a request.",
                advice: "Use a file: @FILE.")
        }
        noteTerminal(on: console)
        let input = try InputSource.standardInput()
        defer { input.close() }
        var bytes: [UInt8] = []
        while case let chunk = try await input.read(), !chunk.isEmpty {
            bytes += chunk
            guard bytes.count <= Self.limit else {
                throw Complaint.usage(
                    "Standard input is larger than \(ByteCount(Self.limit)), so it was not sent.")
            }
        }
        content = bytes
        return bytes
    }

    /// Opens standard input as rows. Nothing else can read it from then on. The caller closes it.
    /// - Throws: ``Complaint`` if it has another use or can't be read.
    package func rows(for console: Console) throws -> InputSource {
        let use: String? =
            switch self.use {
            case .free: content != nil || holdsRows ? "was already read" : nil
            case .lines: "provides the lines"
            case .key: "provides the pre-shared key"
            case .prompt: "is the terminal"
            }
        if let use {
            throw Complaint.usage(
                "Standard input \(use), so rows can't be read from it.", advice: "Use a file.")
        }
        noteTerminal(on: console)
        holdsRows = true
        return try InputSource.standardInput()
    }

    /// A note about unread data in a pipe on standard input; nil if there is none.
    public var unreadNote: String? {
        guard use == .free, content == nil, !holdsRows else { return nil }
        var facts = stat()
        let kinds = [S_IFIFO, S_IFSOCK]
        guard fstat(0, &facts) == 0, kinds.contains(facts.st_mode & S_IFMT) else { return nil }
        var count: Int32 = 0
        guard ioctl(0, UInt(FIONREAD), &count) == 0, count > 0 else { return nil }
        return
            "nx1sh: Standard input has data that was not read. To send it, add @- to the question or use --attach -."
    }

    private nonisolated func noteTerminal(on console: Console) {
        guard isatty(0) == 1 else { return }
        console.note("Reading standard input. Press Ctrl-D at the start of a line to end it.")
    }
}

extension Complaint {
    /// The error for a request that includes standard input while it provides the rows.
    package static let rowsInStandardInput = Complaint.usage(
        "Standard input provides the rows, so it can't also be part of a request.",
        advice: "Use a file for one of them.")
}
