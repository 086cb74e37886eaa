public import Nx1Events

extension Nx1Error {
    /// The details of an error, for programs with advice of their own.
    public enum Problem: Sendable, Hashable {
        /// The service redirects, to this address if it sent one.
        case redirect(to: String?)
        /// The service refused the input (422) for these reasons.
        case invalidRequest(HTTPValidationError)
        /// The service didn't accept the sign-in (401) that comes from `source`.
        case signInRefused(SignInMethod, source: SettingSource)
        /// No response arrived within the limit for one request.
        case noAnswer(within: Duration)
        /// The service's certificate isn't trusted; `authorities` is the file that replaces the system's authorities,
        /// if any.
        case untrusted(TrustProblem, authorities: Setting<String>?)
        /// No host is set, and perhaps no key either.
        case missingHost(isKeyMissing: Bool)
        /// No credentials are set for this host.
        case missingKey(host: String)
        /// No one is signed in at the issuer, or the sign-in has expired.
        case signedOut(issuer: String)
        /// The response belongs to a sign-in other than the one that was started.
        case otherSignIn(issuer: String)
        /// The browser didn't return in time to this redirect URI (without its port).
        case unfinishedSignIn(redirectURI: String)
        /// The issuer doesn't support sign-in on another device, or not for this client.
        case deviceCodesUnavailable(issuer: String)
        /// The token file is damaged.
        case damagedTokenFile(path: String)
        /// The service rate-limits requests (429).
        case rateLimited
        /// It's unknown whether the run was started, and its id can't be looked up.
        case untraceable
        /// No profile has this name; whether there are profiles with other names.
        case unknownProfile(name: String, hasOthers: Bool)

        static let requestAdvice = "Fix the request and try again."

        /// The default advice, for programs without their own.
        var advice: String? {
            switch self {
            case .redirect: "If that address is right, use it as the host."
            case .invalidRequest(let error):
                error.detail.contains { !$0.loc.isEmpty }
                    ? "Fix that field and try again." : Self.requestAdvice
            case .signInRefused(let method, let source): method.adviceWhenRefused(source)
            case .noAnswer: "Raise the request timeout."
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
            case .rateLimited: "Try again later."
            case .untraceable: "Look for it in the service's list of runs before you start it again."
            case .unknownProfile(let name, let hasOthers):
                hasOthers
                    ? "Use one of these, or add the profile \(name)." : "Add the profile \(name) to the file."
            }
        }
    }

    /// The ways to authorize requests.
    public enum SignInMethod: Sendable, Hashable {
        /// A personal key from the portal.
        case preSharedKey
        /// An access token that another program renews.
        case accessToken
        /// An access token printed by a command.
        case accessTokenCommand
        /// A personal key printed by a command.
        case preSharedKeyCommand
        /// Access tokens that a program obtains in its own name.
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
        /// It's valid for another host only.
        case otherHost
        /// No trusted authority issued it, or it has expired.
        case unknownAuthority
        /// This machine has no certificate authorities.
        case noAuthorities
        /// The TLS connection failed for another reason.
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
