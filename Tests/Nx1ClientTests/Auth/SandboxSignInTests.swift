import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A sign-in at a sandbox whose tokens live for a second", .timeLimit(.minutes(2)))
struct SandboxSignInTests {
    /// Follows a run that takes longer than the lifetime of two tokens.
    private func expectWholeRun(_ nx1: Nx1) async throws {
        let run = try await nx1.run(.ask, input: ["question": "Why?", "duration": 3])
        var indexes: [Int] = []
        for try await event in nx1.events(of: run.correlationID) { indexes.append(event.index) }
        #expect(indexes.count > 5)
        #expect(indexes == Array(0..<indexes.count))
        #expect(try await nx1.result(of: run.correlationID).status == .completed)
    }

    @Test("is renewed without interrupting a program that follows a run")
    func program() async throws {
        try await withSandbox(.init(tokenLifetime: .seconds(1))) { sandbox in
            let client = try OAuthClient(
                issuer: sandbox.issuer, clientID: sandbox.batchClientID,
                clientSecret: Secret(sandbox.batchClientSecret))
            let credentials = ClientCredentials(client)
            try await withNx1Client(.init(host: sandbox.host, credentials: credentials)) { nx1 async throws in
                let first = try await credentials.authorization(over: nx1.network)
                try await expectWholeRun(nx1)
                #expect(try await credentials.authorization(over: nx1.network) != first)
            }
        }
    }

    @Test("needs a person only once, and lasts until sign-out")
    func person() async throws {
        try await withTemporaryFolder { folder in
            try await withSandbox(.init(tokenLifetime: .seconds(1))) { sandbox in
                let client = try OAuthClient(issuer: sandbox.issuer, clientID: sandbox.clientID)
                let file = TokenFile(path: folder + "/tokens.json")
                let signIn = BrowserSignIn(client, tokens: file)
                try await withNx1Client(.init(host: sandbox.host, credentials: signIn)) { nx1 async throws in
                    let browser = Browser(network: nx1.network)
                    let status = try await signIn.logIn(over: nx1.network, within: .seconds(30)) { page in
                        let back = try? await browser.post(page.address, [("decision", "allow")]).location
                        _ = try? await browser.open(back ?? "")
                    }
                    #expect(status.user == "analyst")
                    let first = try file.tokens(of: client)?.refreshToken
                    try await expectWholeRun(nx1)
                    #expect(try file.tokens(of: client)?.refreshToken != first)
                    #expect(try await signIn.logOut(over: nx1.network))
                    let error = await #expect(throws: Nx1Error.self) { try await nx1.crewTypes() }
                    #expect(error?.message == "You aren't signed in at \(sandbox.issuer).")
                }
            }
        }
    }
}
