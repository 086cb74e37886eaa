public import Nx1HTTP
public import Nx1Values

/// Authorizes requests with the access token in a file that another program renews. The file is read for every request.
public struct TokenOfFile: Credentials {
    private let path: String

    /// - Parameter path: the file; whitespace around the token is removed.
    public init(path: String) {
        self.path = path
    }

    public func authorization(over network: Network) async throws -> Authorization {
        guard let bytes = try? PrivateFile(path: path).read() else {
            throw Nx1Error(
                .notSignedIn, "Couldn't read the file \(path) with the access token.",
                advice: "Check that it exists and that you own it.")
        }
        return try .bearerToken(String(decoding: bytes, as: UTF8.self))
    }

    public func discard(_ refused: Authorization) async -> Bool {
        // Whether the token has been renewed since.
        guard let bytes = try? PrivateFile(path: path).read() else { return false }
        return (try? Authorization.bearerToken(String(decoding: bytes, as: UTF8.self))) != refused
    }
}
