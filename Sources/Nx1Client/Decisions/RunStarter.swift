import Nx1Events
import Nx1HTTP
import Nx1Values
import Synchronization

/// Starts a run, as a value: decides after each input what to do next. Starts at most one run.
///
/// A request is resent at once only if the service certainly didn't accept it: there was no connection, or the response
/// was 429. If the outcome is unknown (the connection broke, a timeout, 5xx), the run is looked up by its correlation
/// id: in the results, in the events and in the list of runs. Any of these calls may be unsupported or lag behind, so
/// the run counts as missing only if none has it. After two such lookups, with a pause between, the request is resent.
struct RunStarter: Sendable {
    enum Input: Sendable {
        case accepted(CrewRunResponse)
        case refused(Nx1Error)
        case result(ResultReading)
        case events(Sighting)
        case records(Sighting)
        case waited
    }

    /// Whether a call that shows runs has this one.
    enum Sighting: Sendable, Hashable {
        case present, absent, unclear
        /// The service doesn't have the call.
        case notOffered
        /// A run with another id may be this one.
        case lookalike(String)
    }

    enum Action: Sendable, Hashable {
        case send
        case askResult
        case askEvents
        case askRecords
        case wait(Duration)
        case end(CrewRunResponse)
        case fail(Nx1Error)
    }

    /// The number of failed lookups before the request is resent.
    static let denials = 2

    private enum Stage {
        case sending
        /// Looking up the run after this error.
        case settling(Nx1Error)
    }

    private let correlationID: String
    private let policy: RetryPolicy
    private let isFindable: Bool
    private var retries: Retries
    private var stage = Stage.sending
    /// The failures of the lookups, within the same budget as the attempts to start it.
    private var lookUps: Retries
    private var denials = 0
    private var isAbsentInEvents = false
    /// What to do if the request wasn't accepted: resend it after this pause, or fail.
    private var verdict: Retries.Decision = .retry(after: .zero)

    /// - Parameter isFindable: false if the service is known to change the ids that are sent.
    init(correlationID: String, policy: RetryPolicy, isFindable: Bool, began: Duration) {
        self.correlationID = correlationID
        self.policy = policy
        self.isFindable = isFindable
        retries = Retries(policy, began: began)
        lookUps = Retries(policy, began: began, isCounted: false)
    }

    mutating func begin() -> Action { .send }

    mutating func handle(_ input: Input, at moment: Moment = Moment()) -> Action {
        switch input {
        case .accepted(let response):
            return .end(response)
        case .refused(let error):
            return handle(refusal: error, at: moment)
        case .result(let reading):
            return handle(reading, at: moment)
        case .events(.present), .records(.present):
            return .end(CrewRunResponse(correlationID: correlationID, status: .pending))
        case .events(let sighting):
            isAbsentInEvents = sighting == .absent
            return .askRecords
        case .records(.absent):
            return deny()
        case .records(.notOffered) where isAbsentInEvents:
            return deny()
        case .records(.lookalike(let id)):
            return .fail(undecided(because: "the run \(id) has the same input and may be this one."))
        case .records:
            return .fail(undecided(because: "the service shows neither a result nor events for it."))
        case .waited:
            if case .settling = stage { return .askResult }
            return .send
        }
    }

    private mutating func handle(refusal error: Nx1Error, at moment: Moment) -> Action {
        verdict = retries.decide(error, at: moment)
        guard error.mayHaveStarted, !error.isWithoutEffect else { return proceed() }
        stage = .settling(error)
        guard isFindable else {
            var error = undecided(
                because: "the service replaces the ids that clients send, so the run can't be looked up.")
            (error.advice, error.problem) = (nil, .untraceable)
            return .fail(error)
        }
        denials = 0
        guard let told = error.retryAfter, told > .zero else { return .askResult }
        guard told > policy.budget else { return .wait(told) }
        return .fail(undecided(because: policy.refusal(toWait: told)))
    }

    private mutating func handle(_ reading: ResultReading, at moment: Moment) -> Action {
        switch reading {
        case .ended(let result):
            return .end(CrewRunResponse(correlationID: correlationID, status: result.status))
        case .pending(let status?):
            return .end(CrewRunResponse(correlationID: correlationID, status: status))
        case .pending(nil), .unknown:
            return .askEvents
        case .failed(let error):
            switch lookUps.decide(error, at: moment) {
            case .retry(let pause): return .wait(pause)
            case .fail(let error): return .fail(undecided(because: error.sentence))
            }
        }
    }

    private mutating func deny() -> Action {
        denials += 1
        // The service may still be processing the request.
        if denials < Self.denials { return .wait(policy.firstPause) }
        return proceed()
    }

    /// Continues after the request certainly wasn't accepted.
    private mutating func proceed() -> Action {
        defer { stage = .sending }
        switch verdict {
        case .retry(let pause): return .wait(pause)
        case .fail(var error):
            if case .settling = stage {
                error.message =
                    "\(error.sentence) The run wasn't started: the service has no record of it."
                error.isWithoutEffect = true
            }
            return .fail(error)
        }
    }

    private func undecided(because reason: String) -> Nx1Error {
        guard case .settling(let fault) = stage else { return Nx1Error(.undecided, reason) }
        var error = Nx1Error(
            .undecided,
            reason == fault.sentence
                ? "\(reason) It's unknown whether the run was started: looking it up failed for the same reason."
                : "\(fault.sentence) It's unknown whether the run was started: \(reason)",
            advice: "Look up its result by its id before you start it again.", correlationID: correlationID,
            httpStatus: fault.httpStatus)
        error.attempts = retries.failures
        error.retryAfter = fault.retryAfter
        error.requestID = fault.requestID
        error.cause = fault.cause
        return error
    }
}

extension Nx1Error {
    /// Whether the service may have accepted the request despite this error.
    var mayHaveStarted: Bool {
        switch code {
        case .unreachable, .timedOut, .serviceFailed: true
        // An unintelligible response may come from a gateway whose service accepted the request.
        case .notUnderstood, .tooLarge: httpStatus.map { (200..<300).contains($0) } ?? true
        default: httpStatus == 408
        }
    }
}

/// Whether the service keeps the correlation ids that it's sent, as observed by this client (`api/README.md`, "Left
/// open", point 4). If it doesn't, a request with an unknown outcome can't be looked up.
final class RunIdentity: Sendable {
    enum Custom: Sendable, Hashable {
        /// No run has been started yet.
        case unknown
        case kept
        case changed
    }

    private let learnt = Mutex(Custom.unknown)

    var custom: Custom { learnt.withLock { $0 } }

    func learn(sent: String, received: String) {
        learnt.withLock { $0 = sent == received ? .kept : .changed }
    }
}
