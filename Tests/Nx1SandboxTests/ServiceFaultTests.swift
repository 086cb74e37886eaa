import NIOHTTP1
import Nx1Sandbox
import Testing

@Suite("Faults of the whole service")
struct ServiceFaultTests {
    private func withFaultyCaller(
        _ faults: ServiceFault..., body: @Sendable (SandboxCaller) async throws -> Void
    ) async throws {
        try await withCaller(faults: Set(faults), body)
    }

    private func start(_ id: String, _ caller: SandboxCaller) async throws -> Int {
        try await caller.post(
            #"{"crew_type":"ask","task_input":{"duration":0}}"#, headers: ["x-correlation-id": id]
        ).status
    }

    @Test("502: each run's first response is lost, and the run exists")
    func lostAnswers() async throws {
        try await withFaultyCaller(.lostAnswers) { caller async throws in
            for id in ["one", "two"] {
                #expect(try await start(id, caller) == 502)
                #expect(try await caller.result(of: id)["status"] as? String == "completed")
                #expect(try await start(id, caller) == 200)
            }
            #expect(await caller.sandbox.startedRuns == 2)
        }
    }

    @Test("502-once: only the first response is lost")
    func firstLostAnswer() async throws {
        try await withFaultyCaller(.firstLostAnswer) { caller async throws in
            #expect(try await start("one", caller) == 502)
            #expect(try await start("two", caller) == 200)
            #expect(await caller.sandbox.startedRuns == 2)
        }
    }

    @Test("cut: streams end after each fifth of the events, without the end of the body")
    func cutStreams() async throws {
        try await withFaultyCaller(.cutStreams) { caller in
            let id = try await caller.start(#"{"duration":0,"scenario":"plain"}"#)
            for first in [0, 3, 6, 9, 12] {
                let events = try await caller.events(of: id, headers: ["Last-Event-ID": "\(first)"])
                #expect(Blocks(events.bytes).ids == Array(first + 1...min(first + 3, 14)))
                #expect(events.isCut == (first < 12))
            }
        }
    }

    @Test("503-path: each path is busy once, for every run again", arguments: [true, false])
    func busy(isForEachPath: Bool) async throws {
        try await withFaultyCaller(isForEachPath ? .busyPaths : .busyRoutes) { caller in
            #expect(try await start("one", caller) == 503)
            #expect(await caller.sandbox.startedRuns == 0)
            #expect(try await start("one", caller) == 200)
            #expect(try await start("two", caller) == 200)
            for path in ["/api/crews/results/", "/api/events/"] {
                let first = try await caller.call(.GET, path + "one")
                #expect(first.status == 503)
                #expect(first.headers["Retry-After"] == ["1"])
                #expect(try await caller.call(.GET, path + "one").status == 200)
                #expect(try await caller.call(.GET, path + "two").status == (isForEachPath ? 503 : 200))
            }
        }
    }
}
