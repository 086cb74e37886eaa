import Nx1Client
import Nx1Events
import Nx1SignIn
import Nx1Values
import ShellOutput

/// The service's answers, with and without a sign-in.
struct ServiceFacts: Sendable {
    /// The answer to a request without a sign-in.
    struct Answer: Sendable, Hashable {
        /// The service's version; nil if it doesn't tell.
        var version: String?
        var roundTrip: Duration
        /// How far the service's clock is ahead of this machine's, in seconds; nil if the service doesn't tell the time.
        var clockLead: Double?

        init(version: String?, roundTrip: Duration, clockLead: Double?) {
            self.version = version
            self.roundTrip = roundTrip
            self.clockLead = clockLead
        }
    }

    /// The result of the sign-in.
    enum SignInOutcome: Sendable {
        /// Why it wasn't tried, as a sentence.
        case skipped(String)
        case accepted
        /// The access token has expired. The next request gets a new one.
        case refreshDue
        case failed(Nx1Error)
    }

    var answer: Result<Answer, Nx1Error>
    var signIn = SignInOutcome.skipped("")
    /// What it is called, as in "pre-shared key".
    var method = ""
    /// Who is signed in, and until when.
    var status: SignInStatus?

    init(answer: Result<Answer, Nx1Error>) {
        self.answer = answer
    }
}

extension Check {
    /// A larger difference, in seconds, can make valid tokens and certificates appear expired.
    private static let mostClockLead = 60.0
    /// The longest difference to show, in seconds.
    private static let mostSeconds = 1e11

    /// Returns the checks of the service.
    static func checks(of facts: ServiceFacts) -> [Check] {
        [service(facts.answer), clock(facts.answer), signIn(facts)]
    }

    /// Returns the same checks, skipped because no request can be sent.
    static func skippedServiceChecks(_ reason: String) -> [Check] {
        ["service", "clock", "signed_in"].map { .skipped($0, reason) }
    }

    private static func service(_ answer: Result<ServiceFacts.Answer, Nx1Error>) -> Check {
        switch answer {
        case .failure(let error): return .failure("service", error)
        case .success(let answer):
            let time = "answers in \(answer.roundTrip.wholeMilliseconds) ms"
            guard let version = answer.version else {
                return .warning(
                    "service", "It \(time), but tells no version, so it may not be an Nx1 service.",
                    advice: HTTPAnswer.hostAdvice)
            }
            return .ok("service", "Version \(version), \(time).")
        }
    }

    private static func clock(_ answer: Result<ServiceFacts.Answer, Nx1Error>) -> Check {
        guard case .success(let answer) = answer else {
            return .skipped("clock", "The service doesn't answer.")
        }
        guard let lead = answer.clockLead else {
            return .skipped("clock", "The service doesn't send the time.")
        }
        // The service's time has no fractions of a second.
        if lead.magnitude < 2 { return .ok("clock", "This machine's clock agrees with the service's.") }
        // A Duration can't hold more than about 1e20 seconds, and traps.
        let seconds = lead.magnitude < mostSeconds ? lead.magnitude.rounded() : mostSeconds
        let difference = Duration.seconds(seconds).inWords
        let detail =
            "This machine's clock is \(difference) \(lead < 0 ? "ahead of" : "behind") the service's."
        return lead.magnitude < mostClockLead
            ? .ok("clock", detail)
            : .warning("clock", detail, advice: "Set this machine's clock: sudo timedatectl set-ntp true")
    }

    private static func signIn(_ facts: ServiceFacts) -> Check {
        switch facts.signIn {
        case .skipped(let reason): return .skipped("signed_in", reason)
        case .failed(let error): return .failure("signed_in", error)
        case .refreshDue:
            return .warning(
                "signed_in",
                "The access token\(person(facts)) has expired. The next request refreshes it. The doctor doesn't, so the sign-in wasn't tested.",
                advice: "To refresh the token and test the sign-in, run `nx1sh :auth`.")
        case .accepted:
            let end = facts.status?.expiresIn.map { ", for another \($0.rounded)" } ?? ""
            let renewal = facts.status?.canRefresh == true ? ", refreshed automatically" : ""
            return .ok(
                "signed_in", "The service accepts the \(facts.method)\(person(facts))\(end)\(renewal).")
        }
    }

    private static func person(_ facts: ServiceFacts) -> String {
        facts.status?.user.map { " of \($0)" } ?? ""
    }
}
