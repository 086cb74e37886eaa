package import InputSources
package import Nx1Client
import ShellInput
package import ShellOutput
package import ShellRuns

/// Signs a person in and out.
package struct PersonLogin: Sendable {
    private static let timeToLogIn = Duration.seconds(300)

    private let connection: Connection
    private let console: Console
    private let environment: [String: String]
    /// Prompts for the address that the browser ended on; nil if no one is at the terminal.
    private let questions: Questions?
    private let open: @Sendable () throws -> Nx1

    /// - Parameters:
    ///   - connection: the connection to sign in to.
    ///   - console: where instructions and outcomes are printed.
    ///   - environment: the variables that tell whether this machine has a browser.
    ///   - questions: prompts for the address that the browser ended on; nil if no one is at the terminal.
    ///   - open: returns the client.
    package init(
        _ connection: Connection, on console: Console, environment: [String: String],
        asking questions: Questions?,
        open: @escaping @Sendable () throws -> Nx1
    ) {
        self.connection = connection
        self.console = console
        self.environment = environment
        self.questions = questions
        self.open = open
    }

    /// Signs in and prints as whom.
    /// - Throws: ``Complaint`` if the session isn't set up for a person's sign-in; ``Nx1Error`` if the sign-in fails.
    package func logIn(_ request: LoginRequest) async throws {
        let (signIn, issuer, nx1) = try personSignIn()
        let status = try await logIn(request, signIn, nx1.network)
        let user = status.user.map { " as \($0)" } ?? ""
        console.note("Signed in\(user) at \(issuer).")
    }

    private func logIn(
        _ request: LoginRequest, _ signIn: BrowserSignIn, _ network: Network
    ) async throws -> SignInStatus {
        switch request.method {
        case .device: return try await logInOnAnotherDevice(signIn, network)
        case .browser: return try await logInWithBrowser(signIn, network, port: request.port)
        case .automatic:
            guard let obstacle = BrowserObstacle(environment),
                try await signIn.offersDeviceCodes(over: network)
            else { return try await logInWithBrowser(signIn, network, port: request.port) }
            say(
                "\(obstacle.sentence), so you can sign in on any device. To use a browser here, pass --browser."
            )
            do {
                return try await logInOnAnotherDevice(signIn, network)
            } catch let error as Nx1Error {
                // An issuer may support device codes, but not for every client: in Keycloak it's a setting of the
                // client.
                guard case .deviceCodesUnavailable = error.problem else { throw error }
                say("\(error.message) Signing in with the browser instead.")
                return try await logInWithBrowser(signIn, network, port: request.port)
            }
        }
    }

    private func logInOnAnotherDevice(
        _ signIn: BrowserSignIn, _ network: Network
    ) async throws -> SignInStatus {
        try await signIn.logInOnAnotherDevice(over: network) { code in
            say("Open \(code.address) and enter the code: \(code.userCode)")
            if let address = code.completeAddress { say("Or open \(address)") }
            console.note(
                "Waiting up to \(code.lifetime.inMinutes) for you to sign in. Press Ctrl-C to cancel.")
        }
    }

    private func logInWithBrowser(
        _ signIn: BrowserSignIn, _ network: Network, port: Int
    ) async throws -> SignInStatus {
        try await signIn.logIn(over: network, within: Self.timeToLogIn, port: port) { page in
            say("To sign in, open this address in a browser:")
            say(page.address)
            if !WebBrowser(environment: environment).open(page.address) {
                console.note("Couldn't start a browser.")
            }
            console.note("Waiting up to 5 minutes for the browser. Press Ctrl-C to cancel.")
            if let questions { await submitAddress(to: page, asking: questions) }
        }
    }

    /// Prompts for the address that the browser ended on until one belongs to this sign-in, or the browser returns.
    private func submitAddress(to page: SignInPage, asking questions: Questions) async {
        let question =
            "If the browser can't load \(page.redirectURI), paste the address from its address bar (not shown): "
        while !Task.isCancelled {
            do {
                guard
                    let address = try await questions.answer(
                        to: question, isSecret: true, on: console,
                        tooLong:
                            "Use `:login --port N`, and forward port N of the browser's machine to this one.")
                else {
                    console.note("Still waiting for the browser.")
                    return
                }
                if address.isEmpty { continue }
                try page.submit(address)
                return
            } catch is CancellationError {
                return
            } catch {
                console.complain(Complaint(error)?.sentence ?? "")
            }
        }
    }

    /// Prints a line that `--quiet` doesn't suppress.
    private func say(_ text: String) { console.complain(text, isError: false) }

    /// Signs out.
    package func logOut() async throws {
        let (signIn, issuer, nx1) = try personSignIn()
        guard try await signIn.status() != nil else {
            console.note("You weren't signed in at \(issuer).")
            return
        }
        let isRevoked = try await signIn.logOut(over: nx1.network)
        console.note(
            isRevoked
                ? "Signed out of \(issuer). The tokens were revoked and deleted."
                : "Signed out of \(issuer). The tokens were deleted, but not revoked: they stay valid until they expire."
        )
    }

    /// The browser sign-in of the session.
    private func personSignIn() throws -> (BrowserSignIn, issuer: String, Nx1) {
        let settings = try connection.settings()
        let name = settings.profile?.name ?? "default"
        switch settings.signIn?.value {
        case .browser(let oauth):
            let nx1 = try open()
            guard let browser = nx1.configuration.credentials as? BrowserSignIn else { break }
            return (browser, oauth.issuer ?? "", nx1)
        case .clientCredentials:
            throw Complaint.usage(
                "The profile \(name) signs in automatically with its client_secret.",
                advice: "Type :auth for details.")
        case let signIn? where settings.profile?.signIn?.isBrowser == true:
            throw Complaint.usage(
                "The \(signIn.name) set in \(settings.signIn?.source.shortName ?? "") takes precedence over the browser sign-in of the profile \(name).",
                advice: "Unset it first.")
        case nil where settings.host == nil:
            throw Complaint.usage(
                "No host and no issuer are set.",
                advice: "Set them in a profile: `:profile add \(name) host=URL issuer=URL client_id=ID`.")
        default: break
        }
        throw Complaint.usage(
            settings.profile == nil
                ? "No profile is in use, so there is no issuer to sign in to."
                : "The profile \(name) has no issuer to sign in to.",
            advice: "Set issuer and client_id: `:profile add \(name) issuer=URL client_id=ID`.")
    }
}

extension SignIn {
    fileprivate var isBrowser: Bool {
        if case .browser = self { true } else { false }
    }
}

extension Duration {
    /// "10 minutes", rounded up; "30 seconds" for less than two.
    fileprivate var inMinutes: String {
        let seconds = (wholeMilliseconds + 999) / 1000
        return seconds < 120 ? Duration.seconds(seconds).inWords : "\((seconds + 59) / 60) minutes"
    }
}
