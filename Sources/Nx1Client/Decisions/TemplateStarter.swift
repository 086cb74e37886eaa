import Nx1Events
import Nx1HTTP
import Nx1Values

/// Starts a template's run, as a value: decides after each input what to do next. Starts at most one run.
///
/// The call ignores the correlation id, so a request with an unknown outcome can't be looked up by it. Instead, the
/// list of runs is read before the request is sent, and again if the response is lost: exactly one new matching run
/// must be the request's. If none appears, the request is resent only if the service reported that it was unavailable
/// (503); otherwise the outcome stays unknown.
struct TemplateStarter: Sendable {
    enum Input: Sendable {
        case baseline(Baseline)
        case accepted(CrewRunResponse)
        case refused(Nx1Error)
        case search(RunClaims.Search)
        case waited
    }

    /// The result of reading the newest run before the request is sent.
    enum Baseline: Sendable {
        case known
        case failed(Nx1Error)
    }

    enum Action: Sendable, Hashable {
        case askNewest
        case send
        case search
        case wait(Duration)
        case end(CrewRunResponse)
        case fail(Nx1Error)
    }

    /// How often to read the list of runs before a missing run counts as not started.
    static let searches = 4

    private static let noList = "the service has no list of runs."

    private let policy: RetryPolicy
    private let began: Duration
    private var retries: Retries
    private var lookUps: Retries
    private var hasBaseline = false
    /// The error after which the outcome of the request is unknown.
    private var fault: Nx1Error?
    private var searches = 0
    /// What to do if the request wasn't accepted.
    private var verdict: Retries.Decision = .retry(after: .zero)

    /// - Parameter began: when the first request is sent, by the clock of later moments.
    init(policy: RetryPolicy, began: Duration) {
        self.policy = policy
        self.began = began
        retries = Retries(policy, began: began)
        lookUps = Retries(policy, began: began, isCounted: false)
    }

    mutating func begin() -> Action { .askNewest }

    mutating func handle(_ input: Input, at moment: Moment = Moment()) -> Action {
        switch input {
        case .baseline(.known):
            hasBaseline = true
            return .send
        case .baseline(.failed(let error)):
            return handle(missingBaseline: error)
        case .accepted(let response):
            return .end(response)
        case .refused(let error):
            return handle(refusal: error, at: moment)
        case .search(let search):
            return handle(search, at: moment)
        case .waited:
            return fault == nil ? .send : .search
        }
    }

    /// A service without a list of runs can still run templates, unlike one that's unreachable or refuses the sign-in.
    private func handle(missingBaseline error: Nx1Error) -> Action {
        switch error.code {
        case .unreachable, .untrusted, .proxyRefused, .notSignedIn, .invalidSetting:
            var error = error
            error.isWithoutEffect = true
            return .fail(error)
        default: return .send
        }
    }

    private mutating func handle(refusal error: Nx1Error, at moment: Moment) -> Action {
        verdict = retries.decide(error, at: moment)
        guard error.mayHaveStarted, !error.isWithoutEffect else {
            fault = nil
            return proceed()
        }
        fault = error
        searches = 0
        guard hasBaseline else {
            return .fail(undecided(because: Self.noList))
        }
        guard let told = error.retryAfter, told > .zero else { return .search }
        guard told > policy.budget else { return .wait(told) }
        return .fail(undecided(because: policy.refusal(toWait: told)))
    }

    private mutating func handle(_ search: RunClaims.Search, at moment: Moment) -> Action {
        switch search {
        case .found(let response):
            return .end(response)
        case .none:
            if let pause = nextPause(at: moment) { return .wait(pause) }
            if fault?.httpStatus == 503, searches >= Self.searches { return proceed() }
            return .fail(
                undecided(because: "the service's list of runs doesn't show it, but it may still appear."))
        case .several(let ids):
            let names = ids.prefix(5).joined(separator: ", ") + (ids.count > 5 ? ", …" : "")
            return .fail(undecided(because: "\(ids.count) new runs may be this one: \(names)."))
        case .unclear(let reason):
            if let pause = nextPause(at: moment) { return .wait(pause) }
            return .fail(undecided(because: "\(reason)."))
        case .unsettled:
            let pause = min(policy.firstPause, policy.longestPause)
            if pause > .zero, moment.now - began + pause <= policy.budget { return .wait(pause) }
            return .fail(undecided(because: "other requests for the same template have no response yet."))
        case .notOffered:
            return .fail(undecided(because: Self.noList))
        case .failed(let error):
            switch lookUps.decide(error, at: moment) {
            case .retry(let pause): return .wait(pause)
            case .fail(let error): return .fail(undecided(because: error.sentence))
            }
        }
    }

    /// The pause before the list is read again; nil if it was read often enough, or the budget is used up.
    private mutating func nextPause(at moment: Moment) -> Duration? {
        searches += 1
        guard searches < Self.searches else { return nil }
        let pause = min(policy.firstPause * (1 << (searches - 1)), policy.longestPause)
        return moment.now - began + pause <= policy.budget ? pause : nil
    }

    /// Continues after the request wasn't accepted.
    private mutating func proceed() -> Action {
        defer { fault = nil }
        switch verdict {
        case .retry(let pause): return .wait(pause)
        case .fail(var error):
            if fault != nil {
                error.message =
                    "\(error.sentence) The run wasn't started: it isn't in the service's list of runs."
                error.isWithoutEffect = true
            }
            return .fail(error)
        }
    }

    private func undecided(because reason: String) -> Nx1Error {
        guard let fault else { return Nx1Error(.undecided, reason) }
        var error = Nx1Error(
            .undecided, "\(fault.sentence) It's unknown whether the run was started: \(reason)",
            advice: "Look for it in the service's list of runs before you start it again.",
            httpStatus: fault.httpStatus)
        error.attempts = retries.failures
        error.retryAfter = fault.retryAfter
        error.requestID = fault.requestID
        error.cause = fault.cause
        return error
    }
}
