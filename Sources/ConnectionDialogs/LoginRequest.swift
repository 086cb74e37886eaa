/// What `:login` was asked for.
package struct LoginRequest: Sendable, Hashable {
    /// How to sign in.
    package enum Method: Sendable, Hashable {
        /// With a browser, unless there seems to be none here and the issuer offers another way.
        case automatic
        case browser, device
    }

    /// How to sign in.
    package var method = Method.automatic
    /// The port to wait for the browser at; 0 is any free one.
    package var port = 0

    /// What `:login` alone asks for.
    package init() {}
}
