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

    /// A file that can't be read for a reason, which has neither capital nor full stop.
    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// One sentence with the path and the reason.
    public var description: String { "The file `\(path.onOneRow)` can't be read: \(reason)." }
}
