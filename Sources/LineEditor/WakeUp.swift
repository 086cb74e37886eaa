#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A pipe that wakes the editor's thread: other threads ring, and the thread waits for the bell and the keyboard at
/// once.
final class WakeUp: Sendable {
    /// The descriptor to poll for reading.
    let descriptor: Int32
    private let bell: Int32

    init() throws(LineEditorError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .system("create a pipe", code: errno) }
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
        // If the pipe is full, the bell is ringing already.
        while write(bell, &byte, 1) == -1, errno == EINTR {}
    }

    /// Waits for the bell. An idle prompt passes no limit, so it never wakes up.
    /// - Parameters:
    ///   - input: another descriptor to wait for.
    ///   - limit: the maximum time to wait.
    /// - Returns: whether `input` has data or has ended.
    func wait(orFor input: Int32 = -1, within limit: Duration? = nil) -> Bool {
        let timeout = limit.map { Int32($0 / .milliseconds(1)) + 1 } ?? -1
        // poll ignores negative descriptors.
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
