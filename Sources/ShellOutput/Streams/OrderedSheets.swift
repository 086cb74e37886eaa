import Synchronization

/// What many lines at once have to show, in the order of the lines: the first that isn't finished writes straight through, and
/// what those behind it write waits until it is their turn.
package final class OrderedSheets: Sendable {
    package enum Stream: Sendable {
        case answers, remarks
    }

    private struct Sheet {
        var waiting: [(Stream, [UInt8])] = []
        var isFinished = false
    }

    private struct State {
        /// The line whose turn it is.
        var turn = 0
        var sheets: [Int: Sheet] = [:]
        var count = 0
        var failure: OutputFailure?
    }

    private let state = Mutex(State())
    private let write: @Sendable (Stream, [UInt8]) throws(OutputFailure) -> Void

    /// - Parameter write: writes to one of the two streams.
    package init(write: @escaping @Sendable (Stream, [UInt8]) throws(OutputFailure) -> Void) {
        self.write = write
    }

    /// Lines that have begun and whose turn isn't over.
    package var open: Int { state.withLock { $0.count - $0.turn } }

    /// Why no more answers can be written, if so.
    package var failure: OutputFailure? { state.withLock { $0.failure } }

    /// The next line begins.
    /// - Returns: its number, from 0.
    package func begin() -> Int {
        state.withLock { state in
            state.sheets[state.count] = Sheet()
            state.count += 1
            return state.count - 1
        }
    }

    /// The line `number` writes.
    /// - Throws: ``OutputFailure``, which an earlier line may have met.
    func write(_ bytes: [UInt8], to stream: Stream, from number: Int) throws(OutputFailure) {
        let failure = state.withLock { state -> OutputFailure? in
            if stream == .answers, let failure = state.failure { return failure }
            if number > state.turn {
                state.sheets[number]?.waiting.append((stream, bytes))
            } else {
                put([(stream, bytes)], &state)
            }
            return stream == .answers ? state.failure : nil
        }
        if let failure { throw failure }
    }

    /// The line `number` has nothing more to show. What others have waited with is written, as far as it is their turn.
    package func finish(_ number: Int) {
        state.withLock { state in
            state.sheets[number]?.isFinished = true
            while let sheet = state.sheets[state.turn] {
                put(sheet.waiting, &state)
                state.sheets[state.turn]?.waiting = []
                guard sheet.isFinished else { return }
                state.sheets[state.turn] = nil
                state.turn += 1
            }
        }
    }

    private func put(_ chunks: [(Stream, [UInt8])], _ state: inout State) {
        for (stream, bytes) in chunks where stream == .remarks || state.failure == nil {
            do throws(OutputFailure) {
                try write(stream, bytes)
            } catch {
                // Without stderr there is nobody to be told; without stdout there is nothing left to do.
                if stream == .answers { state.failure = error }
            }
        }
    }
}

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
