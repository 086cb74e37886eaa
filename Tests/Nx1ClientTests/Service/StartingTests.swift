import Nx1Client
import Synchronization
import TestSupport
import Testing

@Suite("A run whose request fails")
struct StartingTests {
    /// Faults after which the service may have accepted the request.
    static let faults: [Reply] = [
        .close, .reset, .silence, .response(500), .response(502), .response(503, ["Retry-After": "1"]),
        .response(504), .bytes("garbage\r\n\r\n"),
        .head(200, ["Content-Length": "100"]).then("{").thenClose(),
        .json("<html>"),
    ]

    private static let accepted = Reply.json(#"{"correlation_id":"mine"}"#)

    private func start(
        _ routes: Route..., body: (Result<CrewRunResponse, any Error>, ScriptedServer) throws -> Void
    ) async throws {
        try await withScriptedServer(routes) { server async throws in
            var configuration = try ClientConfiguration(
                host: server.host, credentials: .preSharedKey("planted-key"))
            configuration.limits.request = .seconds(2)
            configuration.retryPolicy = RetryPolicy(
                retries: 2, budget: .seconds(30), firstPause: .milliseconds(20))
            let outcome = try await withNx1Client(configuration) { nx1 async throws in
                do {
                    return Result<CrewRunResponse, any Error>.success(
                        try await nx1.run(.ask, input: [:], correlationID: "mine"))
                } catch { return .failure(error) }
            }
            try body(outcome, server)
        }
    }

    @Test("is announced before it's sent, and not sent if it can't be recorded")
    func told() async throws {
        struct DiskFull: Error {}
        try await withScriptedServer(Route("POST /", Self.accepted)) { server async throws in
            let told = Mutex<[String]>([])
            var configuration = try ClientConfiguration(host: server.host)
            configuration.beforeStart = { request in
                #expect(server.requests.isEmpty)
                told.withLock { $0.append(request.correlationID) }
            }
            try await withNx1Client(configuration) { nx1 async throws in
                _ = try await nx1.run(.ask, input: [:])
            }
            #expect(told.withLock { $0 } == server.requests.map { $0.header("x-correlation-id") ?? "none" })
            configuration.beforeStart = { _ in throw DiskFull() }
            _ = try await withNx1Client(configuration) { nx1 async throws in
                await #expect(throws: DiskFull.self) { try await nx1.run(.ask, input: [:]) }
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test("is resumed, not restarted, if its result is found", arguments: faults)
    func inResults(fault: Reply) async throws {
        try await start(
            Route("POST /", fault, Self.accepted),
            Route("GET /api/crews/results/mine", .json(#"{"status":"running"}"#))
        ) { outcome, server throws in
            #expect(try outcome.get().correlationID == "mine")
            #expect(server.postCount == 1)
        }
    }

    @Test("is resumed if only its events or only the list of runs have it", arguments: [true, false])
    func elsewhere(hasEvents: Bool) async throws {
        let events: Reply = hasEvents ? .events("data: {\"message\":\"at work\"}\n\n") : .response(405)
        try await start(
            Route("POST /", .reset, Self.accepted), Route("GET /api/events/mine", events),
            Route(
                "GET /api/crew-runs",
                .json(hasEvents ? "[]" : #"[{"id":"1","correlation_id":"mine","status":"running"}]"#))
        ) { outcome, server throws in
            #expect(try outcome.get().correlationID == "mine")
            #expect(server.postCount == 1)
        }
    }

    @Test("is resent with the same id if nothing has it", arguments: faults.dropLast())
    func unknown(fault: Reply) async throws {
        try await start(Route("POST /", fault, Self.accepted)) { outcome, server throws in
            #expect(try outcome.get().correlationID == "mine")
            let posts = server.requests.filter { $0.method == "POST" }
            #expect(posts.map { $0.header("x-correlation-id") } == ["mine", "mine"])
            #expect(posts.first?.body == posts.last?.body)
            // Two failed lookups, in results and events, before it's resent.
            #expect(server.requests.count { $0.path == "/api/crews/results/mine" } == 2)
            #expect(server.requests.count { $0.path == "/api/events/mine" } == 2)
        }
    }

    @Test(
        "stays undecided, with its id, if the lookups are inconclusive",
        arguments: [Reply.silence, .response(500), .response(403)])
    func undecided(answer: Reply) async throws {
        try await start(
            Route("POST /", .reset, Self.accepted), Route("GET /api/crews/results/", answer)
        ) { outcome, server throws in
            let error = try #require(throws: Nx1Error.self) { try outcome.get() }
            #expect(error.code == .undecided)
            #expect(error.correlationID == "mine")
            #expect(server.postCount == 1)
        }
    }

    @Test("is resent without a lookup after 429, and no earlier than the service requests")
    func tooMany() async throws {
        let start = ContinuousClock.now
        try await self.start(Route("POST /", .response(429, ["Retry-After-Ms": "1200"]), Self.accepted)) {
            outcome, server throws in
            #expect(try outcome.get().correlationID == "mine")
            #expect(server.requests.map(\.method) == ["POST", "POST"])
        }
        #expect(ContinuousClock.now - start >= .milliseconds(1200))
    }
}

extension ScriptedServer {
    fileprivate var postCount: Int { requests.count { $0.method == "POST" } }
}
