import Nx1Client
import ShellText

/// How a terminal tells a person who looks elsewhere that a long run has ended (`:notify`).
package struct RunNotification: Sendable, Hashable {
    /// The ways.
    package enum Kind: String, Sendable, CaseIterable {
        case off
        /// The terminal's bell.
        case bell
        /// A notification of the desktop, where the terminal passes them on (OSC 9).
        case osc9
    }

    package var kind = Kind.off
    /// Shorter runs are not told of.
    package var threshold: Duration = .seconds(10)

    package init(kind: Kind = Kind.off, threshold: Duration = .seconds(10)) {
        self.kind = kind
        self.threshold = threshold
    }

    /// What to write to the terminal when `run` has ended; empty if nothing.
    package func signal(about run: RunFacts) -> String {
        guard let elapsed = run.elapsed, elapsed >= threshold else { return "" }
        switch kind {
        case .off: return ""
        case .bell: return "\u{07}"
        case .osc9:
            // It begins with a word, since terminals read a number in front as another command; what comes from outside
            // can't end the sequence.
            let what = [run.crew?.rawValue, run.question].compactMap(\.self).joined(separator: ": ")
            let text = "nx1sh: %\(run.number) has \(run.ending) · \(what.prefix(100))"
            return "\u{1B}]9;\(VisibleText.visibleLine(text))\u{07}"
        }
    }
}
