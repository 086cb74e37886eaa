public import Nx1Values

/// The page on which a person signs in, with a way to submit its redirect from a browser on another machine.
public struct SignInPage: Sendable {
    /// Submits the address that a browser ended on.
    typealias Submission = @Sendable (String) throws(Nx1Error) -> Void

    /// The address to open.
    public let address: String
    /// Where the issuer redirects the browser: `http://127.0.0.1:PORT/callback`, on this machine.
    public let redirectURI: String
    private let submission: Submission

    init(address: String, redirectURI: String, submit: @escaping Submission) {
        self.address = address
        self.redirectURI = redirectURI
        submission = submit
    }

    /// Ends the wait with the address that the browser ended on, for a browser on another machine, which can't load it.
    ///
    /// It's checked like a request from the browser: state, issuer, and finally PKCE.
    /// - Parameter address: `http://127.0.0.1:PORT/callback?code=…&state=…`.
    /// - Throws: ``Nx1Error`` (`notSignedIn`) if the address doesn't belong to this sign-in; another can then be
    ///   submitted. The error doesn't quote the address.
    public func submit(_ address: String) throws(Nx1Error) {
        try submission(address)
    }
}
