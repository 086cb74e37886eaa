package import Logging
import Nx1Events
package import Nx1Values

/// Signed requests to one service.
package struct HTTPTransport: Sendable {
    package private(set) var configuration: ClientConfiguration
    package private(set) var network: Network
    package let usedSecrets: UsedSecrets
    private let pulse = ServicePulse()

    package init(_ configuration: ClientConfiguration) {
        self.configuration = configuration
        usedSecrets = UsedSecrets(configuration.secrets)
        network = Network(configuration)
    }

    /// A text of the service without what has signed requests.
    package func covered(_ text: String) -> String { usedSecrets.mask.masked(text) }

    /// Tells all from here on to `logger`.
    package mutating func log(to logger: Logger) {
        configuration.logger = logger
        network.log = RequestLog(configuration)
    }

    /// Closes every connection. The transport can't be used afterwards.
    package func shutdown() async throws {
        try await network.shutdown()
    }

    /// One request and its whole answer; what fails in passing is tried again as the retry policy says, so the request has to
    /// be one that changes nothing.
    /// - Throws: ``Nx1Error``, also for an answer that tells of a passing failure; `CancellationError`.
    package func send(_ call: HTTPCall) async throws -> HTTPAnswer {
        let time = configuration.timekeeper
        var retries = Retries(configuration.retryPolicy, began: time.now())
        while true {
            do {
                let answer = try await sendOnce(call)
                if !answer.isPassingFailure {
                    pulse.beat(at: time.now())
                    return answer
                }
                throw answer.refusal(from: configuration.address)
            } catch let error as Nx1Error {
                switch retries.decide(error, at: pulse.moment(at: time)) {
                case .fail(let error): throw error
                case .retry(let pause):
                    configuration.log(error, retryAfter: pause)
                    try await time.sleep(pause)
                }
            }
        }
    }

    /// One request and its whole answer, whatever its status.
    package func sendOnce(_ call: HTTPCall) async throws -> HTTPAnswer {
        try await signed { authorization in
            let name = "\(call.method) \(call.pathWithoutQuery)"
            network.log.log(body: call.body, of: "\(name) sends", hiding: usedSecrets.mask)
            var answer = try await network.send(call, to: configuration.address, signedWith: authorization)
            network.log.log(body: answer.body, of: "\(name) gets", hiding: usedSecrets.mask)
            answer.signInAdvice = configuration.givenSignInAdvice
            answer.signInProblem = configuration.signInProblem
            return (answer, answer.status)
        }
    }

    /// One request and its answer as it arrives, with its head. The limit for a request covers the head only.
    /// - Parameter limit: how long that may take; nil, and anything longer, is as long as any request.
    package func open(
        _ call: HTTPCall, within limit: Duration? = nil
    ) async throws -> (head: HTTPAnswer, stream: HTTPStream) {
        try await signed { authorization in
            var (head, stream) = try await network.open(
                call, to: configuration.address, signedWith: authorization, within: limit)
            head.signInAdvice = configuration.givenSignInAdvice
            head.signInProblem = configuration.signInProblem
            return ((head, stream), head.status)
        }
    }

    /// Signs a request, and once more if the service answers 401 and there is another signature to be had.
    private func signed<Answer>(
        _ request: (Authorization?) async throws -> (answer: Answer, status: Int)
    ) async throws -> Answer {
        guard let credentials = configuration.credentials else { return try await request(nil).answer }
        let authorization = try await sign(with: credentials)
        let (answer, status) = try await request(authorization)
        guard status == 401, await credentials.discard(authorization) else { return answer }
        configuration.logger.info("The service responded with 401. Signing in again.")
        return try await request(sign(with: credentials)).answer
    }

    private func sign(with credentials: any Credentials) async throws -> Authorization {
        do {
            let authorization = try await credentials.authorization(over: network)
            usedSecrets.insert(authorization)
            return authorization
        } catch var error as Nx1Error {
            // The request itself has not been sent.
            error.isWithoutEffect = true
            throw error
        }
    }
}

extension ClientConfiguration {
    /// Tells those who watch the log that something goes wrong and is tried again.
    package func log(_ error: Nx1Error, retryAfter pause: Duration) {
        let run = error.correlationID.map { " [run \($0)]" } ?? ""
        logger.notice("\(error.retryNotice(after: pause))\(run)")
    }
}
