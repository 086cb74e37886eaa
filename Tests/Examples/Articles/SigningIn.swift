import Nx1Client

func withKey(_ key: String, host: String) throws -> ClientConfiguration {
    try ClientConfiguration(host: host, credentials: .preSharedKey(key))
}

func withToken(_ token: String, host: String) throws -> ClientConfiguration {
    try ClientConfiguration(host: host, credentials: .bearerToken(token))
}

func withCommand(_ command: String, host: String) throws -> ClientConfiguration {
    try ClientConfiguration(host: host, credentials: TokenCommand(command, within: .seconds(20)))
}

func asProgram(host: String, issuer: String, clientID: String, secret: Secret) throws -> ClientConfiguration {
    let client = try OAuthClient(issuer: issuer, clientID: clientID, clientSecret: secret)
    return try ClientConfiguration(host: host, credentials: ClientCredentials(client))
}

func browserSignIn(issuer: String, clientID: String, tokens path: String) throws -> BrowserSignIn {
    BrowserSignIn(try OAuthClient(issuer: issuer, clientID: clientID), tokens: TokenFile(path: path))
}

func logIn(
    _ signIn: BrowserSignIn, host: String, open: @escaping @Sendable (String) async -> Void
) async throws -> SignInStatus {
    try await withNx1Client(.init(host: host, credentials: signIn)) { nx1 in
        try await signIn.logIn(over: nx1.network, within: .seconds(300)) { page in
            await open(page.address)
        }
    }
}

func logInOnAnotherDevice(
    _ signIn: BrowserSignIn, host: String, show: @escaping @Sendable (String) -> Void
) async throws -> SignInStatus {
    try await withNx1Client(.init(host: host, credentials: signIn)) { nx1 in
        try await signIn.logInOnAnotherDevice(over: nx1.network) { code in
            show("Open \(code.address) and enter the code \(code.userCode)")
        }
    }
}

func isSignedIn(_ signIn: BrowserSignIn) async throws -> Bool {
    guard let status = try await signIn.status() else { return false }
    return status.canRefresh || (status.expiresIn ?? .zero) > .zero
}

func configuration(in environment: [String: String], profile: String?) throws -> ClientConfiguration {
    var overrides = ConnectionOverrides()
    overrides.profile = profile
    let profiles = try ProfileFile(path: ProfileFile.path(in: environment))
    return try ConnectionSettings(overrides: overrides, environment: environment, profiles: profiles)
        .clientConfiguration()
}
