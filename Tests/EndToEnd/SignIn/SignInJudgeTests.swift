import Foundation
import Nx1Client
import TestSupport
import Testing

/// A third-party provider started by `.ci/judge-sign-in`: Django OAuth Toolkit, with tokens that live three seconds.
private let issuer = ProcessInfo.processInfo.environment["NX1_JUDGE_ISSUER"] ?? ""

@Suite(
    "A third-party provider", .serialized, .timeLimit(.minutes(2)),
    .enabled(if: !issuer.isEmpty, "NX1_JUDGE_ISSUER names none; .ci/judge-sign-in does"))
struct SignInJudgeTests {
    private let host = issuer.hasSuffix("/o") ? String(issuer.dropLast(2)) : issuer

    /// Runs `body` with a person's sign-in stored in an empty folder, and a client of the service beside the provider,
    /// which accepts only tokens that the provider knows.
    private func withSignIn(
        clientID: String = "nx1sh",
        _ body: @Sendable (_ signIn: BrowserSignIn, _ nx1: Nx1, _ folder: String) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let client = try OAuthClient(issuer: issuer, clientID: clientID)
            let signIn = BrowserSignIn(client, tokens: TokenFile(path: folder + "/tokens.json"))
            try await withNx1Client(try .init(host: host, credentials: signIn)) { nx1 async throws in
                try await body(signIn, nx1, folder)
            }
        }
    }

    /// Signs in with a browser that acts as given.
    private func logIn(
        _ signIn: BrowserSignIn, _ nx1: Nx1, _ browse: @escaping @Sendable (String) async throws -> Void
    ) async throws -> SignInStatus {
        let (addresses, address) = AsyncStream<String>.makeStream()
        async let browsing: Void = { for await url in addresses { try await browse(url) } }()
        defer { address.finish() }
        let status = try await signIn.logIn(over: nx1.network, within: .seconds(60)) {
            address.yield($0.address)
        }
        address.finish()
        try await browsing
        return status
    }

    private func refreshToken(in folder: String) throws -> String? {
        let file = try JSONValue(parsing: TemporaryFolder.read(folder + "/tokens.json"))
        return file["sign_ins"]?[0]?["refresh_token"]?.string
    }

    @Test("signs a person in, refreshes with rotating tokens for as long as the session lasts, and signs out")
    func wholeSession() async throws {
        try await withSignIn { signIn, nx1, folder async throws in
            let browser = CurlBrowser(folder: folder)
            let status = try await logIn(signIn, nx1) { url in
                let page = try await browser.signIn(at: url)
                #expect(page.status == 200)
                #expect(page.text.contains("You can close this page."))
            }
            #expect(status.user == "ann")
            #expect(status.canRefresh)
            let first = try #require(try refreshToken(in: folder))
            var seen = Set<String>()
            // Eight requests at a time, during the lifetime of several tokens.
            try await eventually("four refreshes") {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<8 {
                        group.addTask { () async throws in #expect(try await nx1.ping().version == "judge") }
                    }
                    try await group.waitForAll()
                }
                seen.insert(try refreshToken(in: folder) ?? "")
                return seen.count == 5
            }
            let last = try #require(try refreshToken(in: folder))
            #expect(try await signIn.logOut(over: nx1.network))
            #expect(try await signIn.status() == nil)
            for spent in [first, last] {
                let page = try await browser.open(
                    issuer + "/token/",
                    form: [
                        ("grant_type", "refresh_token"), ("refresh_token", spent), ("client_id", "nx1sh"),
                    ])
                #expect(page.status == 400)
            }
        }
    }

    @Test("serves two shells that share the file, and neither uses up the other's token")
    func twoShells() async throws {
        try await withSignIn { signIn, nx1, folder async throws in
            let browser = CurlBrowser(folder: folder)
            _ = try await logIn(signIn, nx1) { try await browser.signIn(at: $0) }
            let client = try OAuthClient(issuer: issuer, clientID: "nx1sh")
            let other = BrowserSignIn(client, tokens: TokenFile(path: folder + "/tokens.json"))
            var seen = Set<String>()
            try await withNx1Client(try .init(host: host, credentials: other)) { second async throws in
                try await eventually("three refreshes") {
                    async let one = nx1.ping().version
                    async let two = second.ping().version
                    let versions = try await [one, two]
                    #expect(versions == ["judge", "judge"])
                    seen.insert(try refreshToken(in: folder) ?? "")
                    return seen.count == 4
                }
            }
        }
    }

    @Test("signs a person in despite a redirect with a wrong state")
    func wrongState() async throws {
        try await withSignIn { signIn, nx1, folder async throws in
            let status = try await logIn(signIn, nx1) { url in
                let query = url.drop { $0 != "?" }.dropFirst().split(separator: "&")
                let redirect = try #require(query.first { $0.hasPrefix("redirect_uri=") })
                let callback = try #require(redirect.dropFirst(13).removingPercentEncoding)
                let browser = CurlBrowser(folder: folder)
                #expect(try await browser.open(callback + "?code=stolen&state=forged").status == 400)
                #expect(try await browser.signIn(at: url).status == 200)
            }
            #expect(status.user == "ann")
        }
    }

    @Test("reports that the person denied the request")
    func denied() async throws {
        try await withSignIn { signIn, nx1, folder async throws in
            let error = await #expect(throws: Nx1Error.self) {
                _ = try await logIn(signIn, nx1) { url in
                    let page = try await CurlBrowser(folder: folder).signIn(at: url, allowing: false)
                    #expect(page.status == 400)
                }
            }
            #expect(error?.code == .notSignedIn)
            #expect(error?.message.contains("access_denied") == true)
        }
    }

    @Test("ends the session of a refresh token used twice, and the person must sign in again")
    func reusedToken() async throws {
        try await withSignIn { signIn, nx1, folder async throws in
            let browser = CurlBrowser(folder: folder)
            _ = try await logIn(signIn, nx1) { try await browser.signIn(at: $0) }
            // Simulates a stolen token that was used first.
            let stolen = try #require(try refreshToken(in: folder))
            let page = try await browser.open(
                issuer + "/token/",
                form: [("grant_type", "refresh_token"), ("refresh_token", stolen), ("client_id", "nx1sh")])
            #expect(page.status == 200)
            let error: Nx1Error = try await eventually("the end of the session") {
                do {
                    _ = try await nx1.ping()
                    return nil
                } catch let error as Nx1Error {
                    return error
                }
            }
            #expect(error.code == .notSignedIn)
            #expect(error.message.contains("invalid_grant"))
            guard case .signedOut = error.problem else {
                Issue.record("\(String(describing: error.problem))")
                return
            }
            #expect(try await signIn.status() == nil)
        }
    }

    @Test("signs a person in on another device, and refreshes the tokens", arguments: [true, false])
    func device(isAccepted: Bool) async throws {
        try await withSignIn(clientID: "nx1sh-device") { signIn, nx1, folder async throws in
            #expect(try await signIn.offersDeviceCodes(over: nx1.network))
            let (codes, code) = AsyncStream<DeviceCode>.makeStream()
            async let page: CurlBrowser.Page? = {
                guard let code = await codes.first(where: { _ in true }) else { return nil }
                #expect(code.completeAddress?.hasSuffix("?user_code=" + code.userCode) == true)
                return try await CurlBrowser(folder: folder)
                    .enter(code.userCode, at: code.address, decision: isAccepted ? "accept" : "deny")
            }()
            do {
                defer { code.finish() }
                let status = try await signIn.logInOnAnotherDevice(over: nx1.network) { code.yield($0) }
                #expect(isAccepted)
                #expect(status.canRefresh)
                let first = try refreshToken(in: folder)
                try await eventually("a refresh") {
                    #expect(try await nx1.ping().version == "judge")
                    return try refreshToken(in: folder) != first ? () : nil
                }
            } catch let error as Nx1Error {
                #expect(!isAccepted)
                #expect(error.message.contains("access_denied"), "\(error)")
            }
            #expect(try await page?.status == 200)
        }
    }

    @Test("issues tokens to a program whose name and secret need encoding, and renews them")
    func clientCredentials() async throws {
        let client = try OAuthClient(
            issuer: issuer, clientID: "nx1-batch: it's", clientSecret: Secret("a+b c:d%e&ß"))
        let credentials = ClientCredentials(client)
        try await withNx1Client(try .init(host: host, credentials: credentials)) { nx1 async throws in
            var seen = Set<Authorization>()
            try await eventually("three tokens") {
                #expect(try await nx1.ping().version == "judge")
                seen.insert(try await credentials.authorization(over: nx1.network))
                return seen.count == 3
            }
        }
        let wrong = try OAuthClient(
            issuer: issuer, clientID: "nx1-batch: it's", clientSecret: Secret("planted"))
        try await withNx1Client(try .init(host: host, credentials: ClientCredentials(wrong))) {
            nx1 async throws in
            let error = await #expect(throws: Nx1Error.self) { try await nx1.ping() }
            #expect(error?.code == .notSignedIn)
            #expect(error?.message.contains("doesn't accept the client nx1-batch: it's") == true)
            #expect(error?.description.contains("planted") == false)
        }
    }
}
