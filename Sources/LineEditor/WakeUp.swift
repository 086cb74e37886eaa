#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A pipe that wakes the editor's thread: other threads ring, the thread waits for the bell and the keyboard at once.
final class WakeUp: Sendable {
    /// What to poll for reading.
    let descriptor: Int32
    private let bell: Int32

    init() throws(LineEditorError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .system("make a pipe", code: errno) }
        (descriptor, bell) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
        }
    }

    deinit {
        close(descriptor)
        close(bell)
    }

    func ring() {
        var byte: UInt8 = 0
        // A full pipe rings already.
        while write(bell, &byte, 1) == -1, errno == EINTR {}
    }

    /// Waits for the bell; an idle prompt sets no limit and wakes nobody.
    /// - Parameters:
    ///   - input: a descriptor to wait for as well.
    ///   - limit: how long to wait at most.
    /// - Returns: whether `input` has something, its end included.
    func wait(orFor input: Int32 = -1, within limit: Duration? = nil) -> Bool {
        let timeout = limit.map { Int32($0 / .milliseconds(1)) + 1 } ?? -1
        // A negative descriptor is one that poll leaves out.
        var wanted = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&wanted, nfds_t(wanted.count), timeout) == -1 {
            if errno != EINTR && errno != EAGAIN { return true }
        }
        if wanted[0].revents != 0 { quiet() }
        return wanted[1].revents != 0
    }

    private func quiet() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(descriptor, &bytes, bytes.count) > 0 {}
    }
}
