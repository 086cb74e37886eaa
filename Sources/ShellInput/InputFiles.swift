import Descriptors
import Nx1Events

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads the files that request items name, through one closure, so that nothing else in this target reads files.
public struct InputFiles: Sendable {
    private let home: String?
    private let read: @Sendable (String) throws(InputFileError) -> [UInt8]

    /// Creates a reader from a closure. `home` is the directory that `~/` stands for; without it, a tilde is an
    /// ordinary character.
    public init(home: String?, read: @escaping @Sendable (String) throws(InputFileError) -> [UInt8]) {
        self.home = home
        self.read = read
    }

    /// The content of the file at a path, which may start with `~/`.
    /// - Throws: ``InputFileError`` if it can't be read, or is larger than allowed.
    public func bytes(at path: String) throws(InputFileError) -> [UInt8] {
        if path.isEmpty { throw InputFileError(path: path, reason: "the path is empty") }
        guard let home, !home.isEmpty, path.begins(with: "~/") else { return try read(path) }
        return try read(home + path.dropFirst())
    }
}

/// A file that can't be read, and why.
public struct InputFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The path that was tried.
    public let path: String
    /// The reason, without a capital or full stop, as in "no such file".
    public let reason: String
    /// Whether the file doesn't exist.
    public let isMissing: Bool

    /// Creates an error. `reason` has neither capital nor full stop.
    public init(path: String, reason: String, isMissing: Bool = false) {
        self.path = path
        self.reason = reason
        self.isMissing = isMissing
    }

    /// A sentence with the path and the reason.
    public var description: String { "Couldn't read `\(path.onOneRow)`: \(reason)." }
}

extension InputFileError {
    /// Creates an error from the system's error number.
    package init(path: String, errno: Int32) {
        let isMissing = errno == ENOENT
        self.init(
            path: path, reason: isMissing ? "no such file" : SystemFailure(errno: errno).description,
            isMissing: isMissing)
    }
}

extension InputFiles {
    /// The files of this machine. Directories are rejected, and so are files of more than `limit` bytes (64 MiB).
    /// Files that aren't regular, such as named pipes, are read to their end within the same limit, unless they
    /// produce no data for `patience` seconds.
    public static func onDisk(home: String?, limit: Int = 64 << 20, patience: Int = 30) -> InputFiles {
        InputFiles(home: home) { (path) throws(InputFileError) in
            try contents(of: path, limit: limit, patience: patience)
        }
    }

    private static func contents(
        of path: String, limit: Int, patience: Int
    ) throws(InputFileError) -> [UInt8] {
        // For the C library a NUL ends the path, so it would read a different file.
        if path.utf8.contains(0) { throw InputFileError(path: path, reason: "the path contains a NUL byte") }
        do throws(FileFailure) {
            return try Descriptor.content(at: path, limit: limit, patience: patience)
        } catch {
            switch error {
            case .system(let number): throw InputFileError(path: path, errno: number)
            case .tooLarge:
                throw InputFileError(path: path, reason: "it is larger than \(ByteCount(limit))")
            case .wrongKind, .silent: throw InputFileError(path: path, reason: "\(error)")
            }
        }
    }
}
