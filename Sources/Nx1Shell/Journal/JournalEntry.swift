import Nx1Client

/// What the journal knows of one run.
struct JournalEntry: Sendable, Hashable {
    /// Where a run was asked for.
    struct Origin: Sendable, Hashable {
        /// "prompt", "command line", or the script by its name.
        var source: String
        /// The line in it, from 1.
        var line: Int?
        /// The batch and, of the same questions in it, which one; nil outside of batches.
        var batch: BatchPlace?
    }

    /// One of the questions of a batch that are the same, counted from 0.
    struct BatchPlace: Sendable, Hashable {
        var name: String
        var ordinal: Int
    }

    /// Why a run has no answer.
    struct Failure: Sendable, Hashable {
        /// As in records: `run_failed`, `refused`, ….
        var code: String
        var message: String
    }

    /// The id that the request was sent with.
    let sentID: String
    /// The run's id: the one that was sent until the service has named another.
    var correlationID: String
    /// The address of the service.
    let host: String
    let profile: String?
    let crew: CrewType?
    /// What the crew was given; secrets are covered in it.
    var input: JSONObject?
    /// The text as it was typed, if there was one.
    var question: String?
    let origin: Origin
    /// When the request was about to leave, in milliseconds since 1970.
    let began: Int64
    /// Whether secrets had to be covered, so that the request can't be made again from this.
    var isCovered = false
    var status: CrewRunStatusEnum?
    var events = 0
    var elapsed: Duration?
    var answer: JSONValue?
    var failure: Failure?
    /// The number of its steps that people see; nil if nobody has watched it.
    var stepCount: Int?
    /// The tokens that it used, if that is known.
    var tokens: TokenUsage?
    /// Whether somebody else started it, and this person only looked at it.
    var isElsewhere = false

    /// How it ended, if the journal knows.
    var result: CrewResult? {
        guard let status, status.isTerminal else { return nil }
        return CrewResult(
            correlationID: correlationID, status: status, value: answer ?? .null, error: failure?.message)
    }
}

extension JournalEntry {
    /// Takes note of how the run ended, without the secrets in it.
    mutating func end(with result: CrewResult, under cover: SecretCover) {
        status = result.status
        tokens = TokenUsage.larger(tokens, result.tokenUsage)
        failure = result.error.map { Failure(code: "run_failed", message: cover.covered($0)) }
        let exact = result.error == nil ? result.value : nil
        answer = exact.map(cover.covered)
        isCovered = isCovered || answer != exact
    }

    /// The beginning of what was asked, on one row.
    func beginning(limit: Int) -> String {
        let text = question ?? input.map { JSONValue.object($0).serialized() } ?? ""
        let row = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return row.count > limit ? row.prefix(limit - 1) + "…" : row
    }
}

extension TokenUsage {
    /// The count with more tokens; the first one if both have as many.
    static func larger(_ first: TokenUsage?, _ second: TokenUsage?) -> TokenUsage? {
        guard let first, let second else { return first ?? second }
        return second.total > first.total ? second : first
    }
}
