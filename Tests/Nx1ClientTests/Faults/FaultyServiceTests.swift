import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("A faulty service")
struct FaultyServiceTests {
    private func configuration(host: String, _ sandbox: Sandbox) throws -> ClientConfiguration {
        var configuration = try ClientConfiguration(host: host, credentials: .preSharedKey(sandbox.apiKey))
        configuration.retryPolicy = RetryPolicy(budget: .seconds(20), firstPause: .milliseconds(20))
        return configuration
    }

    private func start(_ nx1: Nx1) async throws -> CrewRunResponse {
        try await nx1.run(.ask, input: ["question": "How many?"], correlationID: "the-run")
    }

    @Test("that disappears after it accepts a run leaves the run undecided, and its id finds it later")
    func gone() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            let error = try await withFaultProxy(
                to: sandbox.host, FaultRule("POST /", .afterTaking, .reset),
                FaultRule("", .afterAccepting, .closed, times: nil)
            ) { proxy async throws in
                var configuration = try configuration(host: proxy.host, sandbox)
                configuration.retryPolicy.budget = .milliseconds(300)
                return try await withNx1Client(configuration) { nx1 async throws in
                    await #expect(throws: Nx1Error.self) { try await start(nx1) }
                }
            }
            #expect(error?.code == .undecided)
            #expect(error?.correlationID == "the-run")
            #expect(await sandbox.startedRuns == 1)
            try await withNx1Client(configuration(host: sandbox.host, sandbox)) { nx1 async throws in
                #expect(try await !nx1.result(of: "the-run").text.isEmpty)
            }
        }
    }

    @Test(
        "is retried no earlier than it requests",
        arguments: ServiceCall.allCases.filter { $0 != .snapshot }, [429, 503])
    func retryAfter(call: ServiceCall, status: Int) async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            let rule = FaultRule(call.request, .afterAccepting, .status(status, retryAfter: 1))
            try await withFaultProxy(to: sandbox.host, rule) { proxy async throws in
                if call.isAboutRun {
                    try await withNx1Client(configuration(host: sandbox.host, sandbox)) { nx1 async throws in
                        _ = try await call.startRun(nx1)
                    }
                }
                let start = ContinuousClock.now
                try await withNx1Client(configuration(host: proxy.host, sandbox)) { nx1 async throws in
                    _ = try await call.make(nx1)
                }
                #expect(ContinuousClock.now - start >= .seconds(1))
                #expect(proxy.strikes == 1)
            }
        }
    }

    @Test(
        "that loses first responses, cuts streams and is busy still completes every run, each started once",
        arguments: ["sse", "ndjson", "poll"])
    func everything(framing: String) async throws {
        var sandboxConfiguration = SandboxConfiguration(speed: 50)
        sandboxConfiguration.faults = [.lostAnswers, .cutStreams, .busyPaths]
        let count = 20
        try await withSandbox(sandboxConfiguration) { sandbox in
            // Without faults, records what the service receives.
            try await withFaultProxy(to: sandbox.host) { proxy async throws in
                try await withNx1Client(configuration(host: proxy.host, sandbox)) { nx1 async throws in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for number in 1...count {
                            group.addTask { try await ask(number, framing: framing, nx1) }
                        }
                        try await group.waitForAll()
                    }
                }
                #expect(await sandbox.startedRuns == count)
                // One is busy, and each run's first response is lost.
                #expect(proxy.taken.count { $0.method == "POST" } == count + 1)
            }
        }
    }

    private func ask(_ number: Int, framing: String, _ nx1: Nx1) async throws {
        let run = try await nx1.run(
            .ask,
            input: ["question": "How many?", "framing": .string(framing), "result": .string("\(number)")])
        var events: [CrewEvent] = []
        for try await update in nx1.updates(of: run.correlationID) {
            switch update {
            case .event(let event): events.append(event)
            case .ended(let result): #expect(result.text == "\(number)")
            }
        }
        #expect(events.count > 50 && events.map(\.sequence) == Array(1...max(1, events.count)))
        #expect(events.last?.kind == "crew_kickoff_completed")
    }
}
