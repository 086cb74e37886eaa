package import Nx1Events
package import Nx1Values

/// What the journal knows of one run.
package struct JournalEntry: Sendable, Hashable {
    /// Where a run was asked for.
    package struct Origin: Sendable, Hashable {
        /// "prompt", "command line", or the script by its name.
        package var source: String
        /// The line in it, from 1.
        package var line: Int?
        /// The batch and, of the same questions in it, which one; nil outside of batches.
        package var batch: BatchPlace?

        package init(source: String, line: Int? = nil, batch: BatchPlace? = nil) {
            self.source = source
            self.line = line
            self.batch = batch
        }
    }

    /// One of the questions of a batch that are the same, counted from 0.
    package struct BatchPlace: Sendable, Hashable {
        package var name: String
        package var ordinal: Int

        package init(name: String, ordinal: Int) {
            self.name = name
            self.ordinal = ordinal
        }
    }

    /// Why a run has no answer.
    package struct Failure: Sendable, Hashable {
        /// As in records: `run_failed`, `refused`, ….
        package var code: Nx1Error.Code
        package var message: String

        package init(code: Nx1Error.Code, message: String) {
            self.code = code
            self.message = message
        }
    }

    /// The id that the request was sent with.
    package let sentID: String
    /// The run's id: the one that was sent until the service has named another.
    package var correlationID: String
    /// The address of the service.
    package let host: String
    package let profile: String?
    package let crew: CrewType?
    /// What the crew was given; secrets are covered in it.
    package var input: JSONObject?
    /// The text as it was typed, if there was one.
    package var question: String?
    package let origin: Origin
    /// When the request was about to leave, in milliseconds since 1970.
    package let began: Int64
    /// Whether secrets had to be covered, so that the request can't be made again from this.
    package var isCovered = false
    package var status: CrewRunStatusEnum?
    package var events = 0
    package var elapsed: Duration?
    package var answer: JSONValue?
    package var failure: Failure?
    /// The number of its steps that people see; nil if nobody has watched it.
    package var stepCount: Int?
    /// The tokens that it used, if that is known.
    package var tokens: TokenUsage?
    /// Whether somebody else started it, and this person only looked at it.
    package var isElsewhere = false
    /// The configuration of a custom crew; secrets are covered in it.
    package var crewConfig: JSONObject?
    /// The template that the crew was made from.
    package var template: TemplateReference?
    /// The saved question that the request was made from.
    package var savedQuestion: SavedQuestionReference?
    /// The name of the session that it belongs to.
    package var session: String?
    /// The id that the first round of its watch was sent with; nil outside of watches.
    package var watch: String?
    /// The number of rounds of the watch that this entry stands for in a folded list; nil everywhere else.
    package var rounds: Int?

    package init(
        sentID: String, correlationID: String, host: String, profile: String?, crew: CrewType?,
        input: JSONObject? = nil, question: String? = nil, origin: Origin, began: Int64,
        isCovered: Bool = false, status: CrewRunStatusEnum? = nil, events: Int = 0, elapsed: Duration? = nil,
        answer: JSONValue? = nil, failure: Failure? = nil, stepCount: Int? = nil, tokens: TokenUsage? = nil,
        isElsewhere: Bool = false, crewConfig: JSONObject? = nil, template: TemplateReference? = nil,
        savedQuestion: SavedQuestionReference? = nil, session: String? = nil, watch: String? = nil
    ) {
        self.sentID = sentID
        self.correlationID = correlationID
        self.host = host
        self.profile = profile
        self.crew = crew
        self.input = input
        self.question = question
        self.origin = origin
        self.began = began
        self.isCovered = isCovered
        self.status = status
        self.events = events
        self.elapsed = elapsed
        self.answer = answer
        self.failure = failure
        self.stepCount = stepCount
        self.tokens = tokens
        self.isElsewhere = isElsewhere
        self.crewConfig = crewConfig
        self.template = template
        self.savedQuestion = savedQuestion
        self.session = session
        self.watch = watch
    }

    /// How it ended, if the journal knows.
    package var result: CrewResult? {
        guard let status, status.isTerminal else { return nil }
        return CrewResult(
            correlationID: correlationID, status: status, value: answer ?? .null, error: failure?.message)
    }
}

extension JournalEntry {
    /// Takes note of how the run ended, without the secrets in it.
    package mutating func end(with result: CrewResult, under cover: SecretCover) {
        status = result.status
        tokens = TokenUsage.larger(tokens, result.tokenUsage)
        failure = result.error.map { Failure(code: .runFailed, message: cover.covered($0)) }
        let exact = result.error == nil ? result.value : nil
        answer = exact.map(cover.covered)
        isCovered = isCovered || answer != exact
    }

    /// The beginning of what was asked, on one row.
    package func beginning(limit: Int) -> String {
        let text = question ?? input.map { JSONValue.object($0).serialized() } ?? ""
        let row = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return row.count > limit ? row.prefix(limit - 1) + "…" : row
    }
}
