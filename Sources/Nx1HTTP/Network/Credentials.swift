public import Nx1Values

/// What signs requests. The library brings a pre-shared key, a bearer token, a command that prints one, and two OAuth flows;
/// a program may bring its own.
///
/// Many requests may ask at once, from any task. An implementation that fetches tokens does so once for all that wait.
public protocol Credentials: Sendable {
    /// The signature for a request that is about to leave.
    /// - Parameter network: the way out for those who have to fetch something first; its proxies, certificates and limits
    ///   are the client's.
    /// - Throws: ``Nx1Error``, usually `notSignedIn`; `CancellationError`.
    func authorization(over network: Network) async throws -> Authorization

    /// Takes note that the service answered 401 to a request with this signature. Only that one is thrown away: another
    /// request may have brought a newer one in the meantime.
    /// - Returns: whether asking again may bring another; the request is then sent once more.
    func discard(_ refused: Authorization) async -> Bool
}

extension Credentials {
    /// For signatures that can't be renewed.
    public func discard(_ refused: Authorization) async -> Bool { false }
}
