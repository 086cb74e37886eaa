import Descriptors
import Nx1Events
import Nx1HTTP
import Nx1Values

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A lock that processes share by a file: one at a time holds it, and the system gives it back when its holder dies.
struct FileLock: Sendable {
    /// The file, which is made if it isn't there and stays. Its folder has to be there.
    let path: String

    /// Runs `body` when nobody else holds the lock.
    /// - Parameter bound: how long to wait for it.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the lock can't be had; `CancellationError`; what `body` throws.
    func hold<Value>(
        at time: Timekeeper, within bound: Duration, _ body: () async throws -> Value
    ) async throws -> Value {
        // Another file than the one with the tokens, as that one is replaced while the lock is held.
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw error("it can't be opened (\(SystemFailure(errno: errno)))") }
        // Closing gives the lock back.
        defer { close(file) }
        let end = time.now() + bound
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            // A file system that knows no locks must not lock anybody out.
            guard errno == EWOULDBLOCK || errno == EINTR else { break }
            guard time.now() < end else {
                throw error("another process has held it for \(bound.inWords)")
            }
            try await time.sleep(.milliseconds(25))
        }
        return try await body()
    }

    private func error(_ reason: String) -> Nx1Error {
        .invalidSetting(
            "The lock \(path) that guards the sign-in can't be had: \(reason).",
            advice: "Check the folder, and whether another shell hangs there; then try again.")
    }
}
