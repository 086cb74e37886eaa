package import Nx1Client

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
