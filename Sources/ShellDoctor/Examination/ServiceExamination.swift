import Nx1Client
import Nx1Events
import Nx1HTTP
import Nx1SignIn
import Nx1Values

/// Connects to the service step by step, then asks for its version and whether it accepts the sign-in.
///
/// It retries nothing, refreshes no sign-in, and stops at the first step that fails.
struct ServiceExamination {
    private let configuration: ClientConfiguration
    private let settings: ConnectionSettings

    /// The time limit for connecting, and for each request.
    private static let limit = Duration.seconds(10)

    /// - Parameter configuration: without credentials.
    init(_ configuration: ClientConfiguration, _ settings: ConnectionSettings) {
        var configuration = configuration
        configuration.userAgent = "nx1sh"
        configuration.limits.connection = min(configuration.limits.connection, Self.limit)
        configuration.limits.request = min(configuration.limits.request, Self.limit)
        configuration.retryPolicy = .never
        self.configuration = configuration
        self.settings = settings
    }

    /// Connects to the service.
    /// - Throws: `CancellationError`.
    func connectionFacts() async throws -> ConnectionFacts {
        let address = configuration.address
        var facts = ConnectionFacts(
            address: address, lookedUp: address.hostName,
            now: configuration.timekeeper.secondsSince1970())
        facts.verifies = settings.verifiesCertificates
        facts.authorities = settings.certificateAuthorities.map { Setting($0.path, from: $0.source) }
        do throws(Nx1Error) {
            let proxy = try configuration.proxies.proxy(for: address)
            facts.proxy = .success(proxy)
            if let proxy { facts.lookedUp = proxy.host }
        } catch {
            facts.proxy = .failure(error)
            return facts
        }
        let lookup = try await HostLookup.addresses(of: facts.lookedUp)
        facts.lookup = lookup
        guard case .addresses = lookup else { return facts }
        if address.scheme == "https", settings.verifiesCertificates.value {
            do throws(Nx1Error) {
                try settings.certificateAuthorities?.check()
            } catch {
                facts.authoritiesProblem = error
                return facts
            }
        }
        let probe = ConnectionProbe(configuration)
        facts.connection = try await result { try await probe.connect() }
        if case .failure(let error)? = facts.connection, error.code == .untrusted {
            facts.untrusted = try? await result { try await probe.connectWithoutTrust() }.get()
            try Task.checkCancellation()
        }
        return facts
    }

    /// Asks the service.
    /// - Throws: `CancellationError`.
    func serviceFacts() async throws -> ServiceFacts {
        let transport = HTTPTransport(configuration)
        defer { Task { try? await transport.shutdown() } }
        let answer = try await result { try await ping(over: transport) }
        var facts = ServiceFacts(answer: answer)
        guard case .success = answer else {
            facts.signIn = .skipped("The service doesn't answer.")
            return facts
        }
        guard let signIn = settings.signIn else {
            facts.signIn = .skipped("No key is set.")
            return facts
        }
        facts.method = signIn.value.name
        do throws(Nx1Error) {
            var configuration = configuration
            configuration.credentials = try settings.credentials(for: signIn)
            (facts.signIn, facts.status) = try await self.signIn(configuration, over: transport.network)
        } catch {
            if Task.isCancelled { throw CancellationError() }
            facts.signIn = .failed(error)
        }
        try Task.checkCancellation()
        return facts
    }

    /// Asks for the version, without a sign-in.
    private func ping(over transport: HTTPTransport) async throws -> ServiceFacts.Answer {
        let clock = ContinuousClock()
        let start = clock.now
        let time = configuration.timekeeper
        let answer = try await transport.network.send(
            HTTPCall(path: "/api/health/ping"), to: configuration.address)
        let roundTrip = clock.now - start
        // The service's clock was read somewhere in between.
        let lead = answer.date.map { $0.secondsSince1970 - (time.secondsSince1970() - roundTrip.seconds / 2) }
        let json = [401, 403].contains(answer.status) ? nil : try answer.json(from: configuration.address)
        return ServiceFacts.Answer(
            version: json?["version"]?.string.map { OneLine($0, limit: 100).text }, roundTrip: roundTrip,
            clockLead: lead)
    }

    /// Asks for something that needs a sign-in.
    private func signIn(
        _ configuration: ClientConfiguration, over network: Network
    ) async throws(Nx1Error) -> (ServiceFacts.SignInOutcome, SignInStatus?) {
        do {
            let authorization: Authorization
            if let browser = configuration.credentials as? BrowserSignIn {
                guard let stored = try browser.storedAuthorization() else {
                    return (.refreshDue, try await browser.status())
                }
                authorization = stored
            } else if let credentials = configuration.credentials {
                authorization = try await credentials.authorization(over: network)
            } else {
                return (.skipped("No key is set."), nil)
            }
            var answer = try await network.send(
                HTTPCall(path: "/api/crew-runs?limit=1"), to: configuration.address,
                signedWith: authorization)
            answer.signInAdvice = configuration.givenSignInAdvice
            answer.signInProblem = configuration.signInProblem
            if !answer.isSuccess { throw answer.refusal(from: configuration.address) }
            guard try answer.json(from: configuration.address).list != nil else {
                throw answer.notUnderstood(from: configuration.address, reason: "it has no list of runs")
            }
            return (.accepted, try await configuration.signInStatus())
        } catch let error as Nx1Error {
            throw error
        } catch {
            // Cancelled, which the caller sees.
            throw Nx1Error(.unreachable, "The doctor was interrupted.")
        }
    }

    /// What `operation` returns, or the error it throws.
    /// - Throws: `CancellationError`.
    private func result<Value>(
        _ operation: () async throws -> Value
    ) async throws -> Result<Value, Nx1Error> {
        do {
            return .success(try await operation())
        } catch let error as Nx1Error {
            try Task.checkCancellation()
            return .failure(error)
        }
    }
}

extension ServiceAddress {
    /// The host without its port, and without brackets.
    fileprivate var hostName: String {
        if authority.first == "[" { return String(authority.dropFirst().prefix { $0 != "]" }) }
        return String(authority.prefix { $0 != ":" })
    }
}
