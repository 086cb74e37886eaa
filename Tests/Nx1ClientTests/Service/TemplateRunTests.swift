import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@testable import Nx1Client

@Suite("A template's run")
struct TemplateRunTests {
    /// A point at which the request or its response breaks, and the outcome.
    struct Break: Sendable, CustomStringConvertible {
        enum Outcome: Sendable {
            /// One run.
            case run
            /// An undecided error.
            case undecided(runs: Int)
        }

        let stage: FaultStage
        let fault: Fault
        let outcome: Outcome

        var description: String { "\(stage), \(fault)" }
    }

    private static let cuts: [Fault] = [.reset, .closed, .silent, .garbage]

    static let breaks: [Break] =
        // The service never receives the request.
        (cuts + [.status(500), .status(502), .status(504)]).map {
            Break(stage: .afterAccepting, fault: $0, outcome: .undecided(runs: 0))
        }
        + [.status(503), .status(429)].map { Break(stage: .afterAccepting, fault: $0, outcome: .run) }
        // The service accepted the request, and the response is lost.
        + (cuts + [.status(500), .status(502), .status(503), .status(504)]).map {
            Break(stage: .afterTaking, fault: $0, outcome: .run)
        }
        + [FaultStage.inHead, .inBody, .inLastChunk].flatMap { stage in
            cuts.map { Break(stage: stage, fault: $0, outcome: .run) }
        }

    static let policy = RetryPolicy(retries: 2, budget: .seconds(20), firstPause: .milliseconds(20))

    /// Runs `body` with a client whose template requests break by the rule, and with the sandbox behind it.
    private func withBrokenService(
        _ rule: FaultRule?, request: Duration = .seconds(20),
        _ body: @escaping @Sendable (Nx1, Sandbox) async throws -> Void
    ) async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            try await withFaultProxy(
                to: sandbox.host, rule ?? FaultRule("GET /none", .afterTaking, .closed)
            ) { proxy async throws in
                var configuration = try ClientConfiguration(
                    host: proxy.host, credentials: .preSharedKey(sandbox.apiKey))
                configuration.retryPolicy = Self.policy
                configuration.limits.request = request
                try await withNx1Client(configuration) { nx1 async throws in try await body(nx1, sandbox) }
            }
        }
    }

    private static func template(_ name: String, of nx1: Nx1) async throws -> CrewTemplate {
        let templates = try await nx1.templates()
        return try #require(templates.first { $0.name == name })
    }

    @Test(
        "is found or reported as undecided wherever its request breaks, and never started twice",
        arguments: breaks)
    func broken(broken: Break) async throws {
        let rule = FaultRule("POST /api/crew-templates/", broken.stage, broken.fault)
        let limit: Duration = broken.fault == .silent ? .seconds(2) : .seconds(20)
        try await withBrokenService(rule, request: limit) { nx1, sandbox in
            let template = try await Self.template("Late orders", of: nx1)
            let input: JSONObject = ["region": "north", "limit": 5]
            do {
                let run = try await nx1.run(template: template, values: input, correlationID: "mine")
                if case .undecided = broken.outcome { Issue.record("The run was taken for known.") }
                #expect(try await nx1.runs().map(\.correlationID) == [run.correlationID])
                #expect(
                    try await nx1.result(of: run.correlationID).text.contains("in north since 2026-01-01"))
                #expect(await sandbox.startedRuns == 1)
            } catch let error as Nx1Error {
                #expect(error.code == .undecided && error.correlationID == "mine", "\(error)")
                guard case .undecided(let runs) = broken.outcome else {
                    Issue.record(error)
                    return
                }
                #expect(await sandbox.startedRuns == runs)
            }
        }
    }

    @Test(
        "is found among many concurrent ones with lost responses",
        arguments: [(16, 1), (16, 7), (16, nil), (64, nil)] as [(Int, Int?)])
    func atOnce(count: Int, lost: Int?) async throws {
        let rule = FaultRule("POST /api/crew-templates/", .afterTaking, .closed, times: lost)
        try await withBrokenService(rule) { nx1, sandbox in
            let template = try await Self.template("Late orders", of: nx1)
            let runs = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for limit in 1...count {
                    group.addTask {
                        let run = try await nx1.run(
                            template: template,
                            values: ["region": "north", "limit": .number(JSONNumber(limit))])
                        return (limit, run.correlationID)
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1.1] = $1.0 }
            }
            #expect(runs.count == count)
            #expect(await sandbox.startedRuns == count)
            for record in try await nx1.runs() {
                #expect(record.taskInput?["limit"]?.int == runs[record.correlationID])
            }
        }
    }

    @Test(
        "is never confused among 16 concurrent ones with the same values",
        arguments: [1, 3, nil] as [Int?])
    func alike(lost: Int?) async throws {
        let rule = FaultRule("POST /api/crew-templates/", .afterTaking, .closed, times: lost)
        try await withBrokenService(rule) { nx1, sandbox in
            let template = try await Self.template("Late orders", of: nx1)
            let runs = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 1...16 {
                    group.addTask {
                        do {
                            return try await nx1.run(template: template, values: ["region": "east"])
                                .correlationID
                        } catch let error as Nx1Error {
                            #expect(error.code == .undecided, "\(error)")
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let known = runs.compactMap(\.self)
            #expect(Set(known).count == known.count)
            #expect(known.count == (lost == 1 ? 16 : 16 - (lost ?? 16)))
            #expect(await sandbox.startedRuns == 16)
        }
    }

    @Test("is found after a crash by its values and time, excluding known runs")
    func afterCrash() async throws {
        try await withBrokenService(nil) { nx1, _ in
            let template = try await Self.template("Late orders", of: nx1)
            let values: JSONObject = ["region": "west"]
            let request = CrewRunRequest(crew: .template(template.reference), taskInput: values)
            let now = nx1.configuration.timekeeper.secondsSince1970()
            #expect(try await nx1.findRun(of: request, since: now) == nil)
            _ = try await nx1.run(template: template, values: ["region": "north"])
            let run = try await nx1.run(request)
            #expect(try await nx1.findRun(of: request, since: now)?.correlationID == run.correlationID)
            #expect(try await nx1.findRun(of: request, since: now + 60) == nil)
            // A request with the same values that is still waiting for its response may own the run.
            let waiting = nx1.templateRuns.begin(try #require(RunRecognition(request)))
            let unsettled = await #expect(throws: Nx1Error.self) {
                _ = try await nx1.findRun(of: request, since: now)
            }
            #expect(
                unsettled?.message
                    == "Couldn't identify the run: another request for the same template has no response yet."
            )
            nx1.templateRuns.settle(waiting, run: nil)
            let second = try await nx1.run(request)
            let error = await #expect(throws: Nx1Error.self) {
                _ = try await nx1.findRun(of: request, since: now)
            }
            #expect(error?.code == .undecided)
            #expect(error?.message.hasPrefix("Couldn't identify the run: ") == true)
            let found = try await nx1.findRun(of: request, since: now, excluding: [run.correlationID])
            #expect(found?.correlationID == second.correlationID)
        }
    }

    @Test("isn't requested with invalid values; the service's refusal has the same form")
    func refused() async throws {
        try await withBrokenService(nil) { nx1, sandbox in
            let template = try await Self.template("Late orders", of: nx1)
            let values: JSONObject = ["region": "norht", "limit": 500, "notify": true]
            let local = await #expect(throws: Nx1Error.self) {
                try await nx1.run(template: template, values: values)
            }
            #expect(local?.isWithoutEffect == true && local?.httpStatus == nil)
            #expect(
                local?.message == """
                    The values don't match the template Late orders:
                      recipient: A value is required.
                      region: The value must be one of north, south, east or west, not "norht".
                      limit: The value must be at most 100, not 500.
                    """)
            #expect(local?.advice == "Correct the values and try again.")
            let request = CrewRunRequest(crew: .template(template.reference), taskInput: values)
            let remote = await #expect(throws: Nx1Error.self) { try await nx1.run(request) }
            #expect(remote?.httpStatus == 422)
            for error in [local, remote] {
                guard case .invalidRequest(let invalid)? = error?.problem else {
                    Issue.record("There are no reasons.")
                    return
                }
                #expect(
                    Set(invalid.detail.map(\.loc))
                        == Set(["region", "limit", "recipient"].map { ["body", "values", $0] }))
            }
            #expect(await sandbox.startedRuns == 0)
        }
    }

    @Test("is announced before it's sent, and fails as not found if the template is gone")
    func told() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            var configuration = try ClientConfiguration(
                host: sandbox.host, credentials: .preSharedKey(sandbox.apiKey))
            configuration.beforeStart = { request in
                #expect(request.template?.name == "Gone")
                #expect(await sandbox.startedRuns == 0)
            }
            try await withNx1Client(configuration) { nx1 async throws in
                let reference = CrewTemplate.Reference(
                    id: "gone", name: "Gone", config: CrewConfig(json: [:]))
                let error = await #expect(throws: Nx1Error.self) {
                    try await nx1.run(CrewRunRequest(crew: .template(reference), correlationID: "mine"))
                }
                #expect(error?.code == .notFound && error?.correlationID == "mine")
            }
        }
    }
}
