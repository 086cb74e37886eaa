#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that is written atomically: to a temporary file in the same folder, which is then renamed.
package struct WholeFile {
    /// The path with symbolic links resolved.
    private let path: String
    private let name: String

    /// The file at `path`, which may not exist yet.
    package init(path: String) {
        name = path
        var path = path
        // The kernel follows at most 40 links.
        for _ in 0..<40 {
            guard let target = Self.target(of: path) else { break }
            path = target.hasPrefix("/") ? target : Self.folder(of: path) + "/" + target
        }
        self.path = path
    }

    /// Whether the folder that contains it exists.
    package var hasFolder: Bool {
        var facts = stat()
        return stat(Self.folder(of: path), &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// Checks in advance whether it can be written.
    /// - Parameter isForced: whether an existing file may be replaced.
    /// - Throws: ``FileFailure``: `EEXIST` for an existing file that may not be replaced, the kind of what isn't a regular file, or
    ///   the system's error.
    package func check(over isForced: Bool) throws(FileFailure) {
        var facts = stat()
        guard lstat(name, &facts) == 0 else { return }
        guard isForced else { throw .system(EEXIST) }
        guard stat(path, &facts) == 0 else { return }
        switch facts.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .wrongKind(.folder)
        case S_IFIFO, S_IFSOCK: throw .wrongKind(.pipe)
        case S_IFCHR, S_IFBLK: throw .wrongKind(.device)
        default: throw .wrongKind(.other)
        }
        // A rename would replace even a read-only file.
        guard access(path, W_OK) == 0 else { throw .system(errno) }
    }

    /// Writes the file. It keeps the mode of the file that it replaces; a new file gets 0666 less the umask.
    /// - Parameter isForced: whether an existing file may be replaced.
    /// - Throws: as ``check(over:)``.
    package func write(_ bytes: [UInt8], over isForced: Bool) throws(FileFailure) {
        try check(over: isForced)
        let (fresh, file) = try makeFresh()
        do throws(FileFailure) {
            try fill(file, with: bytes)
            try isForced ? put(fresh) : putWhereNothingIs(fresh)
        } catch {
            unlink(fresh)
            throw error
        }
        // Makes the rename durable. Failure isn't fatal: some file systems don't support fsync on folders.
        let folder = open(Self.folder(of: path), O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// Creates a temporary file in the same folder.
    private func makeFresh() throws(FileFailure) -> (path: String, descriptor: Int32) {
        for _ in 0..<100 {
            let fresh = "\(Self.folder(of: path))/.nx1sh-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
            let file = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if file >= 0 { return (fresh, file) }
            guard errno == EEXIST else { throw .system(errno) }
        }
        throw .system(EEXIST)
    }

    private func fill(_ file: Int32, with bytes: [UInt8]) throws(FileFailure) {
        defer { close(file) }
        var facts = stat()
        if stat(path, &facts) == 0 { fchmod(file, facts.st_mode & 0o777) }
        do throws(SystemFailure) {
            try Descriptor.write(bytes, to: file)
        } catch {
            throw .system(error.errno)
        }
        guard fsync(file) == 0 || errno == EINVAL else { throw .system(errno) }
    }

    private func put(_ fresh: String) throws(FileFailure) {
        guard rename(fresh, path) == 0 else { throw .system(errno) }
    }

    /// Moves the temporary file into place without replacing a file that was created in the meantime, if the file system has hard links.
    private func putWhereNothingIs(_ fresh: String) throws(FileFailure) {
        if link(fresh, path) == 0 {
            unlink(fresh)
            return
        }
        if errno == EEXIST { throw .system(errno) }
        try check(over: false)
        try put(fresh)
    }

    private static func target(of path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        return count > 0
            ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
