package import Nx1Events
package import Nx1Values

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

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

    package init(
        sentID: String, correlationID: String, host: String, profile: String?, crew: CrewType?,
        input: JSONObject? = nil, question: String? = nil, origin: Origin, began: Int64,
        isCovered: Bool = false, status: CrewRunStatusEnum? = nil, events: Int = 0, elapsed: Duration? = nil,
        answer: JSONValue? = nil, failure: Failure? = nil, stepCount: Int? = nil, tokens: TokenUsage? = nil,
        isElsewhere: Bool = false
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

/// Which shell watches a run: a process, told apart from a later one of the same number by when it began.
struct ShellIdentity: Sendable, Hashable {
    let text: String

    /// This process.
    static let own = ShellIdentity(process: getpid())

    init(process: pid_t) {
        text = "\(process):\(Self.beginning(of: process) ?? "")"
    }

    init(text: String) {
        self.text = text
    }

    /// Whether that shell is still there. Where the system doesn't tell when a process began, another one of its number
    /// passes for it.
    var isAlive: Bool {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let process = pid_t(parts[0]), process > 0 else { return false }
        if kill(process, 0) != 0, errno == ESRCH { return false }
        guard !parts[1].isEmpty else { return true }
        return Self.beginning(of: process).map { $0 == parts[1] } ?? false
    }

    /// When a process began, in ticks since the system did (`proc(5)`, field 22 of `stat`).
    private static func beginning(of process: pid_t) -> String? {
        guard let file = fopen("/proc/\(process)/stat", "r") else { return nil }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = fread(&buffer, 1, buffer.count, file)
        // The name, in parentheses, may hold anything; the fields after it are numbers.
        guard let end = buffer[..<count].lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = buffer[(end + 1)..<count].split(separator: UInt8(ascii: " "))
        return fields.count > 19 ? String(decoding: fields[19], as: UTF8.self) : nil
    }
}
