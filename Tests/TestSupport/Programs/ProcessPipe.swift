import Foundation
import Synchronization

/// The reading end of a process' output: collects it in a thread until the writers are gone or it is closed.
final class ProcessPipe: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isWanted = true
        var isAtEnd = false
    }

    private let state = Mutex(State())

    /// Takes over a descriptor, and closes it at the end.
    init(reading descriptor: Int32) {
        Thread.detachNewThread { self.collect(from: descriptor) }
    }

    var bytes: [UInt8] { state.withLock { $0.bytes } }
    var isAtEnd: Bool { state.withLock { $0.isAtEnd } }

    /// Closes the reading end soon: whoever writes to it then gets SIGPIPE or EPIPE.
    func close() {
        state.withLock { $0.isWanted = false }
    }

    private func collect(from descriptor: Int32) {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        var readable = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while state.withLock({ $0.isWanted }) {
            // A thread can't be woken by closing a descriptor under it, so it looks up now and then.
            guard poll(&readable, 1, 10) != 0 else { continue }
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            state.withLock { $0.bytes.append(contentsOf: chunk[..<count]) }
        }
        _ = Foundation.close(descriptor)
        state.withLock { $0.isAtEnd = true }
    }
}
