import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import Testing

@Suite("A client against the sandbox")
struct SandboxTests {
    private func withClient(
        _ body: @Sendable @escaping (Nx1) async throws -> Void
    ) async throws {
        for transport in Transport.allCases {
            try await transport.withClient { nx1, _ in try await body(nx1) }
        }
    }

    @Test(
        "starts a run, gets each event once and in order, and gets the answer",
        arguments: ["sse", "ndjson", "poll"])
    func road(framing: String) async throws {
        try await withClient { nx1 async throws in
            let run = try await nx1.run(.ask, input: ["question": "Why?", "framing": .string(framing)])
            #expect(run.status == .pending)
            var events: [CrewEvent] = []
            for try await event in nx1.events(of: run.correlationID) { events.append(event) }
            #expect(events.map(\.index) == Array(0..<events.count))
            #expect(events.map(\.sequence) == Array(1...max(1, events.count)))
            #expect(events.last?.kind == "crew_kickoff_completed")
            #expect(Set(events.map(\.payload)).count == events.count)
            #expect(events.contains { $0.tool == "run_sql" && $0.agent == "Data Analyst" })
            let result = try await nx1.result(of: run.correlationID)
            #expect(result.status == .completed)
            #expect(result.text.contains("> Why?"))
        }
    }

    @Test(
        "gets each event once even if the stream breaks repeatedly",
        arguments: ["drop+sse", "drop+ndjson", "drop+poll"])
    func cut(scenario: String) async throws {
        try await withClient { nx1 async throws in
            let whole = try await nx1.run(.ask, input: ["question": "Why?"])
            let kinds = try await nx1.events(of: whole.correlationID).reduce(into: []) { $0.append($1.kind) }
            let run = try await nx1.run(.ask, input: ["question": "Why?", "scenario": .string(scenario)])
            var seen: [String?] = []
            for try await event in nx1.events(of: run.correlationID) { seen.append(event.kind) }
            #expect(seen == kinds)
        }
    }

    @Test("survives a silent stream")
    func silent() async throws {
        try await withClient { nx1 async throws in
            let run = try await nx1.run(
                .ask, input: ["question": "Why?", "scenario": "silent", "result": "here"])
            #expect(try await nx1.result(of: run.correlationID).text == "here")
        }
    }

    @Test("sends its own id, and finds the run by it")
    func correlationID() async throws {
        try await withClient { nx1 async throws in
            let id = CorrelationID.random()
            let run = try await nx1.run(.classification, input: ["text": "late"], correlationID: id)
            #expect(run.correlationID == id)
            let records = try await nx1.runs(limit: 10)
            #expect(records.map(\.correlationID) == [id])
            #expect(records.first?.crewType == .classification)
            #expect(records.first?.taskInput == ["text": "late"])
            let recordID = try #require(records.first?.id)
            #expect(try await nx1.runRecord(id: recordID).correlationID == id)
        }
    }

    @Test("gets the crews, the version, and the state of a run")
    func service() async throws {
        try await withClient { nx1 async throws in
            #expect(try await nx1.crewTypes() == CrewType.published)
            #expect(try await nx1.ping().version == "0.10.2")
            let run = try await nx1.run(.ask, input: ["question": "Why?", "duration": 600])
            #expect(try await nx1.snapshot(of: run.correlationID) == .unfinished(.running))
        }
    }

    @Test("distinguishes a failed run from an unknown one")
    func failures() async throws {
        try await withClient { nx1 async throws in
            let run = try await nx1.run(.ask, input: ["question": "Why?", "scenario": "fail"])
            let failed = await #expect(throws: Nx1Error.self) { try await nx1.result(of: run.correlationID) }
            #expect(failed?.code == .runFailed)
            #expect(failed?.correlationID == run.correlationID)
            let missing = await #expect(throws: Nx1Error.self) { try await nx1.snapshot(of: "nobody/../?#") }
            #expect(missing?.code == .notFound)
            #expect(missing?.correlationID == "nobody/../?#")
        }
    }

    @Test("lists each invalid field of a refused request")
    func refused() async throws {
        try await withClient { nx1 async throws in
            let error = await #expect(throws: Nx1Error.self) { try await nx1.run("nonsense", input: [:]) }
            #expect(error?.code == .refused)
            #expect(error?.httpStatus == 422)
            #expect(error?.message.contains("body.crew_type: ") == true)
        }
    }

    @Test("signs in with a token, and reports a wrong key")
    func signIn() async throws {
        try await withSandbox { sandbox in
            try await withNx1Client(
                .init(host: sandbox.host, credentials: .bearerToken(sandbox.accessToken))
            ) { nx1 async throws in
                #expect(try await nx1.runs(limit: 1).isEmpty)
            }
            try await withNx1Client(.init(host: sandbox.host, credentials: .preSharedKey("planted"))) {
                nx1 async throws in
                let error = await #expect(throws: Nx1Error.self) { try await nx1.runs(limit: 1) }
                #expect(error?.code == .notSignedIn)
                #expect(error?.description.contains("planted") == false)
            }
        }
    }

    @Test("stops at once when its task is cancelled at any point", arguments: ["sse", "poll", "silent"])
    func cancellation(scenario: String) async throws {
        try await withClient { nx1 async throws in
            let run = try await nx1.run(
                .ask, input: ["question": "Why?", "scenario": .string(scenario), "duration": 3600])
            await withThrowingTaskGroup(of: Void.self) { group in
                let (opened, signal) = AsyncStream<Void>.makeStream()
                group.addTask {
                    signal.yield()
                    for try await _ in nx1.events(of: run.correlationID) { signal.yield() }
                }
                for await _ in opened { break }
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.next() }
            }
        }
    }

    @Test("streams twenty thousand events without losing one")
    func many() async throws {
        try await withClient { nx1 async throws in
            let run = try await nx1.run(.ask, input: ["question": "Why?", "events": 20_000])
            var count = 0
            for try await event in nx1.events(of: run.correlationID) {
                if event.index != count { Issue.record("\(event.index) after \(count)") }
                count += 1
            }
            #expect(count > 20_000)
        }
    }
}
