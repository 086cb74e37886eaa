import Logging

/// Tells the log of each request, without header fields or bodies: those hold keys.
struct RequestLog: Sendable {
    private let logger: Logger

    init(_ logger: Logger) {
        self.logger = logger
    }

    func telling(
        _ call: HTTPCall, to address: ServiceAddress, _ operation: () async throws -> HTTPAnswer
    ) async throws -> HTTPAnswer {
        guard logger.logLevel <= .info else { return try await operation() }
        let start = ContinuousClock.now
        do {
            let answer = try await operation()
            tell(call, address, "\(answer.status)", since: start)
            return answer
        } catch {
            tell(call, address, error is CancellationError ? "cancelled" : "\(error)", since: start)
            throw error
        }
    }

    private func tell(
        _ call: HTTPCall, _ address: ServiceAddress, _ outcome: String, since start: ContinuousClock.Instant
    ) {
        let elapsed = Int((ContinuousClock.now - start).seconds * 1000)
        logger.info("\(call.method) \(address)\(call.path): \(outcome) (\(elapsed) ms)")
    }
}
