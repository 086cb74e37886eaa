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
    private let draw: (@Sendable (String) -> Void)?

    /// - Parameter draw: writes to the terminal; nil to draw no bar.
    package init(total: Int?, draw: (@Sendable (String) -> Void)?) {
        state = Mutex(State(counts: Counts(total: total)))
        self.draw = draw
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

    /// Erases the bar before other output.
    package func wipe() {
        guard let draw else { return }
        state.withLock { state in
            if state.isDrawn { draw("\r\u{1B}[K") }
            state.isDrawn = false
            state.lastDrawn = nil
        }
    }

    private func change(_ change: (inout Counts) -> Void) {
        state.withLock { state in
            change(&state.counts)
            guard let draw else { return }
            let now = ContinuousClock.now
            if let last = state.lastDrawn, now - last < .milliseconds(100) { return }
            state.lastDrawn = now
            state.isDrawn = true
            draw("\r\u{1B}[K" + Self.bar(state.counts, elapsed: now - began))
        }
    }

    /// Returns a bar such as `[#####---------------] 250 of 1000 · 3 failed · 64 running · 38/s · 20 s left`.
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
        }
        return parts.joined(separator: " · ")
    }
}
