import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("A script on a service with a bad day")
struct BadDayTests {
    /// The `503-path` fault costs each question more than two seconds, so the many questions meet a service that is
    /// busy once for each kind of call, and only a few meet one that is busy once for each path.
    @Test(
        "answers every question with one run, every event once, and tokens that last two seconds",
        arguments: [(50, ServiceFault.busyRoutes), (5, .busyPaths)])
    func everything(count: Int, busy: ServiceFault) async throws {
        var configuration = SandboxConfiguration(speed: 50, tokenLifetime: .seconds(2))
        configuration.faults = [.lostAnswers, .cutStreams, busy]
        try await withSandbox(configuration) { sandbox in
            // It breaks nothing, but counts the requests that reach the service.
            try await withFaultProxy(to: sandbox.host) { proxy async throws in
                let (outcome, events) = try await run(
                    (1...count).map { "Question \($0)?" }, "--set", "duration:=10", on: sandbox,
                    through: proxy)
                #expect(outcome.status == 0, "\(outcome.errors)")
                let answers = outcome.output.split(separator: "\n").filter { $0.hasPrefix("> Question ") }
                #expect(answers == (1...count).map { "> Question \($0)?" })
                #expect(await sandbox.startedRuns == count)
                let posts = proxy.taken.filter { $0.path == "/api/crews/run" }
                // A request is sent again if its response is lost, or if its token expires on the way.
                #expect((count + 1...count + 4).contains(posts.count))
                #expect(Set(posts.compactMap { $0.header("x-correlation-id") }).count == count)
                #expect(proxy.taken.count { $0.path.hasSuffix("/token") } > 2)
                #expect(events.count == count)
                for (line, events) in events { #expect(Self.isWhole(events), "line \(line)") }
            }
        }
    }

    @Test("doesn't notice that a token expires while it follows a stream")
    func tokenEnds() async throws {
        var configuration = SandboxConfiguration(tokenLifetime: .seconds(2))
        configuration.faults = [.cutStreams]
        try await withSandbox(configuration) { sandbox in
            try await withFaultProxy(to: sandbox.host) { proxy async throws in
                let (outcome, events) = try await run(
                    ["How long?"], "--set", "duration:=6", on: sandbox, through: proxy)
                #expect(outcome.status == 0)
                #expect(outcome.errors == "")
                #expect(outcome.output.contains("> How long?"))
                #expect(events.keys.elementsEqual([1]) && Self.isWhole(events[1] ?? []))
                #expect(await sandbox.startedRuns == 1)
            }
        }
    }

    /// Whether these are the positions of all events of a run, in order.
    private static func isWhole(_ events: [Int]) -> Bool {
        events.count > 50 && events == Array(1...events.count)
    }

    /// Runs a script of these questions, signed in as the client `nx1-batch`.
    /// - Returns: the outcome, and the positions of the events in their runs, by the script's line.
    private func run(
        _ questions: [String], _ arguments: String..., on sandbox: Sandbox, through proxy: FaultProxy
    ) async throws -> (ProgramOutcome, events: [Int: [Int]]) {
        try await withTemporaryFolder { home in
            try TemporaryFolder.write(
                """
                default:
                  host: \(proxy.host)
                  issuer: \(proxy.host)/realms/sandbox
                  client_id: \(sandbox.batchClientID)
                  client_secret: \(sandbox.batchClientSecret)

                """, to: ".nx1/profiles", in: home)
            try TemporaryFolder.write(questions.joined(separator: "\n") + "\n", to: "questions", in: home)
            let outcome = try await Program(named: "nx1sh").run(
                ["-f", home + "/questions", "--events", home + "/events"] + arguments, home: home,
                bound: .seconds(300))
            var events: [Int: [Int]] = [:]
            for text in try TemporaryFolder.read(home + "/events").split(separator: "\n") {
                let event = try JSONValue(parsing: Array(text.utf8))
                let line = try #require(event["line"]?.double)
                events[Int(line), default: []].append(event["raw"]?["emission_sequence"]?.int ?? 0)
            }
            return (outcome, events)
        }
    }
}
