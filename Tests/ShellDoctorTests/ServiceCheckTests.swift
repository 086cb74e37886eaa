import Nx1Client
import Nx1Events
import Nx1SignIn
import Testing

@testable import Nx1HTTP
@testable import Nx1Values
@testable import ShellDoctor

@Suite("The doctor's checks of the service")
struct ServiceCheckTests {
    private static let now = 1_800_000_000.0
    private static let day = 86_400.0

    private static func certificate(
        from begin: Double = -30, to end: Double, names: [String] = []
    ) -> PeerCertificate {
        PeerCertificate(
            issuer: "R11 (Let's Encrypt)", names: names, begins: now + begin * day, ends: now + end * day)
    }

    private func facts(_ change: (inout ConnectionFacts) -> Void) throws -> ConnectionFacts {
        let address = try ServiceAddress("https://api.acme.example")
        var facts = ConnectionFacts(address: address, lookedUp: address.authority, now: Self.now)
        facts.lookup = .addresses(["192.0.2.1"])
        change(&facts)
        return facts
    }

    private func connected(_ certificate: PeerCertificate?) throws -> ConnectionFacts {
        try facts {
            $0.connection = .success(
                ProbedConnection(
                    peer: "192.0.2.1:443", security: "TLS 1.3", certificate: certificate,
                    elapsed: .milliseconds(12)))
        }
    }

    private func untrusted(
        _ problem: Nx1Error.TrustProblem, _ certificate: PeerCertificate?
    ) throws -> [Check] {
        Check.checks(
            of: try facts {
                $0.connection = .failure(
                    Nx1Error(.untrusted, "Not trusted.", problem: .untrusted(problem, authorities: nil)))
                $0.untrusted = certificate.map {
                    ProbedConnection(peer: "192.0.2.1:443", certificate: $0, elapsed: .zero)
                }
            })
    }

    @Test("describe a connection with a trusted certificate")
    func trusted() throws {
        let checks = Check.checks(of: try connected(Self.certificate(to: 83)))
        #expect(checks.map(\.state) == [.ok, .ok, .ok, .ok])
        #expect(checks[1].detail == "api.acme.example resolves to 192.0.2.1.")
        #expect(checks[2].detail == "Connected to 192.0.2.1:443 in 12 ms.")
        #expect(
            checks[3].detail
                == "TLS 1.3, issued by R11 (Let's Encrypt), verified by the system's authorities, valid for 83 days."
        )
    }

    @Test("warn of a certificate that expires soon, or isn't verified")
    func doubtful() throws {
        #expect(Check.certificate(try connected(Self.certificate(to: 14.5))).state == .ok)
        #expect(Check.certificate(try connected(Self.certificate(to: 13.9))).state == .warning)
        var unverified = try connected(Self.certificate(to: 83))
        unverified.verifies = Setting(false, from: .flag("--no-verify-ssl"))
        #expect(Check.certificate(unverified).state == .warning)
        #expect(Check.certificate(unverified).detail.contains("not verified (--no-verify-ssl)"))
        #expect(Check.certificate(try connected(nil)).state == .failure)
    }

    @Test("say why a certificate isn't trusted: expired, early, for another host, of an unknown authority")
    func refused() throws {
        let expired = try untrusted(.unknownAuthority, Self.certificate(to: -2.5))
        #expect(expired.map(\.state) == [.ok, .ok, .ok, .failure])
        #expect(
            expired[3].detail == "The certificate expired 2 days ago. It was issued by R11 (Let's Encrypt).")
        #expect(
            try untrusted(.unknownAuthority, Self.certificate(to: -0.5))[3].detail.contains("expired today"))
        #expect(
            try untrusted(.unknownAuthority, Self.certificate(from: 1, to: 9))[3].detail
                .contains("isn't valid yet"))
        #expect(
            try untrusted(.otherHost, Self.certificate(to: 9, names: ["a.example", "b.example"]))[3].detail
                .contains("isn't for api.acme.example, but for a.example, b.example."))
        let unknown = try untrusted(.unknownAuthority, Self.certificate(to: 9))[3]
        #expect(unknown.detail.contains("isn't among the ones that this machine trusts."))
        #expect(unknown.advice?.contains("--ca-file") == true)
        #expect(try untrusted(.other, nil)[3].detail == "Not trusted.")
    }

    @Test("skip what depends on a step that failed")
    func skipped() throws {
        let error = Nx1Error(.unreachable, "Refused.", advice: "Check it.")
        func states(_ change: (inout ConnectionFacts) -> Void) throws -> [Check.State] {
            Check.checks(of: try facts(change)).map(\.state)
        }
        #expect(try states { $0.connection = .failure(error) } == [.ok, .ok, .failure, .skipped])
        #expect(try states { $0.lookup = .failed("no such host") } == [.ok, .failure, .skipped, .skipped])
        #expect(
            try states { $0.lookup = .timedOut(.seconds(5)) } == [.ok, .failure, .skipped, .skipped])
        #expect(
            try states {
                $0.proxy = .failure(error)
                $0.lookup = nil
            } == [.failure, .skipped, .skipped, .skipped])
        #expect(try states { $0.authoritiesProblem = error } == [.ok, .ok, .skipped, .failure])
        #expect(Set(Check.skippedConnectionChecks("x").map(\.state)) == [.skipped])
    }

    @Test("show a proxy without its password")
    func proxy() throws {
        let proxy = try Proxy("http://ann:sesame@proxy.example:3128", source: .environment("HTTPS_PROXY"))
        let check = Check.checks(of: try facts { $0.proxy = .success(proxy) })[0]
        #expect(check == .ok("proxy", "http://proxy.example:3128 (from HTTPS_PROXY)"))
    }

    // MARK: The service itself

    private func service(
        lead: Double? = 0, _ signIn: ServiceFacts.SignInOutcome = .accepted, status: SignInStatus? = nil
    ) -> [Check] {
        var facts = ServiceFacts(
            answer: .success(.init(version: "1.2", roundTrip: .milliseconds(9), clockLead: lead)))
        facts.signIn = signIn
        facts.method = "browser sign-in"
        facts.status = status
        return Check.checks(of: facts)
    }

    @Test("tell the version, the clock and who is signed in until when")
    func answered() {
        let checks = service(
            status: SignInStatus(user: "ann", expiresIn: .seconds(600), canRefresh: true))
        #expect(checks.map(\.state) == [.ok, .ok, .ok])
        #expect(checks[0].detail == "Version 1.2, answers in 9 ms.")
        #expect(
            checks[2].detail
                == "The service accepts the browser sign-in of ann, for another 10 min, refreshed automatically."
        )
    }

    @Test("warn of a clock that is more than a minute off, in either direction")
    func clock() {
        #expect(service(lead: nil)[1].state == .skipped)
        #expect(service(lead: 59)[1].state == .ok)
        #expect(service(lead: 61)[1].detail == "This machine's clock is 61 seconds behind the service's.")
        #expect(service(lead: -3600)[1].state == .warning)
        #expect(service(lead: -3600)[1].detail.contains("ahead of"))
        for lead in [Double.infinity, -.infinity, 1e300] { #expect(service(lead: lead)[1].state == .warning) }
    }

    @Test("fail for a sign-in that the service refuses, and warn of one that has to be refreshed")
    func signIns() {
        #expect(service(.failed(Nx1Error(.notSignedIn, "No.")))[2].state == .failure)
        #expect(service(.refreshDue)[2].state == .warning)
        #expect(service(.skipped("x"))[2].state == .skipped)
    }

    @Test("skip clock and sign-in if the service doesn't answer")
    func unanswered() {
        var facts = ServiceFacts(answer: .failure(Nx1Error(.serviceFailed, "Failed (503).")))
        facts.signIn = .skipped("The service doesn't answer.")
        #expect(Check.checks(of: facts).map(\.state) == [.failure, .skipped, .skipped])
    }
}
