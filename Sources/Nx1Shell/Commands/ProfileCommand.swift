import Nx1Client

extension Command {
    static let profile = Command(
        name: "profile", usage: "[NAME]", summary: "lists the profiles, or changes to one",
        details: """
            Profiles are kept in ~/.nx1/profiles (or NX1_PROFILES_PATH), which the official
            tool reads too. A flag or a variable of the environment still goes before what
            the profile says.
            """,
        examples: [.init(":profile dev", "changes to dev")],
        arguments: [.profile]
    ) { invocation, session in
        var words = invocation.words
        let name = words.next()
        try words.end(of: "profile")
        guard let name else { return try session.listOfProfiles() }
        try await session.change(toProfile: name)
        return .none
    }
}

extension Session {
    fileprivate func listOfProfiles() throws -> Reply {
        let file = try connection.profiles()
        let selected = try? connection.settings().profile?.name
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

    fileprivate func change(toProfile name: String) async throws {
        try connection.use(profile: name)
        await close()
        offeredCrews = nil
        let settings = try connection.settings()
        for setting in [
            settings.host.map { ("host", $0.source) }, settings.apiKey.map { ("key", $0.source) },
        ] {
            guard let (what, source) = setting, source != .profile(name) else { continue }
            console.note("The \(what) still comes from \(source).")
        }
    }
}
