import Nx1Client
package import Nx1Events
package import Nx1Values
package import RunJournal
package import ShellOutput

/// What is known of a run that this session started or looked up: the one record from which the journal entry, the
/// report and the line below an answer are made.
package struct SessionRun: Sendable {
    /// The run's number in the session, starting at 1; `%1` refers to it.
    package internal(set) var number: Int
    /// The ordinal of its line among parallel lines, until all of them have finished.
    var lineOrdinal: Int?
    /// The id that its request was sent with.
    package let sentID: String
    /// The run's id: the sent one until the service names another.
    package var correlationID: String
    /// The name of its crew, if known.
    package var crew: CrewType?
    /// The crew itself, if it is a custom one or made from a template; nil for a preset crew.
    package var definition: CrewRunRequest.Crew?
    /// The input, if known.
    package var input: JSONObject?
    /// The question as typed, if there was one; `input` may contain more.
    package var text: String?
    /// The saved question that its request was made from.
    package var savedQuestion: JournalEntry.SavedQuestionReference?
    /// The keys of inputs whose values must not be stored.
    package var sensitiveInputs: Set<String> = []
    /// The name of its session.
    package var session: String?
    /// The id that the first round of its watch was sent with; nil outside of watches.
    package var watch: String?
    /// The id that the first request of its conversation was sent with; nil if it stands alone.
    package var conversation: String?
    /// The last known status.
    package var status: CrewRunStatusEnum?
    /// Why it has no answer.
    package var failure: JournalEntry.Failure?
    /// Whether the service is known to have accepted it.
    package var isAccepted = false
    /// When it was requested, in milliseconds since 1970.
    package let beganAt: Int64
    /// When this session started working with it, on the monotonic clock.
    package let began = ContinuousClock.now
    /// The time from ``began`` to its end, or until it was left running.
    package var elapsed: Duration?
    /// The number of events seen when it was last watched.
    package var events = 0
    /// The steps of its events so far; nil if it was never watched.
    package var steps: WatchedSteps?
    /// The number of its visible steps, as ``WatchedSteps/rowCount`` counts them; nil if it was never watched.
    package var stepCount: Int?
    /// The tokens that it used, as far as they are known.
    package var tokens: TokenUsage?
    /// Whether it runs in the background.
    package var isInBackground = false
    /// Whether secrets are masked in ``input``, which came from the journal.
    package var hasCoveredInput = false
    /// Its place in the journal; nil if it has none.
    package var filing: Filing?

    /// The parts of a journal entry that the run itself doesn't have.
    package struct Filing: Sendable, Hashable {
        /// The address of the service.
        let host: String
        let profile: String?
        let origin: JournalEntry.Origin
        /// Whether the journal entry is incomplete because secrets were masked.
        var isCovered = false
        /// Whether another client started it.
        var isElsewhere = false
        /// The number of its steps in the journal; nil if it has none.
        var stepCount: Int?
    }

    /// Creates a run of which nothing is known yet.
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

    /// Creates a run from a journal entry.
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

    /// The input, without values that must not be stored.
    package var shownInput: JSONObject? {
        var shown = input
        for key in sensitiveInputs where input?[key] != nil { shown?[key] = "***" }
        return shown
    }

    /// The address of its service; nil if the journal doesn't have the run.
    package var host: String? { filing?.host }

    /// When it was requested, in ISO 8601.
    package var startedAt: String { Timestamp.text(beganAt) }

    /// The question, if there is one.
    package var question: String? { text ?? input?["question"]?.string }

    /// Why the crew failed, if it did.
    package var error: String? { failure?.code == .runFailed ? failure?.message : nil }

    /// Whether it is known to have ended, successfully or not.
    package var hasEnded: Bool { status?.isTerminal == true }

    /// Whether it was accepted and isn't known to have ended.
    package var goesOn: Bool { isAccepted && !hasEnded }

    /// Stores the steps that were seen. Earlier steps are kept until as many have arrived again.
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

    /// Its journal entry with secrets masked and, unless `answer` is given, without an answer; nil if it has no place
    /// in the journal.
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
    /// Makes it a run of a custom crew.
    mutating func use(_ config: CrewConfig) {
        crew = config.name
        definition = .custom(config)
    }
}

extension CrewConfig {
    /// The name for a custom crew without a local name: its id, or `custom`.
    package var name: CrewType { CrewType(rawValue: id ?? "custom") }
}

extension SessionRun {
    /// The facts that are shown.
    package var facts: RunFacts {
        RunFacts(
            number: number, correlationID: correlationID, crew: crew, question: question, status: status,
            startedAt: startedAt, elapsed: elapsed, events: events, stepCount: stepCount, tokens: tokens)
    }

    /// How it ended, in words.
    package var ending: String { facts.ending }
}

extension RunReport {
    /// Adds what the session knows about the run.
    package mutating func include(_ run: SessionRun) { include(run.facts) }
}

extension RunLine {
    /// Creates the line about a run of this session.
    package init(_ run: SessionRun, showsTiming: Bool, columns: Int? = nil) {
        self.init(run.facts, showsTiming: showsTiming, columns: columns)
    }
}

extension RunNotification {
    /// The signal for the terminal after `run` has ended; empty for none.
    package func signal(about run: SessionRun) -> String { signal(about: run.facts) }
}

extension WatchedSteps {
    /// The number of steps that are visible at the default level: tasks, agents that don't share a task's row, tool
    /// calls, failed model calls, and a service's messages.
    package var rowCount: Int { StoredSteps(current.steps).rowCount }
}

extension StoredSteps {
    /// The number of steps that are visible at the default level.
    package var rowCount: Int { StepOutline(steps, level: .steps).lines.count }
}
