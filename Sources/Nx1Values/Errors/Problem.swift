public import Nx1Events

extension Nx1Error {
    /// The facts behind an error, for programs that word their own advice.
    public enum Problem: Sendable, Hashable {
        /// The service redirects, to this address if it names one.
        case redirect(to: String?)
        /// The service refused the input (422) for these reasons.
        case invalidRequest(HTTPValidationError)
        /// The service didn't accept the sign-in (401) that comes from `source`.
        case signInRefused(SignInMethod, source: SettingSource)
        /// No answer came within the limit for one request.
        case noAnswer(within: Duration)
        /// The service's certificate isn't trusted; `authorities` is the file that replaces the system's, if there is one.
        case untrusted(TrustProblem, authorities: Setting<String>?)
        /// No host is set, and perhaps no key either.
        case missingHost(isKeyMissing: Bool)
        /// Nothing is set to sign requests for this host with.
        case missingKey(host: String)
        /// Nobody is signed in at the issuer, or the sign-in has ended.
        case signedOut(issuer: String)
        /// The browser brought back a sign-in other than the one that was begun.
        case otherSignIn(issuer: String)
        /// The browser didn't come back in time to this redirect URI, which is without its port.
        case unfinishedSignIn(redirectURI: String)
        /// The issuer doesn't offer sign-in on another device, or not to this client.
        case deviceCodesUnavailable(issuer: String)
        /// The file that keeps the sign-ins is damaged.
        case damagedTokenFile(path: String)

        static let requestAdvice = "Fix the request and try again."

        /// What to do next, for a program that has nothing more exact to say.
        var advice: String? {
            switch self {
            case .redirect: "If that address is right, use it as the host."
            case .invalidRequest(let error):
                error.detail.contains { !$0.loc.isEmpty }
                    ? "Fix that field and try again." : Self.requestAdvice
            case .signInRefused(let method, let source): method.adviceWhenRefused(source)
            case .noAnswer: "Raise the timeout for one request."
            case .untrusted(let problem, _): problem.advice
            case .missingHost(let isKeyMissing):
                "Set \(isKeyMissing ? "NX1_HOST and NX1_API_KEY" : "NX1_HOST"), or add a profile to ~/.nx1/profiles."
            case .missingKey:
                "Create a key in the portal (Settings, Personal PSK), and set NX1_API_KEY, or api_key in the profile. Or set issuer and client_id in the profile, and sign in with the browser."
            case .signedOut: "Sign in with the browser."
            case .otherSignIn: "Sign in again. If you use a browser, open the address in one window only."
            case .unfinishedSignIn(let redirectURI):
                "Sign in again. If the browser reported an error about redirect_uri, the issuer must allow \(redirectURI) on any port for this client."
            case .deviceCodesUnavailable:
                "Sign in with the browser, or ask the issuer's operators to enable the device flow for this client."
            case .damagedTokenFile: "Delete it and sign in again."
            }
        }
    }

    /// The ways to sign requests.
    public enum SignInMethod: Sendable, Hashable {
        /// A personal key from the portal.
        case preSharedKey
        /// An access token that somebody else looks after.
        case accessToken
        /// An access token that a command prints.
        case accessTokenCommand
        /// A personal key that a command prints.
        case preSharedKeyCommand
        /// Access tokens that a program gets in its own name.
        case clientCredentials
        /// Access tokens of a person who signs in with the browser.
        case browser

        fileprivate func adviceWhenRefused(_ source: SettingSource) -> String {
            switch (self, source) {
            case (.preSharedKey, .profile(let name)): "Set a valid api_key in the profile \(name)."
            case (.preSharedKey, .environment(let name)):
                "Set \(name) to a valid key (portal: Settings, Personal PSK)."
            case (.preSharedKey, _): "Use a valid key (portal: Settings, Personal PSK)."
            case (.accessToken, _): "The token from \(source) may have expired. Set a new one."
            case (.accessTokenCommand, _), (.preSharedKeyCommand, _):
                "Check what the command from \(source) prints."
            case (.clientCredentials, _): "Check client_id, client_secret and scope in \(source)."
            case (.browser, _): "Sign in again."
            }
        }
    }

    /// Why a certificate isn't trusted.
    public enum TrustProblem: Sendable, Hashable {
        /// It is for another host.
        case otherHost
        /// No trusted authority has issued it, or it is out of date.
        case unknownAuthority
        /// This machine has no certificate authorities.
        case noAuthorities
        /// The secure connection failed for another reason.
        case other

        fileprivate var advice: String? {
            switch self {
            case .otherHost: "Use a host name that the certificate covers."
            case .unknownAuthority:
                "If your company or you run the certificate authority, set ca_file in the profile to its certificate."
            case .noAuthorities:
                "Install them (on Debian, the package ca-certificates), or set ca_file in the profile to your own file."
            case .other: nil
            }
        }
    }
}
