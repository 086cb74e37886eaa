import HTTPTypes
import HummingbirdCore
import Synchronization

/// Answers 503 to what is asked for the first time, and only then.
final class BusyBeginning: Sendable {
    private let isForEachPath: Bool
    private let asked = Mutex<Set<String>>([])

    /// Nil if the faults have no such thing.
    init?(_ faults: Set<ServiceFault>) {
        guard !faults.isDisjoint(with: [.busyPaths, .busyRoutes]) else { return nil }
        isForEachPath = faults.contains(.busyPaths)
    }

    /// The routes, each with a busy beginning.
    func applied(to routes: [ServiceRoute]) -> [ServiceRoute] {
        routes.enumerated().map { number, route in
            var route = route
            let action = route.action
            route.action = { request, variable in
                let key = self.isForEachPath ? "\(request.method) \(request.uri.path)" : "\(number)"
                if self.asked.withLock({ $0.insert(key).inserted }) {
                    throw ServiceError(
                        status: .serviceUnavailable, detail: "The sandbox is busy once, as its faults ask.",
                        headers: [.retryAfter: "1"])
                }
                return try await action(request, variable)
            }
            return route
        }
    }
}
