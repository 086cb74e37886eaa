package import Nx1Events
import ShellText

/// The status and measurements of a run, as shown to the user.
package struct RunFacts: Sendable {
    /// The run's number in the session, as in `%1`.
    package let number: Int
    package let correlationID: String
    package var crew: CrewType?
    /// The question, if there was one.
    package var question: String?
    /// The last known status; nil if the run wasn't started.
    package var status: CrewRunStatusEnum?
    /// The start time, in ISO 8601.
    package var startedAt: String?
    /// The duration of the run, or the time it was watched for.
    package var elapsed: Duration?
    /// The number of events seen when it was last watched.
    package var events = 0
    /// The number of visible steps.
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

    /// A verb for how the run ended, such as `failed`.
    package var ending: String {
        switch status {
        case .failed: "failed"
        case .completed: "completed"
        default: "ended"
        }
    }
}

/// The line below an answer: number, correlation id, status, seconds, and, where known, steps and tokens.
///
/// ```
/// %1 · 01… · completed · 2.1 s · 5 steps · 3,632 tokens
/// ```
package struct RunLine {
    package let text: String

    /// The length of a shortened correlation id, in characters.
    private static let shortID = 8

    /// - Parameter columns: the width of the window. If the line doesn't fit, the id is shortened, which commands
    ///   accept.
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

/// The terminal signal at the end of a long run (`:notify`), for users who look elsewhere.
package struct RunNotification: Sendable, Hashable {
    /// The kinds of signals.
    package enum Kind: String, Sendable, CaseIterable {
        case off
        /// The terminal's bell.
        case bell
        /// A desktop notification, on terminals that support OSC 9.
        case osc9
    }

    package var kind = Kind.off
    /// The duration below which runs aren't signalled.
    package var threshold: Duration = .seconds(10)

    package init(kind: Kind = Kind.off, threshold: Duration = .seconds(10)) {
        self.kind = kind
        self.threshold = threshold
    }

    /// The bytes to write to the terminal when `run` has ended; may be empty.
    package func signal(about run: RunFacts) -> String {
        guard let elapsed = run.elapsed, elapsed >= threshold else { return "" }
        return signal("has \(run.ending)", run)
    }

    /// The bytes to write when the answer of a watch has changed with `run`, whatever its duration; may be empty.
    package func signal(ofChange run: RunFacts) -> String { signal("has a new answer", run) }

    private func signal(_ news: String, _ run: RunFacts) -> String {
        switch kind {
        case .off: return ""
        case .bell: return "\u{07}"
        case .osc9:
            // Terminals parse a leading number as a different command, so the text begins with a word. Control
            // characters from outside are made visible, so they can't end the sequence.
            let what = [run.crew?.rawValue, run.question].compactMap(\.self).joined(separator: ": ")
            let text = "nx1sh: %\(run.number) \(news) · \(what.prefix(100))"
            return "\u{1B}]9;\(VisibleText.visibleLine(text))\u{07}"
        }
    }
}
