import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import Synchronization
import TestSupport
import Testing

@testable import ArticleExamples

@Suite("The examples about runs", .timeLimit(.minutes(1)))
struct RunExampleTests {
    private func withClient(
        faults: Set<ServiceFault> = [], _ body: @Sendable @escaping (Nx1) async throws -> Void
    ) async throws {
        var configuration = SandboxConfiguration(speed: 50)
        configuration.faults = faults
        try await withSandbox(configuration) { sandbox in
            try await withNx1Client(
                .init(host: sandbox.host, credentials: .preSharedKey(sandbox.apiKey)), body)
        }
    }

    @Test("ask a question, and wait for the answer")
    func whole() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox async throws in
            let text = try await lateOrders(host: sandbox.host, key: sandbox.apiKey)
            #expect(text.contains("> How many orders shipped late?"))
        }
    }

    @Test("store the correlation id before the run starts, and request the run's status")
    func keep() async throws {
        try await withClient { nx1 async throws in
            var kept: [String] = []
            let result = try await ask("Why?", over: nx1) { kept.append($0) }
            #expect(kept == [result.correlationID])
            #expect(try await isStillAtWork(result.correlationID, over: nx1) == false)
            let run = try await nx1.run(.ask, input: ["question": "Why?", "duration": 3600])
            #expect(try await isStillAtWork(run.correlationID, over: nx1))
        }
    }

    @Test("read a table's columns, and run another crew")
    func table() async throws {
        try await withClient { nx1 async throws in
            let run = try await nx1.run(
                .ask, input: ["question": "Why?", "result": ["columns": ["a", "b"], "data": []]])
            #expect(columns(of: try await nx1.result(of: run.correlationID)) == ["a", "b"])
            #expect(try await classify(table: "orders", over: nx1).status == .completed)
        }
    }

    @Test("watch a run, and read its events")
    func watchRun() async throws {
        try await withClient { nx1 async throws in
            let id = try await nx1.run(.ask, input: ["question": "Why?"]).correlationID
            var lines: [String] = []
            let result = try await watch(id, over: nx1) { lines.append($0) }
            #expect(lines.contains { $0.contains("run_sql") })
            #expect(try await toolsUsed(in: id, over: nx1).contains("run_sql"))
            var numbered: [String] = []
            #expect(try await follow(id, over: nx1) { numbered.append($0) } == result)
            #expect(numbered.first?.hasPrefix("0: ") == true)
            #expect(numbered.count == lines.count)
        }
    }

    @Test("decode a stream from another source")
    func decode() throws {
        #expect(
            try messages(in: [Array("data: o".utf8), Array("ne\n\ndata: two\n\n".utf8)]) == ["one", "two"])
    }

    @Test("get the answer even if the service loses its response and cuts streams")
    func lost() async throws {
        try await withClient(faults: [.lostAnswers, .cutStreams]) { nx1 async throws in
            let request = CrewRunRequest(crewType: .ask, taskInput: ["question": "Why?"])
            #expect(try await answer(to: request, over: nx1).correlationID == request.correlationID)
        }
    }

    @Test("stop waiting at a time limit, and keep the run")
    func limit() async throws {
        try await withClient { nx1 async throws in
            let run = try await nx1.run(.ask, input: ["question": "Why?", "scenario": "slow"])
            #expect(try await result(of: run.correlationID, within: .zero, over: nx1) == nil)
            #expect(try await result(of: run.correlationID, within: .seconds(30), over: nx1) != nil)
        }
    }

    @Test("choose the next step by error code")
    func step() throws {
        #expect(nextStep(after: Nx1Error(.notSignedIn, "")) == .signIn)
        #expect(nextStep(after: Nx1Error(.undecided, "", correlationID: "c")) == .waitForRun("c"))
        #expect(nextStep(after: Nx1Error(.timedOut, "")) == .tryLater)
        #expect(nextStep(after: Nx1Error(.refused, "")) == .mendRequest)
        #expect(nextStep(after: Nx1Error(.runFailed, "")) == .giveUp)
        let patient = try patientConfiguration(host: "h", credentials: .preSharedKey("k"))
        #expect(patient.retryPolicy.retries == 5)
    }
}
