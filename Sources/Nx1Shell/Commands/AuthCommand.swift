import Nx1Client
import Nx1Events
import Nx1Values
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession

extension Command {
    static let auth = Command(
        name: "auth", group: .service, summary: "shows your sign-in and when it expires, but no secrets",
        details: """
            Asks the service whether it accepts the sign-in. A pre-shared key doesn't reveal
            its owner or when it expires; a browser sign-in does.
            """,
        shows: .always
    ) { invocation, session in
        try invocation.words.end(of: "auth")
        let settings = try session.connection.settings()
        let nx1 = try invocation.line.open()
        _ = try await nx1.runs(limit: 1)
        let signIn = settings.signIn
        let status = try await nx1.configuration.signInStatus()
        return .facts([
            .init("host", .string(nx1.configuration.address.description)),
            .init("host_from", .string(settings.host?.source.description ?? "")),
            .init("profile", settings.profile.map { .string($0.name) } ?? .null),
            .init("user", status?.user.map(JSONValue.string) ?? .null, isShownEmpty: false),
            .init("signed_in_with", .string(signIn?.value.name ?? "")),
            .init("sign_in_from", .string(signIn?.source.description ?? "")),
            .init("issuer", signIn?.value.oauth?.issuer.map(JSONValue.string) ?? .null, isShownEmpty: false),
            .init(
                "client_id", signIn?.value.oauth?.clientID.map(JSONValue.string) ?? .null, isShownEmpty: false
            ),
            .init("seconds_left", status?.secondsLeft ?? .null, isShownEmpty: false),
            .init("refreshes_by_itself", signIn?.refreshes(status) ?? .null, isShownEmpty: false),
            .init("certificates_checked", .bool(settings.verifiesCertificates.value)),
            .init("accepted", true),
        ])
    }
}

extension SignInStatus {
    fileprivate var secondsLeft: JSONValue? {
        expiresIn.map { .number(JSONNumber(Int(max(0, $0.components.seconds)))) }
    }
}

extension Setting<SignIn> {
    /// Whether a new token is fetched when this one expires; null for a key, whose expiry is unknown.
    fileprivate func refreshes(_ status: SignInStatus?) -> JSONValue {
        switch value {
        case .preSharedKey, .preSharedKeyCommand: .null
        case .accessToken: false
        case .accessTokenCommand, .clientCredentials: true
        case .browser: .bool(status?.canRefresh ?? false)
        }
    }
}
