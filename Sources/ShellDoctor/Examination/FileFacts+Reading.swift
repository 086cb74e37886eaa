import Descriptors

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension FileFacts {
    /// Examines a file or folder, for at most three seconds. It opens the file only to count lines.
    /// - Throws: `CancellationError`.
    static func examined(
        _ name: String, _ path: String, expected: Kind = .file, isSecret: Bool = false,
        countsLines: Bool = false
    ) async throws -> FileFacts {
        let found = try await BoundedWork.run(within: .seconds(3)) { () -> Found in
            Self.found(at: path, countsLines: countsLines)
        }
        return FileFacts(
            name, path, expected: expected, isSecret: isSecret, found: found ?? .silence)
    }

    private static func found(at path: String, countsLines: Bool) -> Found {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            guard errno == ENOENT else { return .hidden(SystemFailure(errno: errno).description) }
            let folder = existingFolder(above: path)
            return access(folder, W_OK | X_OK) == 0 ? .nothing : .unwritable(folder: folder)
        }
        let kind = kind(facts)
        let needs = kind == .folder ? R_OK | W_OK | X_OK : R_OK | W_OK
        var entry = Entry(
            kind: kind, mode: UInt32(facts.st_mode) & 0o7777, size: Int(facts.st_size),
            isOwn: facts.st_uid == geteuid(), isUsable: access(path, needs) == 0)
        if countsLines, kind == .file, let bytes = try? Descriptor.settings(at: path, limit: mostBytes) {
            entry.lineCount = bytes.count { $0 == UInt8(ascii: "\n") }
        }
        return .file(entry)
    }

    /// The nearest folder above the path that exists.
    private static func existingFolder(above path: String) -> String {
        var folder = Substring(path)
        while let slash = folder.lastIndex(of: "/") {
            folder = folder[..<slash]
            if folder.isEmpty { return "/" }
            if access(String(folder), F_OK) == 0 { return String(folder) }
        }
        return "."
    }

    /// Lines of larger files aren't counted.
    private static let mostBytes = 64 << 20

    private static func kind(_ facts: stat) -> Kind {
        switch facts.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .folder
        case S_IFIFO, S_IFSOCK: .pipe
        case S_IFCHR where isNull(facts): .null
        default: .other
        }
    }

    private static func isNull(_ facts: stat) -> Bool {
        var null = stat()
        return stat("/dev/null", &null) == 0 && null.st_rdev == facts.st_rdev
    }
}
