import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("The secrets that a client has used")
struct UsedSecretsTests {
    @Test("are masked in stored texts, including earlier tokens and the program's own secret")
    func tokens() async throws {
        try await withProvider(answer: { request, turn in
            request.path == "/token"
                ? ScriptedProvider.tokens("planted-token-\(turn)", expiresIn: 600)
                : .json(#"{"status": "healthy"}"#, status: turn == 0 ? 401 : 200)
        }) { provider async throws in
            var settings = try ClientConfiguration(
                host: provider.server.host,
                credentials: ClientCredentials(try provider.client(secret: "planted-secret")))
            settings.secrets = [Secret("planted-secret")]
            try await withNx1Client(settings) { nx1 in
                let text = "planted-token-0, planted-token-1, planted-secret, planted."
                #expect(nx1.coveringSecrets(in: text) == "planted-token-0, planted-token-1, ***, planted.")
                _ = try await nx1.transport.send(HTTPCall(path: "/anything"))
                #expect(nx1.coveringSecrets(in: text) == "***, ***, ***, planted.")
            }
        }
    }

    @Test("are remembered only up to a limit, so that a long-running program doesn't collect tokens")
    func limit() throws {
        let used = UsedSecrets([Secret("given-secret")])
        for number in 100..<200 { used.insert(try .bearerToken("token-\(number)")) }
        #expect(used.mask.masked("given-secret token-199 token-190 token-100") == "*** *** *** token-100")
    }
}
