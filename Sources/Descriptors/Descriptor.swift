#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reading and writing file descriptors. Interrupted system calls are retried.
package enum Descriptor {
    /// Writes all of `bytes`. Waits if another program has made a shared terminal or pipe non-blocking.
    package static func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: Int32
    ) throws(SystemFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var wish = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wish, 1, -1)
            } else if errno != EINTR {
                throw SystemFailure(errno: errno)
            }
        }
    }

    /// Writes all of `bytes`.
    package static func write(_ bytes: some Sequence<UInt8>, to descriptor: Int32) throws(SystemFailure) {
        let bytes = Array(bytes)
        var failure: SystemFailure?
        bytes.withUnsafeBytes { bytes in
            do throws(SystemFailure) { try write(bytes, to: descriptor) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Reads what is available, at most `count` bytes; none at the end.
    package static func read(upTo count: Int, from descriptor: Int32) throws(SystemFailure) -> [UInt8] {
        var got = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            repeat { got = systemRead(descriptor, buffer) } while got < 0 && errno == EINTR
            initialized = max(0, got)
        }
        if got < 0 { throw SystemFailure(errno: errno) }
        return bytes
    }

    /// Reads a regular file from `offset`, at most `count` bytes; none at its end. The file's own position doesn't
    /// change.
    package static func read(
        upTo count: Int, from descriptor: Int32, at offset: Int64
    ) throws(SystemFailure) -> [UInt8] {
        var got = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            repeat {
                got = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            } while got < 0 && errno == EINTR
            initialized = max(0, got)
        }
        if got < 0 { throw SystemFailure(errno: errno) }
        return bytes
    }

    /// Reads everything to the end; nil if that exceeds `limit` bytes.
    package static func readAll(
        from descriptor: Int32, limit: Int = .max
    ) throws(SystemFailure) -> [UInt8]? {
        var bytes: [UInt8] = []
        while true {
            let chunk = try read(upTo: 64 << 10, from: descriptor)
            if chunk.isEmpty { return bytes }
            bytes += chunk
            if bytes.count > limit { return nil }
        }
    }

    /// Creates the folder at `path` and its missing parents, accessible to their owner only.
    package static func makeFolder(_ path: String) throws(SystemFailure) {
        if path.isEmpty || path == "/" || access(path, F_OK) == 0 { return }
        if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemFailure(errno: errno) }
    }

    /// Locks the open file; closing it releases the lock. Continues without the lock after `patience` milliseconds,
    /// in case its holder was stopped, or if the file system has no locks.
    package static func lock(_ descriptor: Int32, patience: Int) {
        for _ in 0..<patience {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            guard errno == EWOULDBLOCK || errno == EINTR else { return }
            usleep(1000)
        }
    }
}

/// An error of a system call.
package struct SystemFailure: Error, CustomStringConvertible {
    /// The system's error number.
    package let errno: Int32

    package init(errno: Int32) {
        self.errno = errno
    }

    /// Whether the disk is full or read-only, so that no other permissions help.
    package var isAboutSpace: Bool { [ENOSPC, EROFS, EDQUOT].contains(errno) }

    /// The reason as the end of a sentence, without a capital or a period, such as "permission denied".
    package var description: String {
        switch errno {
        case EACCES, EPERM: return "permission denied"
        case EBADF: return "it is closed"
        case EISDIR: return "it is a folder"
        case ENOENT: return "no such file or folder"
        case ENOTDIR: return "part of the path isn't a folder"
        default:
            var buffer = [CChar](repeating: 0, count: 256)
            // Thread-safe, unlike strerror, which shares a buffer.
            guard strerror_r(errno, &buffer, buffer.count) == 0 else { return "system error \(errno)" }
            let text = String(
                decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            return text.prefix(1).lowercased() + text.dropFirst()
        }
    }
}

// The system's calls, which methods of the same names shadow.

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}
