import Nx1Events
package import Nx1Values
import Synchronization

/// What has signed a client's requests, and what its settings hold besides, so that it can be covered in texts that are kept.
package final class UsedSecrets: Sendable {
    /// Of tokens, which come and go, so many are remembered.
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

    /// A request is signed with it.
    func insert(_ authorization: Authorization) {
        state.withLock { state in
            let secret = authorization.secret
            guard state.used.last != secret, !state.given.contains(secret), !state.used.contains(secret)
            else { return }
            state.used = state.used.suffix(Self.mostUsed - 1) + [secret]
            state.mask = SecretMask(state.given + state.used)
        }
    }

    /// Covers what there is so far.
    package var mask: SecretMask { state.withLock { $0.mask } }
}
