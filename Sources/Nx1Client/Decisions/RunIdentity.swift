import Synchronization

/// What this client has learnt of whether the service keeps the correlation ids that it is sent (`api/README.md`, "Left
/// open", point 4). If it doesn't, a request whose fate is unknown can't be looked up.
final class RunIdentity: Sendable {
    enum Custom: Sendable, Hashable {
        /// No run has been started yet.
        case unknown
        case kept
        case changed
    }

    private let learnt = Mutex(Custom.unknown)

    var custom: Custom { learnt.withLock { $0 } }

    func learn(sent: String, received: String) {
        learnt.withLock { $0 = sent == received ? .kept : .changed }
    }
}
