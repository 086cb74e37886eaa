import Nx1Client
import ShellOutput
import ShellRuns

extension Command {
    static let login = Command(
        name: "login", group: .service, summary: "signs in with the browser", gist: "the browser sign-in",
        details: """
            It needs issuer and client_id in the profile, and no key from a flag or the
            environment, which would go before them. The browser is the one that BROWSER
            names, or the system's; the address to open is shown too. There are five minutes
            for it, and Ctrl-C ends it. The tokens are kept in tokens.json in the shell's
            folder, for all shells, and are refreshed by themselves.
            """,
        examples: [
            .init(":profile add dev issuer=URL client_id=ID", "says whom to sign in with"),
            .init(":login", "signs in"),
        ]
    ) { invocation, session in
        try invocation.words.end(of: "login")
        try await BrowserLogin(session.connection, invocation.line).logIn()
        return .none
    }

    static let logout = Command(
        name: "logout", group: .service, summary: "forgets the tokens of a sign-in with the browser",
        gist: "forgets the sign-in",
        details: "Where the issuer offers it, they are revoked too: nobody can use them any more."
    ) { invocation, session in
        try invocation.words.end(of: "logout")
        try await BrowserLogin(session.connection, invocation.line).logOut()
        return .none
    }
}

/// Signing in with the browser, and out.
struct BrowserLogin: Sendable {
    private static let timeToLogIn = Duration.seconds(300)

    private let connection: Connection
    private let console: Console
    private let webBrowser: WebBrowser
    private let open: @Sendable () throws -> Nx1

    init(_ connection: Connection, _ line: LineRuns) {
        self.connection = connection
        console = line.context.console
        webBrowser = WebBrowser(environment: line.surroundings.environment)
        open = { try line.open() }
    }

    /// Signs in, and says as whom.
    /// - Throws: ``Complaint`` if the session doesn't sign in with the browser; what went wrong.
    func logIn() async throws {
        let (browser, issuer, nx1) = try browserSignIn()
        let status = try await browser.logIn(over: nx1.network, within: Self.timeToLogIn) {
            [console, webBrowser] address in
            console.complain("To sign in, open this address in a browser:", isError: false)
            console.complain(address, isError: false)
            if !webBrowser.open(address) { console.note("No browser could be started here.") }
            console.note("Waiting for the browser, 5 minutes at most. Ctrl-C stops.")
        }
        let user = status.user.map { " as \($0)" } ?? ""
        console.note("Signed in\(user) at \(issuer).")
    }

    /// Signs out.
    func logOut() async throws {
        let (browser, issuer, nx1) = try browserSignIn()
        guard try await browser.status() != nil else {
            console.note("Nobody was signed in at \(issuer).")
            return
        }
        let isRevoked = try await browser.logOut(over: nx1.network)
        console.note(
            isRevoked
                ? "Signed out of \(issuer): the tokens are revoked and forgotten."
                : "Signed out of \(issuer): the tokens are forgotten; it doesn't revoke them, so they end by themselves."
        )
    }

    /// What signs in with the browser, if that is how the session signs in.
    private func browserSignIn() throws -> (BrowserSignIn, issuer: String, Nx1) {
        let settings = try connection.settings()
        let name = settings.profile?.name ?? "default"
        switch settings.signIn?.value {
        case .browser(let oauth):
            let nx1 = try open()
            guard let browser = nx1.configuration.credentials as? BrowserSignIn else { break }
            return (browser, oauth.issuer ?? "", nx1)
        case .clientCredentials:
            throw Complaint.usage(
                "The profile \(name) has a client_secret and signs in by itself.", advice: ":auth shows how.")
        case let signIn? where settings.profile?.signIn?.isBrowser == true:
            throw Complaint.usage(
                "The \(signIn.name) from \(settings.signIn?.source.description ?? "") goes before the sign-in of the profile \(name).",
                advice: "Take it away first.")
        case nil where settings.host == nil:
            // Says that there is no service, and what to set.
            _ = try settings.clientConfiguration()
        default: break
        }
        throw Complaint.usage(
            settings.profile == nil
                ? "There is no profile in use, so there is no sign-in with the browser."
                : "The profile \(name) has no issuer, so there is no sign-in with the browser.",
            advice: "Put issuer and client_id into it: :profile add \(name) issuer=URL client_id=ID.")
    }
}

extension SignIn {
    fileprivate var isBrowser: Bool {
        if case .browser = self { true } else { false }
    }
}
