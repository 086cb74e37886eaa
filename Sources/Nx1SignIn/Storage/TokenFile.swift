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
                .invalidSetting, "The file \(path) that keeps the sign-ins is damaged.",
                problem: .damagedTokenFile(path: path))
        }
        return .invalidSetting(
            "The file \(path) that keeps the sign-ins can't be read or written (\(fault)).",
            advice: "Check that it and its folder are yours.")
    }
}
