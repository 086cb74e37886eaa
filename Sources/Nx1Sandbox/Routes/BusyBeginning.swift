import HTTPTypes
import HummingbirdCore
import Synchronization

/// Answers each first request with 503.
final class BusyBeginning: Sendable {
    private let isForEachPath: Bool
    private let asked = Mutex<Set<String>>([])

    /// Returns nil if the faults don't include this one.
    init?(_ faults: Set<ServiceFault>) {
        guard !faults.isDisjoint(with: [.busyPaths, .busyRoutes]) else { return nil }
        isForEachPath = faults.contains(.busyPaths)
    }

    /// The routes, each with its first request answered with 503.
    func applied(to routes: [ServiceRoute]) -> [ServiceRoute] {
        routes.enumerated().map { number, route in
            var route = route
            let action = route.action
            route.action = { request, variable in
                let key = self.isForEachPath ? "\(request.method) \(request.uri.path)" : "\(number)"
                if self.asked.withLock({ $0.insert(key).inserted }) {
                    throw ServiceError(
                        status: .serviceUnavailable,
                        detail: "The sandbox is busy once, as requested by its faults.",
                        headers: [.retryAfter: "1"])
                }
                return try await action(request, variable)
            }
            return route
        }
    }
}
