import Foundation
import Synchronization

/// The reading end of a process' output. A thread collects the output until all writers or the reading end are closed.
final class ProcessPipe: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isWanted = true
        var isAtEnd = false
    }

    private let state = Mutex(State())

    /// Takes ownership of a descriptor, and closes it at the end.
    init(reading descriptor: Int32) {
        Thread.detachNewThread { self.collect(from: descriptor) }
    }

    var bytes: [UInt8] { state.withLock { $0.bytes } }
    var isAtEnd: Bool { state.withLock { $0.isAtEnd } }

    /// Closes the reading end within milliseconds. After that, writers get SIGPIPE or EPIPE.
    func close() {
        state.withLock { $0.isWanted = false }
    }

    private func collect(from descriptor: Int32) {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        var readable = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while state.withLock({ $0.isWanted }) {
            // Closing the descriptor wouldn't wake a blocked read, so the thread polls.
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
