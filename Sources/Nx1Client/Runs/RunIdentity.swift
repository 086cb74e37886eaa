import Synchronization

/// What this client has learnt of whether the service keeps the correlation ids that it is sent (`api/README.md`, "Left
/// open", point 4). If it doesn't, a request whose fate is unknown can't be looked up.
final class RunIdentity: Sendable {
    private let wasChanged = Mutex(false)

    var isKept: Bool { wasChanged.withLock { !$0 } }

    func note(sent: String, received: String) {
        wasChanged.withLock { $0 = sent != received }
    }
}
