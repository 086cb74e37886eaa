import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("The secrets of a sign-in", .timeLimit(.minutes(1)))
struct SecretFormsTests {
    private func printed(_ values: Any...) -> String {
        var text = ""
        for value in values {
            dump(value, to: &text)
            text += "\(value) \(String(reflecting: value))\n"
        }
        return text
    }

    private static let tokens = ScriptedProvider.tokens(
        "planted-access", refresh: "planted-refresh", id: "planted-id", expiresIn: 2)

    @Test("never appear in a log at any level, nor in printed values that contain them")
    func program() async throws {
        let heard = Heard()
        try await withProvider(
            configure: { $0.logger = heard.logger },
            answer: { request, _ in request.path == "/token" ? Self.tokens : .json("{}") }
        ) { provider async throws in
            let credentials = ClientCredentials(try provider.client(secret: "planted-secret"))
            var configuration = provider.nx1.configuration
            configuration.credentials = credentials
            try await withNx1Client(configuration) { nx1 async throws in
                _ = try await nx1.ping()
                let text = printed(credentials, credentials.client, nx1, nx1.configuration)
                #expect(!text.contains("planted"))
            }
        }
        #expect(heard.messages.contains { $0.contains("POST") && $0.contains("/token") })
        #expect(!heard.messages.contains { $0.contains("planted") || $0.contains("cGxhbnRlZ") })
    }

    @Test("of a person are only in the token file")
    func person() async throws {
        let heard = Heard()
        let clock = ManualClock()
        try await withTemporaryFolder { folder in
            let file = TokenFile(path: folder + "/tokens.json")
            try await withProvider(
                time: clock.timekeeperWithRealPauses, configure: { $0.logger = heard.logger },
                answer: { _, _ in Self.tokens }
            ) { provider async throws in
                let client = try provider.client()
                try file.update(client) { _ in
                    StoredTokens(
                        accessToken: Secret("planted-old"), ends: 0, lifetime: .seconds(2),
                        refreshToken: Secret("planted-refresh-old"))
                }
                let signIn = BrowserSignIn(client, tokens: file)
                _ = try await signIn.authorization(over: provider.nx1.network)
                let text = printed(signIn, file, try await signIn.status() as Any)
                #expect(!text.contains("planted"))
                #expect(try TemporaryFolder.read(file.path).contains("planted-refresh"))
            }
        }
        #expect(!heard.messages.isEmpty)
        #expect(!heard.messages.contains { $0.contains("planted") })
    }

    @Test("aren't printed with a command that may contain a password")
    func command() throws {
        let command = try TokenCommand("get-token --password planted")
        #expect(!printed(command).contains("planted"))
    }
}
