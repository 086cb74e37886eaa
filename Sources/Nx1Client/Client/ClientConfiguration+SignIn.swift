package import Nx1HTTP
package import Nx1SignIn

extension ClientConfiguration {
    /// Who signs requests and until when, as far as that is known without asking anybody; nil for a key, and for somebody who
    /// isn't signed in.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the file with the tokens can't be read.
    package func signInStatus() async throws -> SignInStatus? {
        switch credentials {
        case let browser as BrowserSignIn: try await browser.status()
        case let client as ClientCredentials: client.status()
        case let given as GivenCredentials: given.status()
        default: nil
        }
    }
}
