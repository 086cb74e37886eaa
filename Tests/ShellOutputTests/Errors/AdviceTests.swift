import Testing

@testable import Nx1Values
@testable import ShellOutput

@Suite("Advice for library errors")
struct AdviceTests {
    private func advice(_ problem: Nx1Error.Problem) -> String? {
        var error = Nx1Error(.notSignedIn, "It failed.")
        error.problem = problem
        return Complaint(error)?.advice
    }

    @Test("Advice names the shell's flags and commands")
    func words() {
        #expect(
            advice(.noAnswer(within: .seconds(1)))
                == "Raise the timeout with --timeout, or with timeout in the profile.")
        #expect(advice(.redirect(to: nil)) == "If the new address is right, pass it with --host.")
        #expect(
            advice(.damagedTokenFile(path: "t"))
                == "Delete it, then sign in again with :login or `nx1sh --login`.")
        #expect(
            advice(.untrusted(.otherHost, authorities: nil))?
                .hasPrefix("Use a host name that the certificate covers. ") == true)
        #expect(
            advice(.untrusted(.noAuthorities, authorities: nil))?.hasPrefix(
                "Install them (on Debian, the package ca-certificates), or pass your own with --ca-file. ")
                == true)
        for problem in [Nx1Error.TrustProblem.otherHost, .unknownAuthority, .noAuthorities, .other] {
            let unchecked = "To skip the certificate check, use --no-verify-ssl."
            #expect(advice(.untrusted(problem, authorities: nil))?.hasSuffix(unchecked) == true)
        }
        #expect(
            advice(.otherSignIn(issuer: "i"))
                == "Sign in again with :login. If you use a browser, open the address in one window only.")
        #expect(
            advice(.unfinishedSignIn(redirectURI: "http://127.0.0.1/callback"))
                == "Try again with :login. If the browser reported a problem with redirect_uri, the issuer must allow http://127.0.0.1/callback on any port for this client."
        )
        #expect(advice(.rateLimited) == "Try again later, retry for longer (--retry-for 600), or lower -j.")
        #expect(advice(.untraceable) == "Look for it with `:runs --remote` before you start it again.")
        #expect(advice(.unknownProfile(name: "p", hasOthers: false)) == "Add it with `:profile add p`.")
        #expect(
            advice(.unknownProfile(name: "p", hasOthers: true))
                == "Use one of these, or add it with `:profile add p`.")
        #expect(advice(.signedOut(issuer: "i")) == "Sign in with :login or `nx1sh --login`.")
        #expect(
            advice(.signInRefused(.browser, source: .profile("p")))
                == "Sign in again with :login or `nx1sh --login`.")
        #expect(
            advice(.signInRefused(.preSharedKey, source: .profile("p")))
                == "Set a valid api_key in the profile p: run `:profile add p`.")
        #expect(
            advice(.deviceCodesUnavailable(issuer: "i"))
                == "Sign in with --browser, or ask the issuer's operators to enable the device flow for this client."
        )
        #expect(advice(.missingHost(isKeyMissing: true))?.hasPrefix("Set NX1_HOST and NX1_API_KEY,") == true)
        #expect(advice(.missingKey(host: "h"))?.hasSuffix("and sign in with :login.") == true)
    }

    @Test("The library's advice is kept where it is good enough")
    func same() {
        let problem = Nx1Error.Problem.signInRefused(.accessToken, source: .environment("NX1_ACCESS_TOKEN"))
        #expect(
            advice(problem)
                == "The token from the environment (NX1_ACCESS_TOKEN) may have expired. Set a new one.")
        var error = Nx1Error(.timedOut, "Late.", advice: "Wait.")
        error.problem = .noAnswer(within: .seconds(1))
        #expect(Complaint(error)?.advice == "Wait.")
    }
}
