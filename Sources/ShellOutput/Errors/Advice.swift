package import Nx1Values

/// Advice for the library's errors in terms of the shell's flags and commands, which the library doesn't know.
package enum Advice {
    static func advice(for error: Nx1Error) -> String? {
        error.givenAdvice ?? error.problem.flatMap(advice) ?? error.advice
    }

    /// The summary of an error, followed by the advice.
    @Sendable package static func description(of error: Nx1Error) -> String {
        [error.summary, advice(for: error)].compactMap(\.self).joined(separator: " ")
    }

    /// Returns nil where the library's own advice is good enough.
    private static func advice(for problem: Nx1Error.Problem) -> String? {
        switch problem {
        case .redirect: "If the new address is right, pass it with --host."
        case .noAnswer: "Raise the timeout with --timeout, or with timeout in the profile."
        case .untrusted(let problem, _): advice(for: problem)
        case .signInRefused(.preSharedKey, .profile(let name)):
            "Set a valid api_key in the profile \(name): run `:profile add \(name)`."
        case .signInRefused(.browser, _): "Sign in again with :login or `nx1sh --login`."
        case .signInRefused, .invalidRequest: nil
        case .missingHost(let isKeyMissing):
            "Set \(isKeyMissing ? "NX1_HOST and NX1_API_KEY" : "NX1_HOST"), or add a profile to ~/.nx1/profiles. To try the shell without a service, run `nx1sh --sandbox`."
        case .missingKey:
            "Set NX1_API_KEY, or api_key in the profile, to a key from the portal (Settings, Personal PSK). Or set issuer and client_id in the profile, and sign in with :login."
        case .signedOut: "Sign in with :login or `nx1sh --login`."
        case .otherSignIn:
            "Sign in again with :login. If you use a browser, open the address in one window only."
        case .unfinishedSignIn(let redirectURI):
            "Try again with :login. If the browser reported a problem with redirect_uri, the issuer must allow \(redirectURI) on any port for this client."
        case .deviceCodesUnavailable:
            "Sign in with --browser, or ask the issuer's operators to enable the device flow for this client."
        case .damagedTokenFile: "Delete it, then sign in again with :login or `nx1sh --login`."
        case .rateLimited: "Try again later, retry for longer (--retry-for 600), or lower -j."
        case .untraceable: "Look for it with `:runs --remote` before you start it again."
        case .unknownProfile(let name, let hasOthers):
            (hasOthers ? "Use one of these, or add it" : "Add it") + " with `:profile add \(name)`."
        }
    }

    private static func advice(for problem: Nx1Error.TrustProblem) -> String {
        let unchecked = "To skip the certificate check, use --no-verify-ssl."
        return switch problem {
        case .otherHost: "Use a host name that the certificate covers. " + unchecked
        case .unknownAuthority:
            "If the authority is your company's or your own, pass its certificate with --ca-file, or set ca_file in a profile. "
                + unchecked
        case .noAuthorities:
            "Install them (on Debian, the package ca-certificates), or pass your own with --ca-file. "
                + unchecked
        case .other: unchecked
        }
    }
}
