import ConnectionDialogs
import InputSources
import Nx1Client
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession

extension Command {
    static let login = Command(
        name: "login", group: .service, usage: "[--device | --browser] [--port N]",
        summary: "signs in with a browser",
        details: """
            The profile needs issuer and client_id. A key or token from a flag or the
            environment takes precedence over them, so :login fails if one is set.

            With a browser on this machine: it opens the one in BROWSER, or the system's,
            and shows the address too. If the browser runs on another machine, the last
            page won't load there: paste that page's address at the prompt. --port N
            listens on a fixed port that you can forward (ssh -L N:127.0.0.1:N). The sign-in
            times out after 5 minutes.

            With --device, it shows a short address and a code to enter there, in any
            browser on any device; the issuer sets the timeout. Over ssh, or without a
            display, this is the default if the issuer offers it; --browser uses a browser
            anyway.

            Ctrl-C cancels. The tokens are stored in tokens.json in the shell's folder, for
            all shells, and are refreshed automatically.
            """,
        examples: [
            .init(":profile add dev issuer=URL client_id=ID", "configures the sign-in"),
            .init(":login", "signs in"),
            .init(":login --device", "shows a code for another device"),
            .init(":login --browser --port 8765", "listens on a forwarded port"),
        ],
        arguments: [.words(["--device", "--browser", "--port"])]
    ) { invocation, session in
        let request = try LoginRequest(invocation.words)
        try await invocation.personLogin(session.connection).logIn(request)
        return .none
    }

    static let logout = Command(
        name: "logout", group: .service, summary: "signs out and deletes the tokens",
        details: "If the issuer supports it, the tokens are revoked too."
    ) { invocation, session in
        try invocation.words.end(of: "logout")
        try await invocation.personLogin(session.connection).logOut()
        return .none
    }
}

extension Invocation {
    fileprivate func personLogin(_ connection: Connection) -> PersonLogin {
        PersonLogin(
            connection, on: console, environment: line.surroundings.environment, asking: questions,
            open: line.open)
    }
}
