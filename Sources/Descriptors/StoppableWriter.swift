#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A writer to a pipe or file whose reader may be slow or never read. It can be stopped from another thread.
package final class StoppableWriter: Sendable {
    private let descriptor: Int32
    private let wakeUp: (read: Int32, write: Int32)

    /// Creates a writer to `descriptor`, which the caller still owns and which becomes non-blocking. `SIGPIPE` must
    /// be ignored.
    package init(_ descriptor: Int32) throws(SystemFailure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SystemFailure(errno: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let flags = fcntl(descriptor, F_GETFL)
        if flags >= 0 { _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) }
        self.descriptor = descriptor
        wakeUp = (ends[0], ends[1])
    }

    deinit {
        systemClose(wakeUp.read)
        systemClose(wakeUp.write)
    }

    /// Writes all of `bytes`. Blocks the thread until they are written or ``stop()`` is called.
    /// - Throws: `SystemFailure`, with `ECANCELED` if it was stopped.
    package func write(_ bytes: [UInt8]) throws(SystemFailure) {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: buffer[start...]))
            }
            if count >= 0 {
                start += count
            } else if errno == EAGAIN {
                try wait()
            } else if errno != EINTR {
                throw SystemFailure(errno: errno)
            }
        }
    }

    /// Ends the current write and all later ones. Can be called from any thread.
    package func stop() {
        _ = [0].withUnsafeBytes { systemWrite(wakeUp.write, UnsafeRawBufferPointer(rebasing: $0.prefix(1))) }
    }

    private func wait() throws(SystemFailure) {
        var wishes = [
            pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: wakeUp.read, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&wishes, 2, -1) < 0 {
            guard errno == EINTR else { throw SystemFailure(errno: errno) }
        }
        if wishes[1].revents != 0 { throw SystemFailure(errno: ECANCELED) }
    }
}

// The system's calls, which methods of the same names shadow.

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

private func systemClose(_ descriptor: Int32) { _ = close(descriptor) }
