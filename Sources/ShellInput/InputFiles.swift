import Descriptors
import Nx1Events

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files that request items name, behind one closure, so that nothing else here reads a disk.
public struct InputFiles: Sendable {
    private let home: String?
    private let read: @Sendable (String) throws(InputFileError) -> [UInt8]

    /// Files that a closure reads by path. `home` is the directory that `~/` stands for; without one a tilde is
    /// a character like others.
    public init(home: String?, read: @escaping @Sendable (String) throws(InputFileError) -> [UInt8]) {
        self.home = home
        self.read = read
    }

    /// The whole content of the file at a path, which may begin with `~/`.
    /// - Throws: ``InputFileError`` if it can't be read, or is larger than allowed.
    public func bytes(at path: String) throws(InputFileError) -> [UInt8] {
        if path.isEmpty { throw InputFileError(path: path, reason: "the path is empty") }
        guard let home, !home.isEmpty, path.begins(with: "~/") else { return try read(path) }
        return try read(home + path.dropFirst())
    }
}

/// A file that can't be read, and why.
public struct InputFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The path as it was tried.
    public let path: String
    /// What is in the way, as in "there is no such file".
    public let reason: String
    /// Whether there is no such file.
    public let isMissing: Bool

    /// A file that can't be read for a reason, which has neither capital nor full stop.
    public init(path: String, reason: String, isMissing: Bool = false) {
        self.path = path
        self.reason = reason
        self.isMissing = isMissing
    }

    /// One sentence with the path and the reason.
    public var description: String { "The file `\(path.onOneRow)` can't be read: \(reason)." }
}

extension InputFileError {
    /// A file that the system refuses with an error number.
    package init(path: String, errno: Int32) {
        let reason =
            switch errno {
            case ENOENT: "there is no such file"
            case EACCES, EPERM: "you have no permission to read it"
            case EISDIR: "it is a folder"
            case ENOTDIR: "a part of the path is not a folder"
            case let other: String(cString: strerror(other))
            }
        self.init(path: path, reason: reason, isMissing: errno == ENOENT)
    }
}

extension InputFiles {
    /// The files of this machine. A directory is refused, and so is a file of more than `limit` bytes (64 MiB);
    /// what isn't a regular file, such as a named pipe, is read to its end within the same limit, unless nothing comes
    /// from it for `patience` seconds.
    public static func onDisk(home: String?, limit: Int = 64 << 20, patience: Int = 30) -> InputFiles {
        InputFiles(home: home) { (path) throws(InputFileError) in
            try contents(of: path, limit: limit, patience: patience)
        }
    }

    private static func contents(
        of path: String, limit: Int, patience: Int
    ) throws(InputFileError) -> [UInt8] {
        // A NUL would end the path early for the C library, and another file would be read.
        if path.utf8.contains(0) { throw InputFileError(path: path, reason: "the path has a NUL byte") }
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
