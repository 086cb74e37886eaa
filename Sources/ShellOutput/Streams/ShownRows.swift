import Synchronization

/// What a terminal has shown since a line was typed at the prompt: whether it needs an empty row before the next prompt.
final class ShownRows: Sendable {
    private struct State {
        var hasAny = false
        /// The newlines at the end. The first one is the Enter that ended the typed line.
        var newlines = 1
    }

    private let state = Mutex(State())

    /// A line was typed; nothing is shown yet.
    func forget() {
        state.withLock { $0 = State() }
    }

    /// These bytes are about to be written.
    func count(_ bytes: some BidirectionalCollection<UInt8>) {
        if bytes.isEmpty { return }
        let end = bytes.lastIndex { ![0x0A, 0x0D, 0x20].contains($0) }.map { bytes.index(after: $0) }
        let newlines = bytes[(end ?? bytes.startIndex)...].count { $0 == 0x0A }
        state.withLock { state in
            state.hasAny = true
            state.newlines = end == nil ? state.newlines + newlines : newlines
        }
    }

    /// Whether something was shown, and its last row isn't empty.
    var needEmptyRow: Bool { state.withLock { $0.hasAny && $0.newlines < 2 } }
}
