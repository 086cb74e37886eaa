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

/// The file that keeps the tokens of people who signed in: JSON, one entry for each provider and client, for its owner only.
///
/// Several processes may use it at once. It is replaced as a whole, so whoever reads it sees one state or the next; entries and
/// members that aren't ours stay.
public struct TokenFile: Sendable, Hashable {
    /// Where it is, or will be.
    public let path: String

    /// The file at `path`, such as `~/.nx1/shell/tokens.json` with `~` spelled out. It is made (mode 0600, missing folders 0700)
    /// when there is something to keep.
    public init(path: String) {
        self.path = path
    }

    /// Whether anybody but its owner can read or change it; false if there is no such file. It is for its owner only again as
    /// soon as something is written.
    public var isReadableByOthers: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o077 != 0
    }

    /// What is held while a refresh token is spent: a provider that rotates them gives one answer for each.
    var lock: FileLock { FileLock(path: path + ".lock") }

    /// The tokens of `client`, if it has any.
    /// - Throws: ``Nx1Error`` (`invalidSetting`), which names the file and quotes nothing of it.
    func tokens(of client: OAuthClient) throws(Nx1Error) -> StoredTokens? {
        do {
            return try TokenDocument(try PrivateFile(path: path).read() ?? [])[client]
        } catch {
            throw self.error(error)
        }
    }

    /// Finds out whether tokens of `client` could be stored, before anybody signs in for nothing.
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

    /// Changes the tokens of `client` by what `change` makes of those that are there.
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
        guard file >= 0 else { throw error("\(SystemFailure(errno: errno))") }
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
            "Couldn't lock the token file with \(path): \(reason).",
            advice: "Check that you own the folder and that no other shell hangs, then try again.")
    }
}
