import Logging
import NIOHTTP1
import Nx1Events
package import Nx1Values
import Synchronization

/// Logs each request: at `info` one line when it has ended, at `debug` the header fields known to be harmless, and the
/// bodies of requests to the API. Bodies of a sign-in, and the values of all other fields, are never logged: they may
/// contain keys.
package struct RequestLog: Sendable {
    private static let harmless: Set<String> = [
        "accept", "cache-control", "content-encoding", "content-length", "content-type", "date",
        "last-event-id", "retry-after", "retry-after-ms", "server", "transfer-encoding", "user-agent", "via",
        "x-correlation-id", "x-request-id",
    ]

    /// The maximum size of a logged body, in bytes.
    private static let mostBody = 1 << 20

    private let logger: Logger
    private let coverOfBodies: @Sendable (JSONValue) -> JSONValue
    private let wording: @Sendable (Nx1Error) -> String

    init(_ configuration: ClientConfiguration) {
        logger = configuration.logger
        wording = configuration.wording
        coverOfBodies = configuration.coverOfBodies
    }

    /// Runs `operation`, the exchange for `call`, and logs how it ended.
    func logging<Answer>(
        _ call: HTTPCall, to address: ServiceAddress, _ operation: () async throws -> (Answer, status: Int)
    ) async throws -> Answer {
        guard logger.logLevel <= .info else { return try await operation().0 }
        let start = ContinuousClock.now
        do {
            let (answer, status) = try await operation()
            log(call, address, "\(status)", since: start)
            return answer
        } catch {
            let outcome = (error as? Nx1Error).map(wording) ?? "\(error)"
            log(call, address, error is CancellationError ? "cancelled" : outcome, since: start)
            throw error
        }
    }

    /// Logs the header fields of a request, or of a response with its status.
    /// - Parameter mask: masks secrets that a response may repeat.
    func log(_ headers: HTTPHeaders, of message: @autoclosure () -> String, hiding mask: SecretMask? = nil) {
        guard logger.logLevel <= .debug else { return }
        let fields = headers.map { field in
            guard Self.harmless.contains(field.name.lowercased()) else { return "\(field.name): …" }
            return "\(field.name): \(OneLine(mask?.masked(field.value) ?? field.value, limit: 200))"
        }
        logger.debug("\(message()) {\(fields.joined(separator: "; "))}")
    }

    /// Logs the body of a request or response, unless it's very large.
    /// - Parameter mask: masks the secrets in it.
    func log(body: [UInt8]?, of message: @autoclosure () -> String, hiding mask: SecretMask) {
        guard logger.logLevel <= .debug, let body, !body.isEmpty else { return }
        guard body.count <= Self.mostBody else {
            logger.debug("\(message()) \(body.count) bytes")
            return
        }
        let text =
            (try? JSONValue(parsing: body)).map { coverOfBodies($0).serialized() }
            ?? String(decoding: body, as: UTF8.self)
        logger.debug("\(message()) \(OneLine(mask.masked(text), limit: 16_384))")
    }

    /// Logs a failure that is retried.
    package func log(_ error: Nx1Error, retryAfter pause: Duration) {
        logger.notice("\(error.retryNotice(after: pause))")
    }

    private func log(
        _ call: HTTPCall, _ address: ServiceAddress, _ outcome: String, since start: ContinuousClock.Instant
    ) {
        let elapsed = (ContinuousClock.now - start).wholeMilliseconds
        logger.info("\(call.method) \(address)\(call.pathWithoutQuery): \(outcome) (\(elapsed) ms)")
    }
}

extension Nx1Error {
    /// The message of a failure after which the request is retried.
    func retryNotice(after pause: Duration) -> String { "\(sentence) Retrying in \(pause.roughly)." }
}

extension HTTPCall {
    /// The path without its query, which may contain a secret such as an authorization code.
    var pathWithoutQuery: Substring { path.prefix { $0 != "?" } }
}

/// The secrets that have authorized a client's requests, and those of its settings, to be masked in stored texts.
package final class UsedSecrets: Sendable {
    /// The maximum number of tokens to remember.
    private static let mostUsed = 16

    private struct State {
        let given: [Secret]
        var used: [Secret] = []
        var mask: SecretMask
    }

    private let state: Mutex<State>

    init(_ given: [Secret]) {
        state = Mutex(State(given: given, mask: SecretMask(given)))
    }

    /// Records an authorization that was used.
    func insert(_ authorization: Authorization) {
        state.withLock { state in
            let secret = authorization.secret
            guard state.used.last != secret, !state.given.contains(secret), !state.used.contains(secret)
            else { return }
            state.used = state.used.suffix(Self.mostUsed - 1) + [secret]
            state.mask = SecretMask(state.given + state.used)
        }
    }

    /// A mask for the secrets so far.
    package var mask: SecretMask { state.withLock { $0.mask } }
}
