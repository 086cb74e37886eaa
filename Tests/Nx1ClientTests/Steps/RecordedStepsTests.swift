import Nx1Client
import TestSupport
import Testing

@Suite("The steps of a real crew")
struct RecordedStepsTests {
    private static let sql =
        #"{"query":"SELECT date_trunc('month', o.ordered_at) AS month, count(*) AS late\nFROM sales.orders o "#
        + #"JOIN sales.shipments s ON s.order_id = o.id\nWHERE s.shipped_at > o.promised_at\nGROUP BY 1 ORDER BY 1"}"#
    private static let rows = #""month,late\nMarch,168\nApril,86""#
    private static let question = "Find the figures for: How many orders shipped late?"
    private static let overloaded = "The model provider answered 529: overloaded"
    private static let writer = [
        "  task Write the answer for a manager, in Markdown: done", "    agent Report Writer: done",
        "      model scripted/model: done (908)",
    ]

    /// The tree of each recording.
    static let trees: [String: [String]] = [
        Recording.twoAgents.name: [
            "crew ask: done", "  task \(question): done", "    agent Data Analyst: done",
            "      model scripted/model: done (908)",
            #"      tool list_tables: done {"pattern":"%order%"} → "orders\nshipments\ncustomers""#,
            "      model scripted/model: done (908)", "      tool run_sql: done \(sql) → \(rows)",
            "      model scripted/model: done (908)",
        ] + writer,
        Recording.toolError.name: [
            "crew ask: done", "  task \(question): done", "    agent Data Analyst: done",
            "      model scripted/model: done (908)",
            #"      tool run_sql: failed ×3 {"query":"SELECT * FROM boom"} ! relation "boom" does not exist"#,
            "      model scripted/model: done (908)", #"      tool run_sql: done {"query":"x"} → \#(rows)"#,
            "      model scripted/model: done (908)", "      tool run_sql: done \(sql) → \(rows)",
            "      model scripted/model: done (908)",
        ] + writer,
        Recording.modelFails.name: [
            "crew ask: failed ! \(overloaded)", "  task \(question): failed ! \(overloaded)",
            "    agent Data Analyst: failed ×3 ! \(overloaded)",
            "      model scripted/model: failed ×3 ! \(overloaded)",
        ],
        Recording.parallel.name: [
            "crew ask: done", "  task Count late orders: done", "    agent Data Analyst: done",
            "      model scripted/model: done (908)", "  task Find the reasons: done",
            "    agent Report Writer: done", "      model scripted/model: done (908)",
        ] + writer,
    ]

    private func tree(_ recording: Recording) -> [String] { Self.trees[recording.name] ?? [] }

    @Test("are the same bare and wrapped, with the ids of CrewAI 1 and without", arguments: Recording.all)
    func forms(_ recording: Recording) throws {
        for isWrapped in [false, true] {
            let linked = RunSteps(try recording.events(isWrapped: isWrapped))
            #expect(text(of: linked.steps) == tree(recording))
            let unlinked = RunSteps(try recording.events(isWrapped: isWrapped, hasLinks: false))
            #expect(text(of: unlinked.steps) == tree(recording))
            #expect(text(of: unlinked.steps, hasTimes: true) == text(of: linked.steps, hasTimes: true))
        }
    }

    @Test(
        "are the same if adjacent events arrive in another order, and some of them twice",
        arguments: Recording.all)
    func shuffled(_ recording: Recording) throws {
        let events = try recording.events()
        let inOrder = text(of: RunSteps(events).steps, hasTimes: true)
        for seed in 0..<100 {
            var generator = FixedSeedGenerator(seed: UInt64(seed))
            // Each event moves by at most three positions.
            let moved = events.enumerated().map { (Double($0) + .random(in: 0...3, using: &generator), $1) }
            let order = moved.sorted { $0.0 < $1.0 }.map(\.1)
            let twice = order.flatMap { Bool.random(using: &generator) ? [$0, $0] : [$0] }
            #expect(text(of: RunSteps(twice).steps, hasTimes: true) == inOrder, "seed \(seed)")
        }
    }

    @Test("are the same if the stream breaks after any event and restarts", arguments: Recording.all)
    func cut(_ recording: Recording) throws {
        for events in [try recording.events(), try recording.events(hasLinks: false)] {
            let whole = RunSteps(events)
            for count in events.indices {
                // With ids the service may replay events; without them the client skips repeated ones.
                let rest = events[0].eventID == nil ? events[count...] : events[...]
                let steps = RunSteps(Array(events[..<count] + rest))
                #expect(text(of: steps.steps, hasTimes: true) == text(of: whole.steps, hasTimes: true))
                #expect(steps.tokens == whole.tokens)
            }
        }
    }

    @Test(
        "find their task and agent even if the events between are missing", arguments: Recording.all)
    func thinned(_ recording: Recording) throws {
        let events = try recording.events().filter { event in
            !["flow_", "default_env", "agent_logs"].contains { event.kind?.hasPrefix($0) == true }
        }
        #expect(text(of: RunSteps(events).steps) == tree(recording))
        let withoutAgents = events.filter { $0.kind?.hasPrefix("agent_execution") != true }
        let rows = text(of: RunSteps(withoutAgents).steps).filter { !$0.contains(" agent ") }
        let expected = tree(recording).filter { !$0.contains(" agent ") }
        #expect(rows.map { $0.drop { $0 == " " } } == expected.map { $0.drop { $0 == " " } })
    }

    @Test("have the times of their events, whenever these arrive")
    func times() throws {
        let steps = RunSteps(try Recording.twoAgents.events()).steps
        let query = try #require(steps.first { $0.name == "run_sql" })
        #expect(query.duration == .microseconds(51_395))
        // 2026-11-27, 11:06:25.423657 UTC.
        #expect(query.began == 1_795_777_585_423_657)
        #expect(query.json["began"] == "2026-11-27T11:06:25.423657Z")
        #expect(query.json["elapsed_ms"] == 51)
    }

    @Test("count the tokens of each call and of the run")
    func tokens() throws {
        let steps = RunSteps(try Recording.twoAgents.events())
        #expect(steps.tokens == TokenUsage(prompt: 3248, completion: 384, total: 3632))
    }

    @Test("parse back from their JSON", arguments: Recording.all)
    func json(_ recording: Recording) throws {
        for step in RunSteps(try recording.events()).allSteps {
            let read = try #require(RunStep(try JSONValue(parsing: step.json.serialized())))
            #expect(read.json == step.json)
        }
    }
}
