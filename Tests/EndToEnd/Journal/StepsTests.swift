import Nx1Client
import TestSupport
import Testing

@Suite("The steps of an earlier run")
struct StepsTests {
    private static let id = "3d1c9a52-6a0e-4f5c-9d25-3c1f7f6f0a12"

    private static let queries = """
        SELECT date_trunc('month', o.ordered_at) AS month, count(*) AS late
        FROM sales.orders o JOIN sales.shipments s ON s.order_id = o.id
        WHERE s.shipped_at > o.promised_at
        GROUP BY 1 ORDER BY 1;

        """

    /// A service with one finished run, with the events of a real crew.
    @Sendable private static func reply(_ recording: Recording) -> @Sendable (ReceivedRequest) -> Reply {
        { request in
            if request.method == "POST" {
                return .json(#"{"correlation_id": "\#(id)", "status": "pending"}"#)
            }
            if request.path == "/api/events/\(id)" {
                let events = recording.lines.map { "data: \($0)\n\n" }.joined()
                return Reply.head(200, ["Content-Type": "text/event-stream", "Connection": "close"])
                    .then(events).thenClose()
            }
            guard request.path == "/api/crews/results/\(id)" else {
                return .json(#"{"detail": "Not Found"}"#, status: 404)
            }
            return .json(#"{"status": "completed", "result": "412 orders."}"#)
        }
    }

    /// Sends a question to that service, stops the service, and runs a body with the same home.
    private func withYesterday(
        _ recording: Recording = .twoAgents, asking: [String] = ["How many?"],
        _ body: @Sendable (@Sendable (String...) async throws -> ProgramOutcome) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { home in
            let host = try await withScriptedServer(answering: Self.reply(recording)) { server in
                let outcome = try await ShellProgram(host: server.host).run(asking, home: home)
                #expect(outcome.status == 0, "\(outcome.errors)")
                return server.host
            }
            let shell = try ShellProgram(host: host)
            try await body { try await shell.run($0, home: home) }
        }
    }

    @Test(
        "don't claim that an ended run is still running if the service is unreachable, and an empty name is refused"
    )
    func ended() async throws {
        try await withYesterday { run in
            let status = try await run("--retry-for", "0", ":status \(Self.id)")
            #expect(status.status == 5)
            #expect(
                status.errors.hasSuffix("The run has ended: `nx1sh ':result \(Self.id)'` shows its answer.\n")
            )
            let unnamed = try await run(":steps ''")
            #expect(unnamed.status == 2 && unnamed.output == "")
            #expect(
                unnamed.errors
                    == "nx1sh: RUN is empty. Use last, %N, or a correlation id or the start of one.\n"
            )
            #expect(try await run(":steps --sql --sql").output == Self.queries)
        }
    }

    @Test("are available offline, for the last run and by the start of an id")
    func offline() async throws {
        try await withYesterday { run in
            for words in [":steps", ":steps last", ":steps 3d1c"] {
                let outcome = try await run(words)
                #expect(outcome.errors == "")
                #expect(outcome.status == 0)
                #expect(outcome.output.contains("\n  ✓ run_sql  0.1s\n      SELECT date_trunc("))
                #expect(
                    outcome.output.contains("\n    → month │ late\n      ──────┼─────\n      March │  168\n"))
                #expect(outcome.output.contains("\n4 steps · 3,632 tokens · "))
            }
        }
    }

    @Test("include their queries alone, ready for a database client")
    func queries() async throws {
        try await withYesterday { run in
            let outcome = try await run("--", ":steps", "--sql")
            #expect(outcome.output == Self.queries)
            #expect(outcome.errors == "")
            let data = try await run("-o", "json", ":steps --sql").records()
            #expect(data.first?.array?.map { "\($0["query"]?.string ?? "");\n" } == [Self.queries])
            #expect(data.first?[0]?["error"] == .null)
        }
    }

    @Test("are available as data, with all that is known of each")
    func data() async throws {
        try await withYesterday { run in
            let record = try #require(try await run("-o", "json", ":steps").records().first)
            #expect(record["correlation_id"]?.string == Self.id)
            #expect(record["tokens"]?["total"] == 3632)
            let steps = try #require(record["steps"]?.array).compactMap { RunStep($0) }
            var expected = RunSteps()
            for event in try Recording.twoAgents.events() { expected.add(event, at: .zero) }
            #expect(steps.map(\.id) == expected.steps.map(\.id))
            #expect(steps.map(\.arguments) == expected.steps.map(\.arguments))
            #expect(steps.map(\.output) == expected.steps.map(\.output))
            let table = try await run("-o", "csv", ":steps")
            #expect(table.output.hasPrefix("kind,name,agent,state,seconds,arguments,output,error"))
        }
    }

    @Test("are counted in the run's record and in the list")
    func counts() async throws {
        try await withTemporaryFolder { home in
            try await withScriptedServer(answering: Self.reply(.twoAgents)) { server in
                let shell = try ShellProgram(host: server.host)
                let record = try #require(
                    try await shell.run(["-o", "json", "How many?"], home: home).records().first)
                #expect(record["steps"] == 4)
                #expect(record["tokens"]?["total"] == 3632)
                let listed = try await shell.run(["-o", "json", ":runs"], home: home).records()
                #expect(listed.first?.array?.first?["steps"] == 4)
                #expect(listed.first?.array?.first?["tokens"]?["total"] == 3632)
            }
        }
    }

    @Test("of another client's run come from the service, and are journalled")
    func elsewhere() async throws {
        try await withYesterday(.toolError, asking: [":steps \(Self.id)"]) { run in
            let outcome = try await run(":steps \(Self.id) --sql")
            #expect(
                outcome.output == "-- failed: relation \"boom\" does not exist\nSELECT * FROM boom;\n\n"
                    + Self.queries)
            #expect(try await run("-o", "json", ":runs").records() == [[]])
        }
    }

    @Test("are refused if the service has sent no events")
    func noEvents() async throws {
        try await withScriptedServer(answering: { request in
            if request.method == "POST" {
                return .json(#"{"correlation_id": "\#(Self.id)", "status": "pending"}"#)
            }
            return request.path.hasPrefix("/api/crews/results/")
                ? .json(#"{"status": "completed", "result": "412 orders."}"#)
                : .json(#"{"detail": "Not Found"}"#, status: 404)
        }) { server in
            let outcome = try await ShellProgram(host: server.host).run("-c", "How many?", "-c", ":steps")
            #expect(outcome.output == "412 orders.\n")
            #expect(outcome.errors == "nx1sh: -c 2: Run \(Self.id) has no steps: no events were received.\n")
            #expect(outcome.status == 1)
        }
    }

    @Test("are refused with an error and an exit status if there are none")
    func refusals() async throws {
        try await withYesterday(.parallel) { run in
            let refusals: [(line: String, status: Int32, message: String)] = [
                (
                    ":steps --sql", 1,
                    "No tool in run \(Self.id) was called with a query. :steps shows the arguments of each call."
                ),
                (
                    ":steps last one", 2,
                    #"Unexpected argument "one" for :steps. `:help steps` shows its usage."#
                ),
                (":steps --csv", 2, #"Unknown option "--csv" for :steps. `:help steps` shows its usage."#),
                (":steps %3", 2, "This session has no run %3"),
                (":steps 0000", 5, ""),
            ]
            for refusal in refusals {
                let outcome = try await run(refusal.line)
                #expect(
                    outcome.errors.hasPrefix("nx1sh: " + refusal.message),
                    "\(refusal.line): \(outcome.errors)")
                #expect(outcome.output == "")
                #expect(outcome.status == refusal.status, "\(refusal.line): \(outcome.errors)")
            }
        }
    }
}
