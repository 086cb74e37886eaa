import Descriptors
import Nx1Events
package import ShellOutput

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard input as a part of requests: read once, to its end, when the first of them needs it.
public actor StandardInput {
    /// What else it is for.
    public enum Use: Sendable {
        /// Nothing.
        case free
        /// It holds the lines to do.
        case lines
        /// A person types at a prompt.
        case prompt
        /// It holds the pre-shared key.
        case key
    }

    /// The most bytes that a request takes.
    private static let limit = 64 << 20

    private let use: Use
    /// Whether it holds lines that are still to be done.
    package nonisolated var holdsLines: Bool { use == .lines }
    private var content: [UInt8]?
    private var holdsRows = false

    public init(_ use: Use) {
        self.use = use
    }

    /// All of it.
    /// - Throws: ``Complaint`` if it is for something else, too large or unreadable; `CancellationError`.
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

    /// Standard input as rows, which nothing else reads from then on. The caller closes it.
    /// - Throws: ``Complaint`` if it is for something else, or unreadable.
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

    /// What to say of data that a pipe holds and nothing has asked for; nil if there is none.
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
    /// The refusal to send standard input with a request when the rows come from it.
    package static let rowsInStandardInput = Complaint.usage(
        "Standard input provides the rows, so it can't also be part of a request.",
        advice: "Use a file for one of them.")
}
