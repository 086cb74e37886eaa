import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
import Nx1SecureSandbox
import TestSupport
import Testing

@testable import Nx1Sandbox

@Suite("The lifetime of the sandbox")
struct LifetimeTests {
    struct Stop: Error {}

    @Test("The body's value is returned, and the port is free again")
    func endsWithTheBody() async throws {
        let host = try await withSandbox { $0.host }
        let port = try #require(host.split(separator: ":").last.flatMap { Int($0) })
        #expect(try await withSandbox(.init(port: port)) { $0.host } == host)
    }

    @Test("The body's error is rethrown")
    func endsWithAnError() async throws {
        await #expect(throws: Stop.self) { try await withSandbox { _ in throw Stop() } }
    }

    @Test(
        "Its end closes open and unread event streams at once",
        arguments: [
            #"{"duration":3600}"#, #"{"scenario":"silent"}"#, #"{"events":10000000,"duration":0}"#,
            #"{"events":10000000,"duration":0,"framing":"poll"}"#,
        ], [nil, SandboxTLS(offersHTTP2: false), SandboxTLS()])
    func endsOpenStreams(taskInput: String, tls: SandboxTLS?) async throws {
        var configuration = HTTPClient.Configuration()
        configuration.tlsConfiguration = .makeClientConfiguration()
        configuration.tlsConfiguration?.certificateVerification = .none
        // The client closes no connection before the sandbox does.
        try await HTTPClient.withHTTPClient(
            eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration
        ) { http in
            let response = try await withSandbox(tls: tls) { sandbox in
                let caller = SandboxCaller(sandbox: sandbox, http: http)
                let id = try await caller.start(taskInput)
                return try await caller.open(.GET, "/api/events/\(id)")
            }
            #expect(response.status == .ok)
            await #expect(throws: (any Error).self) {
                for try await _ in response.body {}
            }
        }
    }

    @Test(
        "Connections that arrive while it ends are closed, and do no harm",
        arguments: [nil, SandboxTLS(offersHTTP2: false), SandboxTLS()])
    func arrivalsAtTheEnd(tls: SandboxTLS?) async throws {
        for _ in 0..<30 {
            let (ports, started) = AsyncStream<Int>.makeStream()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await port in ports { await connectUntilRefused(port: port) }
                }
                try await withSandbox(tls: tls) { sandbox in
                    started.yield(try #require(sandbox.host.split(separator: ":").last.flatMap { Int($0) }))
                    started.finish()
                    try await eventually("connections") { sandbox.traffic.connections > 5 }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("Cancelling the surrounding task ends it")
    func cancellation() async throws {
        let (hosts, started) = AsyncStream<String>.makeStream()
        let task = Task {
            try await withSandbox { sandbox in
                started.yield(sandbox.host)
                try await Task.sleep(for: .seconds(3600))
            }
        }
        for await _ in hosts { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("A port in use is reported with what to do")
    func portInUse() async throws {
        try await withSandbox { sandbox in
            let port = try #require(sandbox.host.split(separator: ":").last.flatMap { Int($0) })
            let error = try await #require(throws: SandboxError.self) {
                try await withSandbox(.init(port: port)) { _ in }
            }
            #expect(error.code == .cannotListen)
            #expect(
                error.description
                    == "Couldn't listen on 127.0.0.1:\(port): address already in use. "
                    + "Another program may be using the port. Choose another port, or 0.")
        }
    }

    @Test(
        "An invalid setting is rejected before anything starts",
        arguments: [
            (SandboxConfiguration(speed: 0), "The speed must be a number greater than 0"),
            (SandboxConfiguration(speed: -1), "The speed must be a number greater than 0"),
            (SandboxConfiguration(speed: .nan), "The speed must be a number greater than 0"),
            (SandboxConfiguration(speed: .infinity), "The speed must be a number greater than 0"),
            (SandboxConfiguration(port: 65536), "The port must be between 0 and 65535, not 65536."),
            (SandboxConfiguration(port: -1), "The port must be between 0 and 65535, not -1."),
            (SandboxConfiguration(apiKey: ""), "The key must be printable ASCII characters"),
            (SandboxConfiguration(apiKey: "a\nb"), "The key must be printable ASCII characters"),
            (SandboxConfiguration(accessToken: "é"), "The token must be printable ASCII characters"),
            (SandboxConfiguration(tokenLifetime: .zero), "The lifetime of a token must be more than 0"),
            (
                SandboxConfiguration(tokenLifetime: .seconds(1 << 40)),
                "The lifetime of a token must be more than 0"
            ),
        ])
    func refusesSettings(configuration: SandboxConfiguration, words: String) async throws {
        let error = try await #require(throws: SandboxError.self) {
            try await withSandbox(configuration) { _ in }
        }
        #expect(error.code == .invalidConfiguration)
        #expect(error.description.contains(words))
        #expect(!error.description.contains("\n"))
    }

    @Test("A certificate without a valid name is rejected", arguments: [[], ["a b"]])
    func refusesNames(names: [String]) async throws {
        let error = try await #require(throws: SandboxError.self) {
            try await withSandbox(tls: .init(names: names)) { _ in }
        }
        #expect(error.code == .invalidConfiguration)
        #expect(error.description.contains("host name"))
    }

    @Test("Every speed works", arguments: [1e-300, 1e-3, 1e6, 1e300])
    func speeds(speed: Double) async throws {
        try await withCaller(speed: speed) { caller in
            let id = try await caller.start("{}")
            let status = try await caller.call(.GET, "/api/crews/results/\(id)").object()["status"] as? String
            #expect(status == (speed < 1 ? "running" : "completed"))
        }
    }

    @Test("Every sandbox has its own keys and tokens")
    func randomSecrets() {
        let one = SandboxConfiguration()
        let other = SandboxConfiguration()
        #expect(one.apiKey.hasPrefix("sandbox-"))
        #expect(Set([one.apiKey, one.accessToken, other.apiKey, other.accessToken]).count == 4)
    }
}
