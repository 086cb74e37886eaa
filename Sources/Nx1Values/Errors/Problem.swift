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

        /// What to do next, for a program that has nothing more exact to say.
        var advice: String? {
            switch self {
            case .redirect: "Use the address it names, if it is the right one."
            case .invalidRequest: "Mend the input that it names, and ask again."
            case .signInRefused(let method, let source): method.adviceWhenRefused(source)
            case .noAnswer: "Allow more time for one request."
            case .untrusted(let problem, _): problem.advice
            case .missingHost(let isKeyMissing):
                "Set \(isKeyMissing ? "NX1_HOST and NX1_API_KEY" : "NX1_HOST"), or put a profile into ~/.nx1/profiles."
            case .missingKey:
                "Set NX1_API_KEY, or api_key in the profile; the portal makes one (Settings, Personal PSK). Or put issuer and client_id into the profile, and sign in with the browser."
            case .signedOut: "Sign in with the browser."
            case .otherSignIn: "Sign in again. If you use a browser, open the address in one window only."
            case .unfinishedSignIn(let redirectURI):
                "Sign in again. If the browser complained about redirect_uri, the issuer has to allow \(redirectURI) on any port for this client."
            case .deviceCodesUnavailable:
                "Sign in with the browser, or ask the issuer's operators to enable the device flow for this client."
            case .damagedTokenFile: "Remove it, and sign in again."
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
            case (.preSharedKey, .profile(let name)): "Put a valid api_key into the profile \(name)."
            case (.preSharedKey, .environment(let name)):
                "Set \(name) to a valid key (portal: Settings, Personal PSK)."
            case (.preSharedKey, _): "Give a valid key, from the portal: Settings, Personal PSK."
            case (.accessToken, _): "The token of \(source) may have ended; set a new one."
            case (.accessTokenCommand, _), (.preSharedKeyCommand, _):
                "Look at what the command of \(source) prints."
            case (.clientCredentials, _): "Look at client_id, client_secret and scope in \(source)."
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
            case .otherHost: "Use a host name that the certificate has."
            case .unknownAuthority:
                "If the authority is your company's or your own, name the file of its certificate, as ca_file in a profile."
            case .noAuthorities:
                "Install them (on Debian they are the package ca-certificates), or name a file of your own."
            case .other: nil
            }
        }
    }
}
