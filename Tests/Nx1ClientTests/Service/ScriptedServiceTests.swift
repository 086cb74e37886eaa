import Nx1Client
import TestSupport
import Testing

@Suite("A client against an arbitrary service")
struct ScriptedServiceTests {
    private func withClient(
        _ routes: [Route], policy: RetryPolicy = .init(), timeout: Duration = .seconds(30),
        _ body: @escaping @Sendable (Nx1, ScriptedServer) async throws -> Void
    ) async throws {
        try await withScriptedServer(routes) { server async throws in
            var configuration = try ClientConfiguration(
                host: server.host, credentials: .preSharedKey("planted-key"))
            configuration.limits.request = timeout
            configuration.retryPolicy = policy
            try await withNx1Client(configuration) { nx1 async throws in try await body(nx1, server) }
        }
    }

    private let started = Route("POST /api/crews/run", .json(#"{"correlation_id":"theirs"}"#))

    @Test("sends its id in the header, but uses the id in the response")
    func otherID() async throws {
        let result = Route("GET /api/crews/results/theirs", .json(#""done""#))
        try await withClient([started, result]) { nx1, server async throws in
            let run = try await nx1.run(.ask, input: ["a": 1.5], correlationID: "mine")
            #expect(run.correlationID == "theirs")
            #expect(try await nx1.result(of: run.correlationID).text == "done")
            let request = try #require(server.requests.first)
            #expect(request.header("x-correlation-id") == "mine")
            #expect(request.header("Authorization-PSK") == "planted-key")
            #expect(request.header("User-Agent") == "Nx1Client")
            #expect(request.text == #"{"crew_type":"ask","task_input":{"a":1.5}}"#)
        }
    }

    @Test(
        "reports an invalid status line as an error without a crash",
        arguments: [
            "000", "001", "099", "0", "99", "1000", "65536", "99999999999999999999", "-1", "+20", "2 0", "",
            "abc",
            "100", "101", "199", "600", "999",
        ])
    func statusLine(status: String) async throws {
        let reply = Reply.bytes("HTTP/1.1 \(status) X\r\nContent-Length: 0\r\n\r\n").thenClose()
        try await withClient([Route("/", reply)], policy: .never) { nx1, _ async throws in
            await #expect(throws: Nx1Error.self) { try await nx1.ping() }
            await #expect(throws: Nx1Error.self) { try await nx1.run(.ask, input: [:]) }
            await #expect(throws: Nx1Error.self) { try await nx1.result(of: "a") }
        }
    }

    @Test("loses no run if the service refuses some requests and responds to others")
    func refusedNowAndThen() async throws {
        let refusal = Reply.json("{}", status: 429)
        let started = Reply.json(#"{"correlation_id":"theirs"}"#)
        // Each is refused more often than the limit for a single request.
        let replies = [started] + (0..<39).flatMap { _ in [refusal, refusal, refusal, started] }
        var policy = RetryPolicy(retries: 2, budget: .seconds(600), firstPause: .milliseconds(2))
        policy.longestPause = .milliseconds(10)
        try await withClient([Route("POST /api/crews/run", replies)], policy: policy) {
            nx1, server async throws in
            _ = try await nx1.run(.ask, input: [:])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for start in 0..<8 {
                    group.addTask {
                        for _ in stride(from: start, to: 39, by: 8) {
                            _ = try await nx1.run(.ask, input: [:])
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(server.requests.count == replies.count)
        }
    }

    @Test("masks the key if the service repeats it anywhere in a run")
    func echoedKey() async throws {
        let record =
            #"{"id":"planted-key","correlation_id":"a planted-key","status":"planted-key","owner_id":"x planted%2Dkey","crew_type":"planted-key","task_input":{"planted-key":["planted-key"]},"error":"planted-key","result":"planted-key","created_at":"planted-key"}"#
        try await withClient([
            Route(
                "POST /api/crews/run",
                .json(#"{"correlation_id":"planted-key","status":"planted-key","message":"planted-key"}"#)),
            Route("GET /api/crews/types", .json(#"["planted-key","ask"]"#)),
            Route("GET /api/health/ping", .json(#"{"version":"planted-key","planted-key":1}"#)),
            Route("GET /api/crew-runs", .json("[" + record + "]")),
            Route("GET /api/crew-runs/one", .json(record)),
            Route(
                "GET /api/crews/results/",
                .json(#"{"correlation_id":"x","status":"failed","error":"planted-key"}"#)),
        ]) { nx1, _ async throws in
            let run = try await nx1.run(.ask, input: [:], correlationID: "mine")
            // An unusable id can't be requested either.
            #expect(run.correlationID == "mine")
            var said = "\(run) \(try await nx1.crewTypes()) \(try await nx1.ping())"
            for record in [try await nx1.runs()[0], try await nx1.runRecord(id: "one")] {
                #expect(record.result == "planted-key")
                var record = record
                record.result = nil
                said += "\(record)"
            }
            said += "\(try await nx1.snapshot(of: "mine"))"
            #expect(!said.contains("planted-key") && !said.contains("planted%2Dkey"), "\(said)")
        }
    }

    @Test(
        "doesn't use ids that are too long or contain its key, and logs why",
        arguments: [
            (String(repeating: "x", count: 10_000), "it is longer than 512 bytes"),
            ("a-planted-key", "it contains the request's credentials"),
        ])
    func unusableID(id: String, reason: String) async throws {
        let routes = [
            Route("POST /api/crews/run", .json(#"{"correlation_id":"\#(id)"}"#)),
            Route("POST /api/crew-templates/t/run", .json(#"{"correlation_id":"\#(id)"}"#)),
        ]
        try await withScriptedServer(routes) { server async throws in
            let log = Heard()
            var configuration = try ClientConfiguration(
                host: server.host, credentials: .preSharedKey("planted-key"))
            configuration.logger = log.logger
            try await withNx1Client(configuration) { nx1 async throws in
                #expect(try await nx1.run(.ask, input: [:], correlationID: "mine").correlationID == "mine")
                // A template's run has no other id.
                let template = CrewTemplate.Reference(id: "t", name: "T", config: CrewConfig(json: [:]))
                let error = await #expect(throws: Nx1Error.self) {
                    try await nx1.run(CrewRunRequest(crew: .template(template)))
                }
                #expect(error?.code == .undecided)
                #expect(
                    error?.message.contains("its correlation_id isn't usable, because \(reason).") == true,
                    "\(error?.message ?? "")")
            }
            #expect(
                log.messages.contains(
                    "warning: The service gave run mine an unusable id: \(reason). The run keeps the id that was sent."
                ), "\(log.messages)")
        }
    }

    @Test("reports JSON that isn't what it asked for")
    func otherJSON() async throws {
        try await withClient([Route("GET /api/", .json("7"))]) { nx1, server async throws in
            func isRejected(_ reason: String, _ call: () async throws -> Void) async {
                let error = await #expect(throws: Nx1Error.self) { try await call() }
                #expect(error?.code == .notUnderstood)
                #expect(
                    error?.message
                        == "Couldn't parse the response from \(server.host): \(reason). It starts with: 7")
            }
            await isRejected("it has no list of crew types") { _ = try await nx1.crewTypes() }
            await isRejected("it has no list of templates") { _ = try await nx1.templates() }
            await isRejected("it has no list of runs") { _ = try await nx1.runs() }
            await isRejected("it isn't a run record") { _ = try await nx1.runRecord(id: "one") }
        }
    }

    @Test("logs why it can't show a run's progress, and still returns the answer")
    func pageInsteadOfEvents() async throws {
        let page = Reply.response(200, ["Content-Type": "text/html"], body: "<html>Sign in</html>")
        let routes = [
            Route("GET /api/events/c", page),
            Route("GET /api/crews/results/c", .json("null"), .json(#""end""#)),
        ]
        try await withScriptedServer(routes) { server async throws in
            let log = Heard()
            var configuration = try ClientConfiguration(host: server.host)
            configuration.logger = log.logger
            try await withNx1Client(configuration) { nx1 async throws in
                var last: RunUpdate?
                for try await update in nx1.updates(of: "c") { last = update }
                guard case .ended(let result)? = last else { throw CancellationError() }
                #expect(result.text == "end")
            }
            let start =
                "warning: Can't show further progress of run c: Couldn't parse the response from \(server.host): it's neither events nor JSON."
            #expect(
                log.messages.contains {
                    $0.hasPrefix(start) && $0.hasSuffix(" Still waiting for its answer.")
                }, "\(log.messages)")
        }
    }

    @Test("returns validation errors as values with their locations")
    func invalidRequest() async throws {
        let detail = #"{"detail":[{"loc":["body","tags",3],"msg":"too long","type":"x"}]}"#
        try await withClient([Route("POST /api/crews/run", .json(detail, status: 422))]) { nx1, _ in
            let error = await #expect(throws: Nx1Error.self) { try await nx1.run(.ask, input: [:]) }
            guard case .invalidRequest(let validation)? = error?.problem else {
                Issue.record("\(error as Any)")
                return
            }
            #expect(validation.detail.map(\.loc) == [["body", "tags", "3"]])
            #expect(validation.detail.map(\.msg) == ["too long"])
        }
    }

    @Test("keeps unpublished statuses and crews")
    func unknownWords() async throws {
        try await withClient([
            Route(
                "POST /api/crews/run", .json(#"{"correlation_id":"c","status":"dreaming","message":"hm"}"#)),
            Route("GET /api/crews/types", .json(#"{"types":[{"name":"ask"},{"crew_type":"poetry"}]}"#)),
        ]) { nx1, _ async throws in
            let run = try await nx1.run("poetry", input: [:])
            #expect(run.status.rawValue == "dreaming")
            #expect(run.message == "hm")
            #expect(try await nx1.crewTypes() == [.ask, "poetry"])
        }
    }

    @Test("never follows a redirect, so no key reaches another host")
    func redirect() async throws {
        try await withScriptedServer(answering: { _ in .json("{}") }) { other async throws in
            let away = Route("GET /api/health/ping", .response(307, ["Location": other.host + "/"]))
            try await withClient([away]) { nx1, _ async throws in
                let error = await #expect(throws: Nx1Error.self) { try await nx1.ping() }
                #expect(error?.code == .notUnderstood)
                #expect(error?.message.contains(other.host) == true)
            }
            #expect(other.requests.isEmpty)
        }
    }

    @Test(
        "reports each kind of failure with the run's id, and never the key",
        arguments: [
            (.reset, .unreachable), (.close, .unreachable), (.bytes("not HTTP at all\r\n\r\n"), .unreachable),
            (.head(200, ["Content-Length": "100"]).then("half").thenClose(), .unreachable),
            (.response(200, [:], body: "<html>Welcome</html>"), .notUnderstood),
            (.json("[1,"), .notUnderstood),
            (.json("{}"), .notUnderstood), (.json("{}", status: 500), .serviceFailed), (.silence, .timedOut),
            (.head(200, ["Content-Length": "100"]).then("half").thenSilence(), .timedOut),
        ] as [(Reply, Nx1Error.Code)])
    func faults(reply: Reply, code: Nx1Error.Code) async throws {
        try await withClient(
            [Route("POST /api/crews/run", reply)], policy: .never,
            timeout: code == .timedOut ? .seconds(5) : .seconds(30)
        ) {
            nx1, server in
            let error = await #expect(throws: Nx1Error.self) {
                try await nx1.run(.ask, input: [:], correlationID: "mine")
            }
            #expect(error?.code == code, "\(String(describing: error))")
            #expect(error?.correlationID == "mine")
            // The run was looked up afterwards, and the service doesn't know it.
            #expect(error?.isWithoutEffect == true)
            #expect(server.requests.count { $0.method == "POST" } <= 1)
            #expect(server.requests.contains { $0.path == "/api/crews/results/mine" })
            #expect(error?.description.contains("planted") == false)
        }
    }

    @Test(
        "never repeats the key, wherever the service repeats it",
        arguments: [
            .json(#"{"detail":"The key planted-key is unknown"}"#, status: 401),
            .json(#"{"detail":"planted-key"}"#, status: 403),
            .json(#"{"detail":"planted-key"}"#, status: 404),
            .json(#"{"detail":[{"loc":["planted-key"],"msg":"no planted-key"}]}"#, status: 422),
            .json("planted-key", status: 500), .response(502, [:], body: "<title>planted-key</title>"),
            .response(302, ["Location": "/planted-key"]), .response(200, [:], body: "planted-key"),
            .response(400, ["X-Request-Id": "planted-key"]),
        ] as [Reply])
    func echo(reply: Reply) async throws {
        try await withClient([Route("/", reply)], policy: .never) { nx1, _ async throws in
            let error = await #expect(throws: Nx1Error.self) { try await nx1.ping() }
            #expect(error?.description.contains("planted") == false)
            #expect(error.map { "\($0)" + String(reflecting: $0) }?.contains("planted") == false)
        }
    }

    @Test("finds a run in the list of runs if the service has no events, and starts no second one")
    func foundInRecords() async throws {
        let request = CrewRunRequest(crewType: .ask, taskInput: ["question": "Why?"], correlationID: "mine")
        let records = Route(
            "GET /api/crew-runs", .json(#"[{"id":"1","correlation_id":"mine","status":"running"}]"#))
        try await withClient([Route("POST /api/crews/run", .json("{}", status: 502)), records]) {
            nx1, server async throws in
            #expect(try await nx1.run(request).correlationID == "mine")
            #expect(server.requests.count { $0.method == "POST" } == 1)
        }
        // The service may have assigned another id.
        let other = Route(
            "GET /api/crew-runs",
            .json(
                #"[{"id":"1","correlation_id":"theirs","crew_type":"ask","task_input":{"question":"Why?"}}]"#
            ))
        try await withClient([Route("POST /api/crews/run", .json("{}", status: 502)), other]) {
            nx1, server async throws in
            let error = await #expect(throws: Nx1Error.self) { try await nx1.run(request) }
            #expect(error?.code == .undecided)
            #expect(error?.message.contains("theirs") == true)
            #expect(server.requests.count { $0.method == "POST" } == 1)
        }
    }

    @Test("follows a run to its end even if its stream never ends", .timeLimit(.minutes(1)))
    func endlessStream() async throws {
        let beats = Reply.head(200, ["Content-Type": "text/event-stream"])
            .then(String(repeating: "data: {\"type\":\"heartbeat\"}\n\n", count: 3))
        try await withScriptedServer([
            Route("GET /api/events/c", beats.thenSilence()),
            Route("GET /api/crews/results/c", .json("null"), .json(#""end""#)),
        ]) { server async throws in
            var configuration = try ClientConfiguration(host: server.host)
            configuration.limits.silence = .milliseconds(200)
            try await withNx1Client(configuration) { nx1 async throws in
                var last: RunUpdate?
                for try await update in nx1.updates(of: "c") { last = update }
                guard case .ended(let result)? = last else { throw CancellationError() }
                #expect(result.text == "end")
            }
        }
    }

    @Test("continues if an event's id isn't valid in a header field")
    func unfitID() async throws {
        let first = Reply.events("id: a\u{1}b\ndata: one\n\n")
        let second = Reply.events("id: a\u{1}b\ndata: one\n\nid: c\ndata: two\n\n")
        try await withClient([
            Route("GET /api/events/c", first, second, .events("")),
            Route("GET /api/crews/results/c", .json("null"), .json(#""end""#)),
        ]) { nx1, server async throws in
            var texts: [String?] = []
            for try await event in nx1.events(of: "c") { texts.append(event.message) }
            #expect(texts == ["one", "two"])
        }
    }

    @Test("knows that nothing was sent if nothing listens")
    func refusedConnection() async throws {
        let host = try ClosedPort.host()
        try await withNx1Client(.init(host: host, credentials: .preSharedKey("planted-key"))) {
            nx1 async throws in
            let error = await #expect(throws: Nx1Error.self) { try await nx1.run(.ask, input: [:]) }
            #expect(error?.code == .unreachable)
            #expect(error?.isWithoutEffect == true)
            #expect(error?.message.contains("connection refused") == true)
        }
    }

    @Test("waits through every form of not yet")
    func notYet() async throws {
        let result = Route(
            "GET /api/crews/results/c", .json("{}", status: 404), .json("null"), .json("{}", status: 202),
            .json(#"{"status":"running"}"#), .json("{}", status: 503),
            .json(#"{"status":"completed","result":[1.10]}"#))
        try await withClient([result]) { nx1, server async throws in
            #expect(try await nx1.result(of: "c").text == "[\n  1.10\n]")
            #expect(server.requests.count == 6)
        }
    }

    @Test("reports an unknown run once its patience is over")
    func noSuchRun() async throws {
        try await withClient([]) { nx1, _ async throws in
            let error = await #expect(throws: Nx1Error.self) {
                for try await _ in nx1.updates(of: "nobody", patience: .milliseconds(300)) {}
            }
            #expect(error?.code == .notFound)
            #expect(error?.correlationID == "nobody")
        }
    }

    @Test(
        "reconnects with the last event id, and yields a repeated event only once")
    func resumed() async throws {
        let first = Reply.events("id: 1\ndata: one\n\nid: 2\ndata: two\n\nid: 3\ndata: unfini").thenReset()
        let second = Reply.events("id: 2\ndata: two\n\nid: 3\ndata: three\n\n")
        try await withClient([
            Route("GET /api/events/c", first, second, .events("")),
            Route("GET /api/crews/results/c", .json("null"), .json(#""end""#)),
        ]) { nx1, server async throws in
            var texts: [String?] = []
            for try await event in nx1.events(of: "c") { texts.append(event.message) }
            #expect(texts == ["one", "two", "three"])
            let ids = server.requests.filter { $0.path == "/api/events/c" }.map { $0.header("Last-Event-ID") }
            #expect(ids.prefix(2) == [nil, "2"])
        }
    }

    @Test(
        "accepts events in any form, under any content type",
        arguments: [
            ("text/event-stream", "data: {\"message\":\"a\"}\n\ndata: {\"message\":\"b\"}\n\n"),
            ("text/plain", "data: {\"message\":\"a\"}\r\rdata: {\"message\":\"b\"}\r\r"),
            ("application/x-ndjson", "{\"message\":\"a\"}\n{\"message\":\"b\"}"),
            ("application/json", "{\"message\":\"a\"}\n{\"message\":\"b\"}\n"),
            ("application/json", "[{\"message\":\"a\"},{\"message\":\"b\"}]"),
            (
                "application/json",
                "{\"status\":\"running\",\"events\":[{\"message\":\"a\"},{\"message\":\"b\"}]}"
            ),
            ("text/event-stream", "{\"data\":{\"events\":[{\"message\":\"a\"},{\"message\":\"b\"}]}}"),
        ])
    func forms(type: String, body: String) async throws {
        try await withClient([
            Route("GET /api/events/c", .response(200, ["Content-Type": type], body: body)),
            Route("GET /api/crews/results/c", .json("null"), .json(#""end""#)),
        ]) { nx1, _ async throws in
            var texts: [String?] = []
            for try await event in nx1.events(of: "c") { texts.append(event.message) }
            #expect(texts == ["a", "b"])
        }
    }

    @Test("uses the result if there are no events", arguments: [404, 405, 406, 501])
    func noEvents(status: Int) async throws {
        try await withClient([
            Route("GET /api/events/c", .json("{}", status: status)),
            Route("GET /api/crews/results/c", .json("null"), .json(#""end""#)),
        ]) { nx1, _ async throws in
            var updates: [RunUpdate] = []
            for try await update in nx1.updates(of: "c") { updates.append(update) }
            #expect(updates.count == 1)
            guard case .ended(let result)? = updates.last else { return }
            #expect(result.text == "end")
        }
    }

    @Test("rejects a response larger than its limit, and names the limit")
    func tooLarge() async throws {
        let page = Route("GET /api/health/ping", .json("\"" + String(repeating: "x", count: 2 << 20) + "\""))
        try await withScriptedServer(page) { server async throws in
            var configuration = try ClientConfiguration(host: server.host)
            configuration.limits.body = 1 << 20
            try await withNx1Client(configuration) { nx1 async throws in
                let error = await #expect(throws: Nx1Error.self) { try await nx1.ping() }
                #expect(error?.message.contains("1 MiB") == true)
            }
        }
    }
}
