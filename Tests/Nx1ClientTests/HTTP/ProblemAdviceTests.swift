import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("The library's own advice")
struct ProblemAdviceTests {
    @Test(
        "tells what to do about each problem",
        arguments: [
            (.redirect(to: "https://x.example"), "If that address is right, use it as the host."),
            (.noAnswer(within: .seconds(1)), "Raise the request timeout."),
            (
                .missingHost(isKeyMissing: true),
                "Set NX1_HOST and NX1_API_KEY, or add a profile to ~/.nx1/profiles."
            ),
            (.missingHost(isKeyMissing: false), "Set NX1_HOST, or add a profile to ~/.nx1/profiles."),
            (
                .unfinishedSignIn(redirectURI: "http://127.0.0.1/callback"),
                "Sign in again. If the browser reported an error about redirect_uri, the issuer must allow http://127.0.0.1/callback on any port for this client."
            ),
            (
                .missingKey(host: "https://x.example"),
                "Create a key in the portal (Settings, Personal PSK), and set NX1_API_KEY, or api_key in the profile. Or set issuer and client_id in the profile, and sign in with the browser."
            ),
            (.signedOut(issuer: "https://x.example"), "Sign in with the browser."),
            (
                .otherSignIn(issuer: "https://x.example"),
                "Sign in again. If you use a browser, open the address in one window only."
            ),
            (
                .deviceCodesUnavailable(issuer: "https://x.example"),
                "Sign in with the browser, or ask the issuer's operators to enable the device flow for this client."
            ),
            (
                .untrusted(.otherHost, authorities: nil),
                "Use a host name that the certificate covers."
            ),
            (
                .untrusted(.unknownAuthority, authorities: nil),
                "If your company or you run the certificate authority, set ca_file in the profile to its certificate."
            ),
            (
                .untrusted(.noAuthorities, authorities: nil),
                "Install them (on Debian, the package ca-certificates), or set ca_file in the profile to your own file."
            ),
            (.damagedTokenFile(path: "tokens.json"), "Delete it and sign in again."),
            (.rateLimited, "Try again later."),
            (.untraceable, "Look for it in the service's list of runs before you start it again."),
            (.unknownProfile(name: "p", hasOthers: false), "Add the profile p to the file."),
            (.unknownProfile(name: "p", hasOthers: true), "Use one of these, or add the profile p."),
            (
                .signInRefused(.preSharedKey, source: .profile("dev")),
                "Set a valid api_key in the profile dev."
            ),
            (
                .signInRefused(.preSharedKey, source: .environment("NX1_API_KEY")),
                "Set NX1_API_KEY to a valid key (portal: Settings, Personal PSK)."
            ),
            (
                .signInRefused(.preSharedKey, source: .flag("--api-key")),
                "Use a valid key (portal: Settings, Personal PSK)."
            ),
            (
                .signInRefused(.accessToken, source: .environment("TOKEN")),
                "The token from the environment (TOKEN) may have expired. Set a new one."
            ),
            (
                .signInRefused(.preSharedKeyCommand, source: .profile("dev")),
                "Check what the command from the profile dev prints."
            ),
            (
                .signInRefused(.clientCredentials, source: .profile("dev")),
                "Check client_id, client_secret and scope in the profile dev."
            ),
        ] as [(Nx1Error.Problem, String)])
    func advice(problem: Nx1Error.Problem, advice: String) {
        #expect(Nx1Error(.refused, "", problem: problem).advice == advice)
    }

    @Test("is to use a valid key or token if nothing else is known about a refused sign-in")
    func signIn() throws {
        let configuration = try ClientConfiguration(host: "https://acme.example")
        #expect(configuration.signInAdvice == "Use a valid key or token.")
    }

    @Test("follows the attempts and the service's id for the request")
    func description() {
        var error = Nx1Error(.serviceFailed, "The service failed (503)", advice: "Try again later.")
        error.attempts = 3
        error.requestID = "r-1"
        #expect(
            error.description
                == "The service failed (503). Tried 3 times. The service's request id is r-1. Try again later."
        )
    }
}
