import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("Short-lived tokens")
struct ShortTokenTests {
    @Test(
        "are fetched from the sandbox over each transport, and authorize requests",
        arguments: Transport.allCases)
    func everyTransport(transport: Transport) async throws {
        try await transport.withClient { nx1, sandbox async throws in
            var configuration = nx1.configuration
            let client = try OAuthClient(
                issuer: sandbox.issuer, clientID: sandbox.batchClientID,
                clientSecret: Secret(sandbox.batchClientSecret))
            configuration.credentials = ClientCredentials(client)
            try await withNx1Client(configuration) { nx1 async throws in
                #expect(try await nx1.crewTypes() == CrewType.published)
            }
        }
    }

    @Test("are renewed without any of many concurrent calls being refused")
    func renewal() async throws {
        try await withSandbox(.init(speed: 50, tokenLifetime: .seconds(1))) { sandbox in
            try await withFaultProxy(to: sandbox.host) { proxy async throws in
                let client = try OAuthClient(
                    issuer: proxy.host + "/realms/sandbox", clientID: sandbox.batchClientID,
                    clientSecret: Secret(sandbox.batchClientSecret))
                let configuration = try ClientConfiguration(
                    host: proxy.host, credentials: ClientCredentials(client))
                try await withNx1Client(configuration) { nx1 async throws in
                    try await eventually("five tokens") {
                        try await withThrowingTaskGroup(of: Void.self) { group in
                            for _ in 0..<8 { group.addTask { _ = try await nx1.crewTypes() } }
                            try await group.waitForAll()
                        }
                        return proxy.taken.count { $0.path.hasSuffix("/token") } >= 5
                    }
                }
            }
        }
    }
}
