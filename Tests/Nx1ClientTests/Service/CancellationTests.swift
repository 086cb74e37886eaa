import Nx1Client
import TestSupport
import Testing

@Suite("The cancellation of a call")
struct CancellationTests {
    /// A call, its service, and the number of requests received when it's half done.
    struct Moment: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let routes: [Route]
        let requests: Int
        let call: @Sendable (Nx1) async throws -> Void

        init(
            _ name: String, _ routes: Route..., requests: Int = 1,
            call: @escaping @Sendable (Nx1) async throws -> Void
        ) {
            testDescription = name
            self.routes = routes
            self.requests = requests
            self.call = call
        }
    }

    private static let half = Reply.head(200, ["Content-Length": "100"]).then("{").thenSilence()
    private static let busy = Reply.response(503, ["Retry-After": "50"])
    private static let stream = Reply.head(200, ["Content-Type": "text/event-stream"])
    private static let accepted = Route("POST /api/crews/run", .json(#"{"correlation_id":"c"}"#))
    private static let follow: @Sendable (Nx1) async throws -> Void = { nx1 in
        for try await _ in nx1.events(of: "c") {}
    }

    static let moments = [
        Moment("before the head of an answer", Route("/", .silence)) { _ = try await $0.ping() },
        Moment("in the body of an answer", Route("/", half)) { _ = try await $0.ping() },
        Moment("in the pause before a retry", Route("/", busy)) { _ = try await $0.crewTypes() },
        Moment("while a run is being started", Route("/", .silence)) {
            _ = try await $0.run(.ask, input: [:])
        },
        Moment("in the pause before a run is looked for", Route("POST /", busy)) {
            _ = try await $0.run(.ask, input: [:])
        },
        Moment(
            "while a run is being looked for", Route("POST /", .reset), Route("GET /", .silence), requests: 2
        ) {
            _ = try await $0.run(.ask, input: [:])
        },
        Moment("while events are silent", Route("GET /api/events/", stream.thenSilence()), call: follow),
        Moment(
            "in the middle of an event",
            Route("GET /api/events/", stream.then("data: {\"mess").thenSilence()),
            call: follow),
        Moment("before events open", Route("GET /api/events/", .silence), call: follow),
        Moment(
            "while the events are to be left alone", Route("GET /api/events/", busy), call: follow),
        Moment("while a result is not there yet", Route("GET /api/crews/results/", busy)) {
            _ = try await $0.result(of: "c")
        },
    ]

    @Test(
        "ends it at once with a CancellationError, closes its connection and sends nothing more",
        arguments: moments)
    func atOnce(moment: Moment) async throws {
        try await withScriptedServer(moment.routes) { server async throws in
            try await withNx1Client(.init(host: server.host, credentials: .preSharedKey("planted-key"))) {
                nx1 async throws in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await moment.call(nx1) }
                    try await server.waitForRequests(moment.requests)
                    let start = ContinuousClock.now
                    group.cancelAll()
                    await #expect(throws: CancellationError.self) { try await group.waitForAll() }
                    #expect(ContinuousClock.now - start < .seconds(10))
                }
                // A connection with a complete response may stay open for the next request.
                if moment.isMidAnswer { try await server.waitForNoConnections() }
                #expect(server.requests.count == moment.requests)
            }
        }
    }
}

extension CancellationTests.Moment {
    fileprivate var isMidAnswer: Bool {
        !testDescription.contains("pause") && !testDescription.contains("alone")
            && !testDescription.contains("not there yet")
    }
}
