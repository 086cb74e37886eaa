import Nx1Client

extension Command {
    static let auth = Command(
        name: "auth", summary: "where you are signed in, and how; nothing secret",
        details: "It asks the service whether the sign-in is accepted."
    ) { invocation, session in
        try invocation.words.end(of: "auth")
        let settings = try session.connection.settings()
        let nx1 = try session.open()
        _ = try await nx1.runs(limit: 1)
        return .facts([
            .init("host", .string(nx1.configuration.address.description)),
            .init("host_from", .string(settings.host?.source.description ?? "")),
            .init("signed_in_with", "pre-shared key"),
            .init("key_from", .string(settings.apiKey?.source.description ?? "")),
            .init("profile", settings.profile.map { .string($0.name) } ?? .null),
            .init("certificates_checked", .bool(settings.verifiesCertificates.value)),
            .init("accepted", true),
        ])
    }
}
