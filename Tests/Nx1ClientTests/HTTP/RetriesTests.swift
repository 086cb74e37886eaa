import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A retry")
struct RetriesTests {
    private let failure = Nx1Error(.serviceFailed, "The service failed (503).", httpStatus: 503)

    private func pauses(
        _ policy: RetryPolicy, chance: Double = 1, _ error: Nx1Error? = nil
    ) -> (pauses: [Duration], end: Nx1Error?) {
        var retries = Retries(policy, began: .zero)
        var moment = Moment(now: .zero, chance: chance)
        var pauses: [Duration] = []
        while true {
            switch retries.decide(error ?? failure, at: moment) {
            case .retry(let pause):
                pauses.append(pause)
                moment.now += pause
            case .fail(let error): return (pauses, error)
            }
        }
    }

    @Test("doubles its maximum pause up to a limit, and counts the attempts")
    func growing() {
        let (pauses, end) = pauses(RetryPolicy(retries: 6))
        #expect(
            pauses == [
                .milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(8),
            ])
        #expect(end?.attempts == 7)
        #expect(end?.description.contains("Tried 7 times.") == true)
    }

    @Test("pauses for a random part of the maximum, so that many clients don't retry at once")
    func jitter() {
        #expect(pauses(RetryPolicy(retries: 3), chance: 0).pauses == [.zero, .zero, .zero])
        #expect(
            pauses(RetryPolicy(retries: 2), chance: 0.5).pauses == [.milliseconds(250), .milliseconds(500)])
    }

    @Test("is never earlier than requested")
    func told() {
        var error = failure
        error.retryAfter = .seconds(9)
        #expect(pauses(RetryPolicy(retries: 1), chance: 0, error).pauses == [.seconds(9)])
    }

    @Test("fails at once, with the requested pause, if that exceeds its budget")
    func overBudget() {
        var error = failure
        error.retryAfter = .seconds(3600)
        let (pauses, end) = pauses(RetryPolicy(), error)
        #expect(pauses.isEmpty)
        #expect(
            end?.advice
                == "The service asks you to wait 3600 seconds, longer than the retry limit of 60 seconds. Wait that long and try again, or raise the retry limit."
        )
    }

    @Test("ends with its time budget, however many attempts are left")
    func budget() {
        #expect(
            pauses(RetryPolicy(retries: 100, budget: .seconds(4))).pauses
                == [.milliseconds(500), .seconds(1), .seconds(2)])
    }

    @Test(
        "is only for transient failures",
        arguments: [
            (.refused, 422, false), (.refused, 408, true), (.tooManyRequests, 429, true),
            (.serviceFailed, 500, true), (.serviceFailed, 501, false), (.serviceFailed, 503, true),
            (.notUnderstood, 200, false), (.notSignedIn, 401, false), (.unreachable, nil, true),
            (.timedOut, nil, true), (.untrusted, nil, false), (.invalidSetting, nil, false),
        ] as [(Nx1Error.Code, Int?, Bool)])
    func passing(code: Nx1Error.Code, status: Int?, isRetried: Bool) {
        let error = Nx1Error(code, "", httpStatus: status)
        #expect(pauses(RetryPolicy(retries: 1), error).pauses.count == (isRetried ? 1 : 0))
    }
}

@Suite("A retry while the service responds to others")
struct ServingRetriesTests {
    private let refusal = Nx1Error(.tooManyRequests, "Slow down (429).", httpStatus: 429)

    /// When a request that's always refused gives up, while others regularly get responses until `end`.
    private func givesUp(
        _ policy: RetryPolicy, others pause: Duration, until end: Duration, _ error: Nx1Error? = nil
    ) -> (at: Duration, attempts: Int) {
        var retries = Retries(policy, began: .zero)
        var (pulse, next, now) = (Pulse(), Duration.zero, Duration.zero)
        while true {
            while next <= now, next <= end {
                pulse.beat(at: next)
                next += pause
            }
            let moment = Moment(now: now, servesOthers: pulse.isBeating(at: now))
            switch retries.decide(error ?? refusal, at: moment) {
            case .retry(let pause): now += pause
            case .fail(let error): return (now, error.attempts)
            }
        }
    }

    @Test("continues until the time budget is used up, however often it's refused", arguments: [10, 60, 600])
    func byTime(seconds: Int) {
        let (end, attempts) = givesUp(
            RetryPolicy(budget: .seconds(seconds)), others: .seconds(1), until: .seconds(10_000))
        #expect(end <= .seconds(seconds) && end + .seconds(8) > .seconds(seconds))
        #expect(attempts > 3)
    }

    @Test("is limited in number once others haven't had a response for a while")
    func dyingPulse() {
        let (end, _) = givesUp(RetryPolicy(budget: .seconds(600)), others: .seconds(1), until: .seconds(20))
        #expect(end >= .seconds(20) && end <= .seconds(20) + Pulse.lifetime + .seconds(8))
    }

    @Test("is limited in number if others get no responses, and never happens without retries")
    func byCount() {
        var retries = Retries(RetryPolicy(), began: .zero)
        var pauses = 0
        while case .retry = retries.decide(refusal, at: Moment()) { pauses += 1 }
        #expect(pauses == 2)
        #expect(givesUp(.never, others: .seconds(1), until: .seconds(100)).attempts == 1)
    }

    @Test("isn't for permanent refusals")
    func refused() {
        let error = Nx1Error(.refused, "", httpStatus: 422)
        #expect(givesUp(RetryPolicy(), others: .seconds(1), until: .seconds(100), error).attempts == 1)
    }
}

@Suite("Retry-After")
struct RetryAfterTests {
    /// 2015-10-21 07:28:00 UTC.
    private let now = 1_445_412_480.0

    @Test(
        "is parsed as seconds, as a date in all three forms, and as milliseconds",
        arguments: [
            ("120", nil, 120), ("0", nil, 0), ("1.5", nil, 1.5), (" 7 ", nil, 7),
            ("Wed, 21 Oct 2015 07:28:30 GMT", nil, 30), ("Wednesday, 21-Oct-15 07:28:31 GMT", nil, 31),
            ("Wed Oct 21 07:28:32 2015", nil, 32), ("Mon, 01 Jan 2001 00:00:00 GMT", nil, 0),
            ("120", "1500", 1.5), (nil, "250", 0.25), ("3", "soon", 3),
        ] as [(String?, String?, Double)])
    func forms(field: String?, milliseconds: String?, seconds: Double) {
        let wait = RetryAfter(field: field, milliseconds: milliseconds).wait(at: now)
        #expect(wait == .seconds(seconds))
    }

    @Test(
        "is ignored if it isn't valid",
        arguments: [
            "", "soon", "-5", "1e9", "Wed, 32 Oct 2015 07:28:30 GMT", "Wed, 21 Xxx 2015 07:28:30 GMT",
            "Wed, 21 Oct 2015 25:28:30 GMT", "21 Oct",
        ])
    func nonsense(field: String) {
        #expect(RetryAfter(field: field).wait(at: now) == nil)
    }

    @Test("of a date is rounded up, never down")
    func roundedUp() {
        let wait = RetryAfter(field: "Wed, 21 Oct 2015 07:28:30 GMT").wait(at: now + 0.4)
        #expect(wait == .seconds(30))
    }

    @Test(
        "knows the calendar",
        arguments: [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Fri, 31 Dec 2100 23:59:59 GMT", 4_133_980_799),
        ])
    func calendar(text: String, seconds: Double) {
        #expect(HTTPDate(text)?.secondsSince1970 == seconds)
    }
}
