package import Logging
import Nx1Events
package import Nx1Values

/// Requests with an authorization, to one service.
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

    /// Masks credentials in a text of the service.
    package func covered(_ text: String) -> String { usedSecrets.mask.masked(text) }

    /// Logs to `logger` from now on.
    package mutating func log(to logger: Logger) {
        configuration.logger = logger
        network.log = RequestLog(configuration)
    }

    /// Closes all connections. The transport can't be used afterwards.
    package func shutdown() async throws {
        try await network.shutdown()
    }

    /// Sends a request and returns the complete response. Transient failures are retried under the retry policy, so the
    /// request must be safe to repeat.
    /// - Throws: ``Nx1Error``, also for a response that reports a transient failure; `CancellationError`.
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

    /// Sends a request once and returns the complete response, whatever its status.
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

    /// Sends a request and returns the head and the stream of the response. The limit for a request covers only the
    /// head.
    /// - Parameter limit: a shorter limit, if any.
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

    /// Authorizes and sends a request, once more if the service responds with 401 and another authorization is
    /// available.
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
            // The request itself wasn't sent.
            error.isWithoutEffect = true
            throw error
        }
    }
}

extension ClientConfiguration {
    /// Logs a failure that is retried.
    package func log(_ error: Nx1Error, retryAfter pause: Duration) {
        let run = error.correlationID.map { " [run \($0)]" } ?? ""
        logger.notice("\(error.retryNotice(after: pause))\(run)")
    }
}
