import Descriptors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Decides whether a file found on the way up may be used without asking. Somebody else may have put it there: another user of
/// this machine, or the author of a repository whose link leads to a private file.
struct FolderTrust {
    /// The user who runs this process.
    let user: UInt32
    /// The user who can change everything anyway.
    let administrator: UInt32
    /// The directory that has the `.nx1` folder, without symbolic links.
    let directory: String

    /// Why the file or folder at `path` is skipped, as a sentence; nil if it may be used.
    func warning(about path: String) -> String? {
        var link = stat()
        var target = stat()
        guard lstat(path, &link) == 0, stat(path, &target) == 0 else {
            return "Couldn't read \(path): \(String(cString: strerror(errno)))."
        }
        guard isTrusted(link.st_uid), isTrusted(target.st_uid) else {
            return "Skipped \(path): it belongs to another user. Copy what you need to a folder of your own."
        }
        if target.st_mode & S_IWOTH != 0 {
            return "Skipped \(path): every user can change it. If you trust it, run `chmod o-w` on it."
        }
        guard let real = FileIdentity.realPath(of: path), isInside(real) else {
            return "Skipped \(path): it is a link to a place outside \(directory)."
        }
        return nil
    }

    private func isTrusted(_ owner: UInt32) -> Bool { owner == user || owner == administrator }

    private func isInside(_ path: String) -> Bool {
        directory == "/" || path.utf8.starts(with: (directory + "/").utf8)
    }

    /// Whether there is anything at `path`, even a link that leads nowhere.
    static func isThere(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0
            || errno != ENOENT && errno != ENOTDIR && errno != EACCES
                && errno != ENAMETOOLONG
    }

    /// The kind of what `path` leads to. A link that leads nowhere counts as a file, so that reading it says so.
    static func kind(of path: String) -> FileKind? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return .other }
        return facts.st_mode & S_IFMT == S_IFDIR ? .folder : .regular
    }
}

/// What makes two paths the same file.
struct FileIdentity: Equatable {
    private let device: UInt64
    private let node: UInt64

    /// Nil if there is no such file.
    init?(_ path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        device = UInt64(truncatingIfNeeded: facts.st_dev)
        node = UInt64(truncatingIfNeeded: facts.st_ino)
    }

    /// The absolute path without symbolic links; nil if there is no such file.
    static func realPath(of path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(validatingCString: real)
    }
}
