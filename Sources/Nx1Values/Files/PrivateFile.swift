package import Descriptors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file for secrets: readable only by its owner, and replaced atomically.
package struct PrivateFile {
    /// The file's path, with symbolic links resolved.
    let path: String

    /// Creates a reference to the file at `path`, which needn't exist.
    package init(path: String) {
        var path = path
        // The kernel follows at most 40 links.
        for _ in 0..<40 {
            guard let target = Self.target(of: path) else { break }
            path = target.hasPrefix("/") ? target : Self.folder(of: path) + "/" + target
        }
        self.path = path
    }

    /// Reads the content; nil if the file doesn't exist. Throws if it isn't a regular file of at most 1 MiB.
    package func read() throws(FileFailure) -> [UInt8]? {
        try Descriptor.settings(at: path)
    }

    /// Replaces the content with the result of `change`; creates missing folders. Concurrent updates wait; readers see
    /// the old content or the new.
    package func update<Failure: Error>(_ change: ([UInt8]) throws(Failure) -> [UInt8]) throws {
        let folder = Self.folder(of: path)
        try Descriptor.makeFolder(folder)
        let place = open(folder, O_RDONLY | O_CLOEXEC)
        guard place >= 0 else { throw SystemFailure(errno: errno) }
        // Closing the folder releases the lock.
        defer { close(place) }
        Descriptor.lock(place, patience: 200)
        let old = try read()
        let new = try change(old ?? [])
        if new == old { return }
        try replace(with: new)
        // Makes the rename durable; failures don't matter on file systems that don't support it.
        fsync(place)
    }

    private func replace(with bytes: [UInt8]) throws(SystemFailure) {
        var name = Array((path + ".XXXXXX").utf8CString)
        // Created with mode 0600 (POSIX.1-2008, mkstemp).
        let file = mkstemp(&name)
        guard file >= 0 else { throw SystemFailure(errno: errno) }
        let fresh = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        do throws(SystemFailure) {
            defer { close(file) }
            try Descriptor.write(bytes, to: file)
            guard fsync(file) == 0, rename(fresh, path) == 0 else { throw SystemFailure(errno: errno) }
        } catch {
            unlink(fresh)
            throw error
        }
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
