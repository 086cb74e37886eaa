import LineEditor
import Nx1Events
import Synchronization

/// Counts the progress of many lines, and draws a progress bar.
package final class LineTally: Sendable {
    package struct Counts: Sendable, Hashable {
        package var done = 0
        package var failed = 0
        package var running = 0
        /// The number of lines, if known.
        package var total: Int?
    }

    private struct State {
        var counts = Counts()
        var lastDrawn: ContinuousClock.Instant?
        var isDrawn = false
    }

    private let state: Mutex<State>
    private let began = ContinuousClock.now
    private let terminal: Terminal?

    /// The terminal that the bar is drawn on.
    package struct Terminal: Sendable {
        let columns: @Sendable () -> Int?
        let draw: @Sendable (String) -> Void

        /// - Parameters:
        ///   - columns: returns the window's current width; nil while another program has the terminal.
        ///   - draw: writes to the terminal.
        package init(columns: @escaping @Sendable () -> Int?, draw: @escaping @Sendable (String) -> Void) {
            self.columns = columns
            self.draw = draw
        }
    }

    /// - Parameter terminal: nil to draw no bar.
    package init(total: Int?, on terminal: Terminal?) {
        state = Mutex(State(counts: Counts(total: total)))
        self.terminal = terminal
    }

    package var counts: Counts { state.withLock { $0.counts } }
    package var hasFailed: Bool { counts.failed > 0 }

    package func begin() { change { $0.running += 1 } }

    package func end(failed: Bool) {
        change { counts in
            counts.running -= 1
            if failed { counts.failed += 1 } else { counts.done += 1 }
        }
    }

    /// Redraws the bar twice a second while `work` is done: its figures change, and it is a sign of life.
    package func keepDrawing<Value: Sendable>(during work: () async -> Value) async -> Value {
        guard terminal != nil else { return await work() }
        return await withTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { [self] in
                while (try? await Task.sleep(for: .milliseconds(500))) != nil { change { _ in } }
            }
            return await work()
        }
    }

    /// Erases the bar, and keeps it away while other output is written.
    package func wipe(while write: () throws(OutputFailure) -> Void = {}) throws(OutputFailure) {
        guard let terminal else { return try write() }
        try state.withLock { state throws(OutputFailure) in
            // In the background, the row belongs to another program.
            if state.isDrawn, terminal.columns() != nil { terminal.draw("\r\u{1B}[K") }
            state.isDrawn = false
            state.lastDrawn = nil
            try write()
        }
    }

    private func change(_ change: (inout Counts) -> Void) {
        state.withLock { state in
            change(&state.counts)
            guard let terminal, state.counts.running > 0 || state.isDrawn else { return }
            let now = ContinuousClock.now
            if let last = state.lastDrawn, now - last < .milliseconds(100) { return }
            guard let columns = terminal.columns() else { return }
            state.lastDrawn = now
            state.isDrawn = true
            let bar = DisplayWidth.fitting(Self.bar(state.counts, elapsed: now - began), into: columns - 1)
            terminal.draw("\r\u{1B}[K" + bar)
        }
    }

    /// Returns a bar such as `[#####---------------] 250 of 1000 · 3 failed · 64 running · 38/s · 20 s left`. The time
    /// that has passed stands at the end until the first line is done.
    package static func bar(_ counts: Counts, elapsed: Duration) -> String {
        let over = counts.done + counts.failed
        let seconds = Double(elapsed.wholeMilliseconds) / 1000
        let rate = seconds > 0 ? Double(over) / seconds : 0
        var parts = ["\(over)"]
        if let total = counts.total, total > 0 {
            let filled = Int(clamping: min(20, Double(over) * 20 / Double(total)))
            parts = [
                "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: 20 - filled)
                    + "] \(over) of \(total)"
            ]
        }
        if counts.failed > 0 { parts.append("\(counts.failed) failed") }
        parts.append("\(counts.running) running")
        if over > 0 {
            parts.append(rate < 10 ? "\((rate * 10).rounded() / 10)/s" : "\(Int(clamping: rate.rounded()))/s")
            // In the first millisecond the rate is unknown.
            if let total = counts.total, total > over, rate > 0 {
                parts.append("\(Int(clamping: (Double(total - over) / rate).rounded(.up))) s left")
            }
        } else if seconds >= 1 {
            parts.append("\(Int(clamping: seconds.rounded(.down))) s")
        }
        return parts.joined(separator: " · ")
    }
}
