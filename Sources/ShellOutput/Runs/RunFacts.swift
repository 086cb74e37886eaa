package import Nx1Events
import ShellText

/// What is shown of a run: where it stands, and what it took.
package struct RunFacts: Sendable {
    /// The session's number for it; `%1` names the first.
    package let number: Int
    package let correlationID: String
    package var crew: CrewType?
    /// What was asked, if anything was.
    package var question: String?
    /// Where it stood when last heard of; nil if it was not started.
    package var status: CrewRunStatusEnum?
    /// The time of day when it began, ISO 8601.
    package var startedAt: String?
    /// How long it took, or for how long it was watched.
    package var elapsed: Duration?
    /// Events seen the last time it was watched.
    package var events = 0
    /// The number of its steps that people see.
    package var stepCount: Int?
    package var tokens: TokenUsage?

    package init(
        number: Int, correlationID: String, crew: CrewType? = nil, question: String? = nil,
        status: CrewRunStatusEnum? = nil, startedAt: String? = nil, elapsed: Duration? = nil, events: Int = 0,
        stepCount: Int? = nil, tokens: TokenUsage? = nil
    ) {
        self.number = number
        self.correlationID = correlationID
        self.crew = crew
        self.question = question
        self.status = status
        self.startedAt = startedAt
        self.elapsed = elapsed
        self.events = events
        self.stepCount = stepCount
        self.tokens = tokens
    }

    /// How it has ended, as people say it.
    package var ending: String {
        switch status {
        case .failed: "failed"
        case .completed: "completed"
        default: "ended"
        }
    }
}

/// The one line under an answer: number, correlation id, status, seconds, and, where they are known, steps and tokens.
///
/// ```
/// %1 · 01… · completed · 2.1 s · 5 steps · 3,632 tokens
/// ```
package struct RunLine {
    package let text: String

    /// The length of a shortened correlation id, in characters.
    private static let shortID = 8

    /// - Parameter columns: the width of the window. A line that doesn't fit has a shortened id, which commands accept too.
    package init(_ run: RunFacts, showsTiming: Bool, columns: Int? = nil) {
        var parts = ["%\(run.number)", run.correlationID, run.status?.rawValue ?? "not started"]
        if showsTiming, let elapsed = run.elapsed { parts.append("\(elapsed.tenths) s") }
        if let count = run.stepCount, count > 0 { parts.append(count.counted("step")) }
        if let tokens = run.tokens { parts.append(tokens.total.counted("token")) }
        func line() -> String { parts.joined(separator: " · ") }
        if let columns, line().count > columns { parts[1] = String(run.correlationID.prefix(Self.shortID)) }
        text = line()
    }
}

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
        return signal("has \(run.ending)", run)
    }

    /// What to write to the terminal when the answer of a watch has changed with `run`, however long that took; empty if nothing.
    package func signal(ofChange run: RunFacts) -> String { signal("has a new answer", run) }

    private func signal(_ news: String, _ run: RunFacts) -> String {
        switch kind {
        case .off: return ""
        case .bell: return "\u{07}"
        case .osc9:
            // It begins with a word, since terminals read a number in front as another command; what comes from outside
            // can't end the sequence.
            let what = [run.crew?.rawValue, run.question].compactMap(\.self).joined(separator: ": ")
            let text = "nx1sh: %\(run.number) \(news) · \(what.prefix(100))"
            return "\u{1B}]9;\(VisibleText.visibleLine(text))\u{07}"
        }
    }
}
