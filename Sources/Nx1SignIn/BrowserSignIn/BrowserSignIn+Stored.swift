import Nx1HTTP
package import Nx1Values

extension BrowserSignIn {
    /// The signature that the stored access token makes; nil if it has expired and the next request refreshes it. Refreshes and
    /// writes nothing, and sends nothing.
    /// - Throws: ``Nx1Error``: `notSignedIn` if somebody has to sign in first; `invalidSetting` if the file can't be read.
    package func storedAuthorization() throws(Nx1Error) -> Authorization? {
        let time = Timekeeper.system
        let tokens = try file.tokens(of: client)
        if let token = tokens?.accessToken(at: time), token.isAlive(at: time.now()) {
            return token.authorization
        }
        guard let tokens else { throw notSignedIn }
        if tokens.refreshToken == nil { throw ended(nil) }
        return nil
    }
}
