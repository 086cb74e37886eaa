import Nx1Client
import RunJournal
import ShellOutput

/// A run that this session started or took up.
struct SessionRun: Sendable {
    /// 1 for the session's first; `%1` names it.
    let number: Int
    /// Its id; the service's, once that has answered.
    var correlationID: String
    /// Its crew, if this session knows it.
    var crew: CrewType?
    /// What the crew was given, if this session knows it.
    var input: JSONObject?
    /// The text as somebody typed it, if this session asked one; `input` may carry more.
    var text: String?
    /// Where it stood when last heard of.
    var status: CrewRunStatusEnum?
    /// Why it failed, if it did.
    var failure: String?
    /// Whether the service has accepted it, as far as is known.
    var isAccepted = false
    /// The time of day when this session began with it, ISO 8601.
    var startedAt = Timestamp.now()
    /// The same as milliseconds since 1970.
    let beganAt = Timestamp.milliseconds()
    /// When that was, by the clock that never jumps.
    let began = ContinuousClock.now
    /// From there to its end, or to when it was left.
    var elapsed: Duration?
    /// Events seen the last time it was watched.
    var events = 0
    /// What it has done, as far as events of it have come; nil if none were waited for.
    var steps: WatchedSteps?
    /// The number of its steps that people see, as ``WatchedSteps/rowCount`` counts them; nil if it was never watched.
    var stepCount: Int?
    /// The tokens that it used, as far as is known.
    var tokens: TokenUsage?
    /// Whether nobody was to wait for it, or does so any more.
    var isInBackground = false
    /// What the journal has of it.
    var entry: JournalEntry?

    /// Whether it is known to have ended, well or not.
    var hasEnded: Bool { status?.isTerminal == true }

    /// Whether it was accepted and has not ended, as far as is known.
    var goesOn: Bool { isAccepted && !hasEnded }

    /// Stores what was seen of it. What was seen before stays until as much has come again.
    mutating func learn(_ seen: WatchedSteps) {
        if (steps?.count ?? 0) <= seen.count {
            steps = seen
            stepCount = seen.rowCount
        }
        tokens = .larger(tokens, seen.read { $0.tokens })
    }
}
