import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("The discovery of a provider")
struct DiscoveryTests {
    private func provider(
        _ routes: Route..., body: (ServiceAddress, Network, ScriptedServer) async throws -> Void
    ) async throws {
        try await withScriptedServer(routes) { server async throws in
            var configuration = try ClientConfiguration(host: server.host)
            configuration.retryPolicy = .never
            try await withNx1Client(configuration) { nx1 async throws in
                try await body(try ServiceAddress(server.host + "/realms/r"), nx1.network, server)
            }
        }
    }

    @Test("fetches the document once")
    func once() async throws {
        try await withProvider(answer: { _, _ in .json("{}") }) { provider async throws in
            let discovery = ProviderDiscovery(try ServiceAddress(provider.issuer))
            for _ in 0..<3 {
                let found = try await discovery.provider(over: provider.nx1.network)
                #expect(found.token.path == "/token")
            }
            #expect(
                provider.server.requests.map(\.path) == ["/realms/r/.well-known/openid-configuration"])
        }
    }

    @Test("assumes a Keycloak if there is no discovery document")
    func keycloak() async throws {
        try await provider { issuer, network, _ async throws in
            let found = try await ProviderDiscovery(issuer).provider(over: network)
            #expect(found.token.description == "\(issuer)/protocol/openid-connect/token")
        }
    }

    @Test(
        "explains an invalid response, and advises to check the issuer",
        arguments: [
            (Reply.response(200, body: "<html>Log in</html>"), Nx1Error.Code.notUnderstood, "isn't JSON"),
            (.json("{}"), .notUnderstood, "lacks an issuer"),
            (.response(302, ["Location": "https://elsewhere.example/"]), .notUnderstood, "redirects"),
            (.response(403), .notAllowed, "403"),
        ])
    func wrong(reply: Reply, code: Nx1Error.Code, reason: String) async throws {
        try await provider(Route("GET /realms/r/", reply)) { issuer, network, _ async throws in
            let error = await #expect(throws: Nx1Error.self) {
                try await ProviderDiscovery(issuer).provider(over: network)
            }
            #expect(error?.code == code)
            #expect(error?.message.contains(reason) == true)
            #expect(error?.advice?.contains("Check the issuer in the profile.") == true)
        }
    }

    @Test("doesn't blame the issuer setting if the provider is temporarily down")
    func down() async throws {
        try await provider(Route("GET /realms/r/", .response(503))) { issuer, network, _ async throws in
            let error = await #expect(throws: Nx1Error.self) {
                try await ProviderDiscovery(issuer).provider(over: network)
            }
            #expect(error?.code == .serviceFailed)
            #expect(error?.advice?.contains("issuer") == false)
        }
    }
}
