package import Nx1Values

/// What to do next about an error of the library, in the shell's flags and commands: the library knows neither.
package enum Advice {
    static func advice(for error: Nx1Error) -> String? {
        error.givenAdvice ?? error.problem.flatMap(advice) ?? error.advice
    }

    /// What happened, and what to do next.
    @Sendable package static func description(of error: Nx1Error) -> String {
        [error.summary, advice(for: error)].compactMap(\.self).joined(separator: " ")
    }

    /// Nil where the library's own advice says it.
    private static func advice(for problem: Nx1Error.Problem) -> String? {
        switch problem {
        case .redirect: "Give the address it names, if it is the right one, with --host."
        case .noAnswer: "A longer limit is given with --timeout or the profile's timeout."
        case .untrusted(let problem, _): advice(for: problem)
        case .signInRefused(.preSharedKey, .profile(let name)):
            "Put a valid api_key into the profile \(name): :profile add \(name) asks for it."
        case .signInRefused(.browser, _): "Sign in anew with :login, or nx1sh --login."
        case .signInRefused, .invalidRequest: nil
        case .missingHost(let isKeyMissing):
            "Set \(isKeyMissing ? "NX1_HOST and NX1_API_KEY" : "NX1_HOST"), or put a profile into ~/.nx1/profiles; nx1sh --sandbox tries the shell without one."
        case .missingKey:
            "Set NX1_API_KEY, or api_key in the profile; the portal makes one (Settings, Personal PSK). Or put issuer and client_id into the profile, and sign in with :login."
        case .signedOut: "Sign in with :login, or with nx1sh --login."
        case .otherSignIn:
            "Sign in again with :login. If you use a browser, open the address in one window only."
        case .unfinishedSignIn(let redirectURI):
            "Begin again with :login. If the browser complained about redirect_uri, the issuer has to allow \(redirectURI) on any port for this client."
        case .deviceCodesUnavailable:
            "Sign in with --browser, or ask the issuer's operators to enable the device flow for this client."
        case .damagedTokenFile: "Remove it, and sign in again with :login or nx1sh --login."
        }
    }

    private static func advice(for problem: Nx1Error.TrustProblem) -> String {
        let unchecked = "--no-verify-ssl takes any certificate unchecked."
        return switch problem {
        case .otherHost: "Use a host name that the certificate has. " + unchecked
        case .unknownAuthority:
            "If the authority is your company's or your own, name its certificate with --ca-file, or as ca_file in a profile. "
                + unchecked
        case .noAuthorities:
            "Install them (on Debian they are the package ca-certificates), or name your own with --ca-file. "
                + unchecked
        case .other: unchecked
        }
    }
}
