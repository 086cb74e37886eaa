public import Nx1Values

/// The page where a person signs in with a browser, and a way back from it for browsers on another machine.
public struct SignInPage: Sendable {
    /// Takes the address that a browser ended at.
    typealias Submission = @Sendable (String) throws(Nx1Error) -> Void

    /// The address to open.
    public let address: String
    /// Where the browser is sent in the end: `http://127.0.0.1:PORT/callback`, on this machine.
    public let redirectURI: String
    private let submission: Submission

    init(address: String, redirectURI: String, submit: @escaping Submission) {
        self.address = address
        self.redirectURI = redirectURI
        submission = submit
    }

    /// Ends the wait with the address that the browser ended at, for a browser on another machine, which can't load that page.
    ///
    /// It is checked as if the browser had come here: state, issuer, and at the end PKCE.
    /// - Parameter address: `http://127.0.0.1:PORT/callback?code=…&state=…`.
    /// - Throws: ``Nx1Error`` (`notSignedIn`) if it is no answer to this sign-in; another can be submitted then. It quotes nothing
    ///   of the address.
    public func submit(_ address: String) throws(Nx1Error) {
        try submission(address)
    }
}
