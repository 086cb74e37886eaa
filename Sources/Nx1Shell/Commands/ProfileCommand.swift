import ConnectionDialogs
import Nx1Client
import Nx1Events
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession

extension Command {
    static let profile = Command(
        name: "profile", group: .service, usage: "[NAME|add|remove]",
        summary: "lists, selects, adds, changes or removes profiles",
        details: """
            Profiles are stored in ~/.nx1/profiles (or NX1_PROFILES_PATH), which the
            official tool reads too. Flags override environment variables, which override
            the profile.

            :profile add NAME [KEY=VALUE…] adds a profile, or changes the given keys of an
            existing one. The keys are host, api_key, verify_ssl, timeout, ca_file,
            crew; issuer, client_id, client_secret, scope; api_key_command,
            access_token_command. At a terminal it asks for missing values, and doesn't
            echo a key; an empty answer leaves the value out. A key or secret can't be part
            of the line, which histories record: api_key=@FILE reads it from a file, or from
            /dev/stdin. api_key_command is a command that prints the key, such as a password
            manager's; it times out after 30 seconds, and its output is never shown.

            A client_id with a client_secret signs in automatically; without one, use
            :login. If a profile has several ways to sign in, issuer and client_id take
            precedence, then access_token_command, then api_key_command, then api_key.

            :profile remove NAME removes a profile; at a terminal it asks first.
            """,
        examples: [
            .init(":profile dev", "switches to dev"),
            .init(":profile add dev", "asks for host and key"),
            .init(":profile add dev host=HOST api_key=@key.txt", "asks nothing"),
            .init(":profile add dev api_key_command='pass show nx1'", "gets the key from a command"),
            .init(":profile add dev issuer=URL client_id=nx1sh", "signs in with the browser"),
            .init(":profile remove dev", "removes dev"),
        ],
        arguments: [.anyOf([.profile, .words(["add", "remove"])]), .profile, .profileSetting],
        shows: .whenAlone
    ) { invocation, session in
        var words = invocation.words
        let writing = ProfileWriting(
            session.connection, on: invocation.console, home: session.surroundings.environment["HOME"],
            asking: invocation.questions)
        switch words.next() {
        case nil: return try session.connection.listOfProfiles(on: invocation.console)
        case "add":
            let arguments = invocation.arguments.drop(while: \.isWhitespace).dropFirst("add".count)
            if try await writing.add(arguments) { session.crews.forget() }
        case "remove":
            let name = words.next()
            try words.end(of: "profile")
            guard let name else {
                throw Complaint.usage(
                    ":profile remove needs the name of a profile.", advice: ":profile lists them.")
            }
            if try await writing.remove(name) { session.crews.forget() }
        case let name?:
            try words.end(of: "profile")
            try await session.connection.change(toProfile: name, on: invocation.console)
            session.crews.forget()
        }
        return .none
    }
}

extension Connection {
    fileprivate func listOfProfiles(on console: Console) throws -> Reply {
        let file = try profiles()
        let selected = try? settings().profile?.name
        if file.profiles.isEmpty { console.note("\(file.path) has no profiles.") }
        return .table(
            columns: ["profile", "host", "in_use"],
            rows: file.profiles.map { profile in
                [
                    .string(profile.name), profile.host.map(JSONValue.string) ?? .null,
                    .bool(profile.name == selected),
                ]
            })
    }

    fileprivate func change(toProfile name: String, on console: Console) async throws {
        try use(profile: name)
        await close()
        let settings = try settings()
        for setting in [
            settings.host.map { ("host", $0.source) }, settings.signIn.map { ($0.value.name, $0.source) },
        ] {
            guard let (what, source) = setting, source != .profile(name) else { continue }
            console.note("The \(what) still comes from \(source).")
        }
    }
}
