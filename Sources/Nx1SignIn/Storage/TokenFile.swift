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

/// The file with the tokens of signed-in people: JSON with one entry per provider and client, readable only by its
/// owner.
///
/// Several processes may use it at once. It's replaced atomically, so a reader sees one state or the next. Unknown
/// entries and members are preserved.
public struct TokenFile: Sendable, Hashable {
    /// The file's path.
    public let path: String

    /// Creates a reference to the file at `path`, such as `~/.nx1/shell/tokens.json` with `~` expanded. The file is
    /// created (mode 0600, missing folders 0700) when tokens are first stored.
    public init(path: String) {
        self.path = path
    }

    /// Whether other users can read or change the file; false if it doesn't exist. The next write makes it private
    /// again.
    public var isReadableByOthers: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o077 != 0
    }

    /// The lock to hold while using a refresh token: a provider that rotates them accepts each one once.
    var lock: FileLock { FileLock(path: path + ".lock") }

    /// The tokens of `client`, if any.
    /// - Throws: ``Nx1Error`` (`invalidSetting`), which names the file and doesn't quote it.
    func tokens(of client: OAuthClient) throws(Nx1Error) -> StoredTokens? {
        do {
            return try TokenDocument(try PrivateFile(path: path).read() ?? [])[client]
        } catch {
            throw self.error(error)
        }
    }

    /// Checks that tokens of `client` can be stored, before a person signs in for nothing.
    /// - Throws: as ``tokens(of:)``.
    func prepare(for client: OAuthClient) throws(Nx1Error) {
        _ = try tokens(of: client)
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        do throws(SystemFailure) {
            try Descriptor.makeFolder(folder)
        } catch {
            throw self.error(error)
        }
        if access(folder.isEmpty ? "/" : folder, W_OK) != 0 { throw self.error(SystemFailure(errno: errno)) }
    }

    /// Replaces the tokens of `client` with the result of `change`.
    /// - Throws: as ``tokens(of:)``.
    func update(
        _ client: OAuthClient, _ change: (StoredTokens?) -> StoredTokens?
    ) throws(Nx1Error) {
        do {
            try PrivateFile(path: path).update { bytes throws(TokenDocument.Damage) in
                var document = try TokenDocument(bytes)
                let old = document[client]
                let new = change(old)
                if new == old { return bytes }
                document[client] = new
                return document.bytes
            }
        } catch {
            throw self.error(error)
        }
    }

    private func error(_ fault: any Error) -> Nx1Error {
        if fault is TokenDocument.Damage {
            return Nx1Error(
                .invalidSetting, "The token file \(path) is damaged.",
                problem: .damagedTokenFile(path: path))
        }
        return .invalidSetting(
            "Couldn't read or write the token file \(path): \(fault).",
            advice: "Check that you own the file and its folder.")
    }
}

/// A lock file: one process at a time holds the lock, and the system releases it when the holder exits.
struct FileLock: Sendable {
    /// The file, which is created if it doesn't exist, and kept. Its folder must exist.
    let path: String

    /// Runs `body` while holding the lock.
    /// - Parameter bound: how long to wait for the lock.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the lock can't be acquired; `CancellationError`; any error of
    ///   `body`.
    func hold<Value>(
        at time: Timekeeper, within bound: Duration, _ body: () async throws -> Value
    ) async throws -> Value {
        // A separate file, since the token file is replaced while the lock is held.
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw error("\(SystemFailure(errno: errno))") }
        // Closing the file releases the lock.
        defer { close(file) }
        let end = time.now() + bound
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            // A file system without locks must not lock anyone out.
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
            "Couldn't lock the token file (lock file \(path)): \(reason).",
            advice: "Check that you own the folder and that no other shell is stuck, then try again.")
    }
}
