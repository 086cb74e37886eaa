import Synchronization

/// Orders the output of parallel lines: the first unfinished line writes directly, and the output of later lines is
/// buffered until their turn.
package final class OrderedSheets: Sendable {
    package enum Stream: Sendable {
        case answers, remarks
    }

    private struct Sheet {
        var waiting: [(Stream, [UInt8])] = []
        var isFinished = false
    }

    private struct State {
        /// The number of the line that writes directly.
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

    /// The number of started lines whose output isn't complete yet.
    package var open: Int { state.withLock { $0.count - $0.turn } }

    /// The failure that prevents further answers, if any.
    package var failure: OutputFailure? { state.withLock { $0.failure } }

    /// Starts the next line.
    /// - Returns: the line's number, starting at 0.
    package func begin() -> Int {
        state.withLock { state in
            state.sheets[state.count] = Sheet()
            state.count += 1
            return state.count - 1
        }
    }

    /// Writes output of the line `number`, or buffers it.
    /// - Throws: ``OutputFailure``, possibly from an earlier line.
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

    /// Ends the output of the line `number`, and writes the buffered output of the lines whose turn has come.
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
                // A failed write to stderr can't be reported; one to stdout ends all answers.
                if stream == .answers { state.failure = error }
            }
        }
    }
}

/// Tracks the output since the last typed line, to decide whether an empty row is needed before the next prompt.
final class ShownRows: Sendable {
    private struct State {
        var hasAny = false
        /// The number of trailing newlines. The first one is the Enter that ended the typed line.
        var newlines = 1
    }

    private let state = Mutex(State())

    /// Starts over after a line was typed.
    func forget() {
        state.withLock { $0 = State() }
    }

    /// Records bytes that are about to be written.
    func count(_ bytes: some BidirectionalCollection<UInt8>) {
        if bytes.isEmpty { return }
        let end = bytes.lastIndex { ![0x0A, 0x0D, 0x20].contains($0) }.map { bytes.index(after: $0) }
        let newlines = bytes[(end ?? bytes.startIndex)...].count { $0 == 0x0A }
        state.withLock { state in
            state.hasAny = true
            state.newlines = end == nil ? state.newlines + newlines : newlines
        }
    }

    /// Whether there was output, and its last row isn't empty.
    var needEmptyRow: Bool { state.withLock { $0.hasAny && $0.newlines < 2 } }
}
