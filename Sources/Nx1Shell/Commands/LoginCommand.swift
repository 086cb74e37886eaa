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
        summary: "signs in",
        details: """
            It needs issuer and client_id in the profile. A key or token from a flag or
            the environment takes precedence over them, so :login is refused then.

            With a browser here: it opens the one that BROWSER names, or the system's, and
            shows the address too. If the browser runs on another machine, the page it
            ends at won't load there: paste that page's address at the prompt. --port N
            listens on a fixed port, to forward it (ssh -L N:127.0.0.1:N). It waits for 5
            minutes.

            With --device it shows a short address and a code to enter there, in any
            browser on any device; the issuer says how long it waits. Over ssh, or without a
            display, it does so without the option, if the issuer offers it; --browser uses
            a browser anyway.

            Ctrl-C stops. The tokens are stored in tokens.json in the shell's folder, for
            all shells, and are refreshed automatically.
            """,
        examples: [
            .init(":profile add dev issuer=URL client_id=ID", "says whom to sign in with"),
            .init(":login", "signs in"),
            .init(":login --device", "shows a code for another device"),
            .init(":login --browser --port 8765", "waits at a forwarded port"),
        ],
        arguments: [.words(["--device", "--browser", "--port"])]
    ) { invocation, session in
        let request = try LoginRequest(invocation.words)
        try await invocation.personLogin(session.connection).logIn(request)
        return .none
    }

    static let logout = Command(
        name: "logout", group: .service, summary: "deletes the tokens of a sign-in",
        details: "Where the issuer offers it, they are revoked too, so that nobody can use them."
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
