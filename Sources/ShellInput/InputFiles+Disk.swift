import Descriptors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension InputFiles {
    /// The files of this machine. A directory is refused, and so is a file of more than `limit` bytes (64 MiB);
    /// what isn't a regular file, such as a named pipe, is read to its end within the same limit.
    public static func onDisk(home: String?, limit: Int = 64 << 20) -> InputFiles {
        InputFiles(home: home) { (path) throws(InputFileError) in
            try contents(of: path, limit: limit)
        }
    }

    private static func contents(of path: String, limit: Int) throws(InputFileError) -> [UInt8] {
        // A NUL would end the path early for the C library, and another file would be read.
        if path.utf8.contains(0) { throw InputFileError(path: path, reason: "the path has a NUL byte") }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw InputFileError(path: path, reason: reason(of: errno)) }
        defer { close(file) }
        var status = stat()
        if fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw InputFileError(path: path, reason: reason(of: EISDIR))
        }
        do throws(SystemFailure) {
            if let bytes = try Descriptor.readAll(from: file, limit: limit) { return bytes }
        } catch {
            throw InputFileError(path: path, reason: reason(of: error.errno))
        }
        throw InputFileError(path: path, reason: "it is larger than \(ByteCount(limit))")
    }

    private static func reason(of error: Int32) -> String {
        switch error {
        case ENOENT: "there is no such file"
        case EACCES, EPERM: "you have no permission to read it"
        case EISDIR: "it is a folder"
        case ENOTDIR: "a part of the path is not a folder"
        case let other: String(cString: strerror(other))
        }
    }
}
