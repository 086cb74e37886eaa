import Nx1Client
package import Nx1Events
package import Nx1Values
package import RunJournal
package import ShellOutput

/// What is known of a run that this session started or took up: the one record, from which the entry in the journal, the report
/// and the line under an answer are made.
package struct SessionRun: Sendable {
    /// 1 for the session's first; `%1` names it.
    package internal(set) var number: Int
    /// The ordinal of its line among those that are done at once, until all of them have ended.
    var lineOrdinal: Int?
    /// The id that its request was sent with.
    package let sentID: String
    /// Its id; the service's, once that has answered.
    package var correlationID: String
    /// The name of its crew, if this session knows it.
    package var crew: CrewType?
    /// The crew itself, if it is a custom one or made from a template; nil for a preset crew.
    package var definition: CrewRunRequest.Crew?
    /// What the crew was given, if this session knows it.
    package var input: JSONObject?
    /// The text as somebody typed it, if this session asked one; `input` may carry more.
    package var text: String?
    /// The saved question that its request was made from.
    package var savedQuestion: JournalEntry.SavedQuestionReference?
    /// The inputs whose values must not be stored, by their keys.
    package var sensitiveInputs: Set<String> = []
    /// The name of the session that it belongs to.
    package var session: String?
    /// The id that the first round of its watch was sent with; nil outside of watches.
    package var watch: String?
    /// The id that the first request of its conversation was sent with; nil if it stands alone.
    package var conversation: String?
    /// Where it stood when last heard of.
    package var status: CrewRunStatusEnum?
    /// Why it has no answer.
    package var failure: JournalEntry.Failure?
    /// Whether the service has accepted it, as far as is known.
    package var isAccepted = false
    /// When it was asked for, in milliseconds since 1970.
    package let beganAt: Int64
    /// When this session began with it, by the clock that never jumps.
    package let began = ContinuousClock.now
    /// From there to its end, or to when it was left.
    package var elapsed: Duration?
    /// Events seen the last time it was watched.
    package var events = 0
    /// What it has done, as far as events of it have come; nil if none were waited for.
    package var steps: WatchedSteps?
    /// The number of its steps that people see, as ``WatchedSteps/rowCount`` counts them; nil if it was never watched.
    package var stepCount: Int?
    /// The tokens that it used, as far as is known.
    package var tokens: TokenUsage?
    /// Whether nobody was to wait for it, or does so any more.
    package var isInBackground = false
    /// Whether secrets are covered in ``input``, as it comes from the journal.
    package var hasCoveredInput = false
    /// Its place in the journal; nil where it has none.
    package var filing: Filing?

    /// Where a run stands in the journal, as far as the run itself doesn't say it.
    package struct Filing: Sendable, Hashable {
        /// The address of the service.
        let host: String
        let profile: String?
        let origin: JournalEntry.Origin
        /// Whether the journal doesn't have all of it, as secrets had to be covered.
        var isCovered = false
        /// Whether somebody else started it.
        var isElsewhere = false
        /// The number of its steps that the journal has; nil if it has none.
        var stepCount: Int?
    }

    /// A run of which nothing has come yet.
    package init(
        number: Int, correlationID: String, crew: CrewType? = nil, input: JSONObject? = nil,
        text: String? = nil
    ) {
        self.number = number
        sentID = correlationID
        self.correlationID = correlationID
        self.crew = crew
        self.input = input
        self.text = text
        beganAt = Timestamp.milliseconds()
    }

    /// A run of the journal.
    package init(number: Int, _ entry: JournalEntry) {
        self.number = number
        sentID = entry.sentID
        correlationID = entry.correlationID
        crew = entry.crew
        definition = CrewRunRequest.Crew(entry)
        savedQuestion = entry.savedQuestion
        session = entry.session
        watch = entry.watch
        input = entry.input
        text = entry.question
        beganAt = entry.began
        status = entry.status
        failure = entry.failure
        events = entry.events
        elapsed = entry.elapsed
        stepCount = entry.stepCount
        tokens = entry.tokens
        isAccepted = entry.status != nil
        hasCoveredInput = entry.isCovered
        filing = Filing(
            host: entry.host, profile: entry.profile, origin: entry.origin, isCovered: entry.isCovered,
            isElsewhere: entry.isElsewhere, stepCount: entry.stepCount)
    }

    /// The request that starts it.
    package var request: CrewRunRequest {
        CrewRunRequest(
            crew: definition ?? .preset(crew ?? .ask), taskInput: input ?? [:], correlationID: sentID)
    }

    /// What the crew was given, without the values that must not be stored.
    package var shownInput: JSONObject? {
        var shown = input
        for key in sensitiveInputs where input?[key] != nil { shown?[key] = "***" }
        return shown
    }

    /// The address of the service that has it; nil if the journal doesn't have the run.
    package var host: String? { filing?.host }

    /// When it was asked for, as ISO 8601.
    package var startedAt: String { Timestamp.text(beganAt) }

    /// What was asked, if anything was.
    package var question: String? { text ?? input?["question"]?.string }

    /// Why the crew failed, if it did.
    package var error: String? { failure?.code == .runFailed ? failure?.message : nil }

    /// Whether it is known to have ended, well or not.
    package var hasEnded: Bool { status?.isTerminal == true }

    /// Whether it was accepted and has not ended, as far as is known.
    package var goesOn: Bool { isAccepted && !hasEnded }

    /// Stores what was seen of it. What was seen before stays until as much has come again.
    package mutating func learn(_ seen: WatchedSteps) {
        if (steps?.count ?? 0) <= seen.count {
            steps = seen
            stepCount = seen.rowCount
        }
        tokens = .larger(tokens, seen.read { $0.tokens })
    }

    /// Stores how it ended.
    package mutating func end(with result: CrewResult) {
        status = result.status
        failure = result.error.map { .init(code: Nx1Error.Code.runFailed, message: $0) }
        tokens = .larger(tokens, result.tokenUsage)
    }

    /// Its entry in the journal, without secrets and, unless it is given, without an answer; nil if it has no place there.
    package func entry(answer: JSONValue? = nil, under cover: SecretCover) -> JournalEntry? {
        guard let filing else { return nil }
        let covered = input.map { cover.covered($0, hiding: sensitiveInputs) }
        let config = definition?.config?.json
        let coveredConfig = config.map { cover.covered($0) }
        let coveredAnswer = answer.map(cover.covered)
        return JournalEntry(
            sentID: sentID, correlationID: correlationID, host: filing.host, profile: filing.profile,
            crew: crew,
            input: covered, question: question.map(cover.covered), origin: filing.origin, began: beganAt,
            isCovered: filing.isCovered || covered != input || coveredAnswer != answer
                || coveredConfig != config,
            status: status,
            events: events, elapsed: elapsed, answer: coveredAnswer,
            failure: failure.map { .init(code: $0.code, message: cover.covered($0.message)) },
            stepCount: stepCount, tokens: tokens, isElsewhere: filing.isElsewhere, crewConfig: coveredConfig,
            template: definition?.journalledTemplate,
            savedQuestion: savedQuestion.map {
                .init(name: $0.name, values: cover.covered($0.values, hiding: sensitiveInputs))
            },
            session: session, watch: watch)
    }
}

extension SessionRun {
    /// The run is of a custom crew.
    mutating func use(_ config: CrewConfig) {
        crew = config.name
        definition = .custom(config)
    }
}

extension CrewConfig {
    /// What a custom crew is called that has no name of its own here: by its id, or `custom`.
    package var name: CrewType { CrewType(rawValue: id ?? "custom") }
}

extension SessionRun {
    /// What is shown of it.
    package var facts: RunFacts {
        RunFacts(
            number: number, correlationID: correlationID, crew: crew, question: question, status: status,
            startedAt: startedAt, elapsed: elapsed, events: events, stepCount: stepCount, tokens: tokens)
    }

    /// How it has ended, as people say it.
    package var ending: String { facts.ending }
}

extension RunReport {
    /// Takes over what the session has learnt of the run.
    package mutating func include(_ run: SessionRun) { include(run.facts) }
}

extension RunLine {
    /// The line about a run of this session.
    package init(_ run: SessionRun, showsTiming: Bool, columns: Int? = nil) {
        self.init(run.facts, showsTiming: showsTiming, columns: columns)
    }
}

extension RunNotification {
    /// What to write to the terminal when `run` has ended; empty if nothing.
    package func signal(about run: SessionRun) -> String { signal(about: run.facts) }
}

extension WatchedSteps {
    /// The number of steps that people see at the usual level: tasks, agents that don't share a task's row, tool calls, model
    /// calls that failed, and a service's messages.
    package var rowCount: Int { StoredSteps(current.steps).rowCount }
}

extension StoredSteps {
    /// The number of steps that people see at the usual level.
    package var rowCount: Int { StepOutline(steps, level: .steps).lines.count }
}
