import Descriptors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Decides whether a file found in a parent directory may be used without asking. Another user of this machine may
/// have put it there, or the author of a repository, with a link to a private file.
struct FolderTrust {
    /// The user who runs this process.
    let user: UInt32
    /// The superuser, who can change everything anyway.
    let administrator: UInt32
    /// The directory that contains the `.nx1` folder, without symbolic links.
    let directory: String

    /// Why the file or folder at `path` is skipped, as a sentence; nil if it may be used.
    func warning(about path: String) -> String? {
        var link = stat()
        var target = stat()
        guard lstat(path, &link) == 0, stat(path, &target) == 0 else {
            return "Couldn't read \(path): \(SystemFailure(errno: errno))."
        }
        guard isTrusted(link.st_uid), isTrusted(target.st_uid) else {
            return "Skipped \(path): it belongs to another user. To use it, copy it to a folder of your own."
        }
        if target.st_mode & S_IWOTH != 0 {
            return "Skipped \(path): every user can change it. If you trust it, run `chmod o-w` on it."
        }
        guard let real = FileIdentity.realPath(of: path), isInside(real) else {
            return
                "Skipped \(path): it is a link to a file outside \(directory). To use it, replace the link with a copy."
        }
        return nil
    }

    private func isTrusted(_ owner: UInt32) -> Bool { owner == user || owner == administrator }

    private func isInside(_ path: String) -> Bool {
        directory == "/" || path.utf8.starts(with: (directory + "/").utf8)
    }

    /// Whether anything exists at `path`, even a broken link.
    static func isThere(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0
            || errno != ENOENT && errno != ENOTDIR && errno != EACCES
                && errno != ENAMETOOLONG
    }

    /// The kind of the file that `path` resolves to. A broken link counts as a file, so that reading it reports the
    /// error.
    static func kind(of path: String) -> FileKind? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return .other }
        return facts.st_mode & S_IFMT == S_IFDIR ? .folder : .regular
    }
}

/// The identity of a file: two paths with the same identity are the same file.
struct FileIdentity: Equatable {
    private let device: UInt64
    private let node: UInt64

    /// Returns nil if the file doesn't exist.
    init?(_ path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        device = UInt64(truncatingIfNeeded: facts.st_dev)
        node = UInt64(truncatingIfNeeded: facts.st_ino)
    }

    /// The absolute path without symbolic links; nil if the file doesn't exist.
    static func realPath(of path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(validatingCString: real)
    }
}
