package import Nx1Events
package import Nx1Values

/// A run as the journal stores it.
package struct JournalEntry: Sendable, Hashable {
    /// Where a run was requested.
    package struct Origin: Sendable, Hashable {
        /// "prompt", "command line", or the name of the script.
        package var source: String
        /// The line number, starting at 1.
        package var line: Int?
        /// The place in a batch; nil outside of batches.
        package var batch: BatchPlace?

        package init(source: String, line: Int? = nil, batch: BatchPlace? = nil) {
            self.source = source
            self.line = line
            self.batch = batch
        }
    }

    /// A batch and, among its equal questions, the ordinal of this one, starting at 0.
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
        /// The code, as in records: `run_failed`, `refused`, ….
        package var code: Nx1Error.Code
        package var message: String

        package init(code: Nx1Error.Code, message: String) {
            self.code = code
            self.message = message
        }
    }

    /// The id that the request was sent with.
    package let sentID: String
    /// The run's id: the sent one until the service names another.
    package var correlationID: String
    /// The address of the service.
    package let host: String
    package let profile: String?
    package let crew: CrewType?
    /// The input, with secrets masked.
    package var input: JSONObject?
    /// The question as typed, if there was one.
    package var question: String?
    package let origin: Origin
    /// When the request was about to be sent, in milliseconds since 1970.
    package let began: Int64
    /// Whether secrets were masked, so that the request can't be repeated from this entry.
    package var isCovered = false
    package var status: CrewRunStatusEnum?
    package var events = 0
    package var elapsed: Duration?
    package var answer: JSONValue?
    package var failure: Failure?
    /// The number of its visible steps; nil if it was never watched.
    package var stepCount: Int?
    /// The tokens that it used, if known.
    package var tokens: TokenUsage?
    /// Whether another client started it and this user only looked at it.
    package var isElsewhere = false
    /// The configuration of a custom crew, with secrets masked.
    package var crewConfig: JSONObject?
    /// The template that the crew was made from.
    package var template: TemplateReference?
    /// The saved question that the request was made from.
    package var savedQuestion: SavedQuestionReference?
    /// The name of its session.
    package var session: String?
    /// The id that the first round of its watch was sent with; nil outside of watches.
    package var watch: String?
    /// In a folded list, the number of rounds of the watch that this entry stands for; otherwise nil.
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

    /// The result, if the journal has it.
    package var result: CrewResult? {
        guard let status, status.isTerminal else { return nil }
        return CrewResult(
            correlationID: correlationID, status: status, value: answer ?? .null, error: failure?.message)
    }
}

extension JournalEntry {
    /// Stores how the run ended, with secrets masked.
    package mutating func end(with result: CrewResult, under cover: SecretCover) {
        status = result.status
        tokens = TokenUsage.larger(tokens, result.tokenUsage)
        failure = result.error.map { Failure(code: .runFailed, message: cover.covered($0)) }
        let exact = result.error == nil ? result.value : nil
        answer = exact.map(cover.covered)
        isCovered = isCovered || answer != exact
    }

    /// The start of the question, on one row.
    package func beginning(limit: Int) -> String {
        let text = question ?? input.map { JSONValue.object($0).serialized() } ?? ""
        let row = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return row.count > limit ? row.prefix(limit - 1) + "…" : row
    }
}
