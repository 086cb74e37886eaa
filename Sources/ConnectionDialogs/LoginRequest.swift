/// The options of `:login`.
package struct LoginRequest: Sendable, Hashable {
    /// How to sign in.
    package enum Method: Sendable, Hashable {
        /// The browser, unless this machine seems to have none and the issuer supports device codes.
        case automatic
        case browser, device
    }

    /// How to sign in.
    package var method = Method.automatic
    /// The port to listen on for the browser; 0 means any free port.
    package var port = 0

    /// The options of `:login` without arguments.
    package init() {}
}
