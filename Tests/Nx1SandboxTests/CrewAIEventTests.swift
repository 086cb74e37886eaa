import Foundation
import NIOHTTP1
import TestSupport
import Testing

@Suite("Events in CrewAI's form")
struct CrewAIEventTests {
    typealias Event = [String: Any]

    /// The events of a run, over Server-Sent Events.
    private static func events(_ taskInput: String, crew: String, of caller: SandboxCaller) async throws
        -> [Event]
    {
        let id = try await caller.start(taskInput, crew: crew)
        return try Blocks(try await caller.events(of: id).bytes).data.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? Event)
        }
    }

    @Test(
        "form a tree: each refers to itself, its parent and its start, which came before",
        arguments: [("ask", "ok"), ("ask", "fail"), ("semantic_model", "ok"), ("classification", "fail")])
    func tree(crew: String, scenario: String) async throws {
        try await withCaller { caller in
            let events = try await Self.events(
                #"{"duration":0,"scenario":"\#(scenario)"}"#, crew: crew, of: caller)
            var begun: [String: String] = [:]
            var ended: Set<String> = []
            for (index, event) in events.enumerated() {
                let kind = try #require(event["type"] as? String)
                let id = try #require(event["event_id"] as? String)
                #expect(UUID(uuidString: id) != nil)
                #expect(event["emission_sequence"] as? Int == index + 1)
                if let parent = event["parent_event_id"] as? String { #expect(begun[parent] != nil) }
                if let started = event["started_event_id"] as? String {
                    let beginning = try #require(begun[started])
                    #expect(beginning.hasSuffix("_started") && !kind.hasSuffix("_started"))
                    #expect(beginning.split(separator: "_")[0] == kind.split(separator: "_")[0])
                    #expect(ended.insert(started).inserted)
                }
                #expect(begun.updateValue(kind, forKey: id) == nil)
            }
            // Everything that started has ended.
            let beginnings = begun.filter {
                $0.value.hasSuffix("_started") && $0.value != "agent_logs_started"
            }
            #expect(ended == Set(beginnings.keys))
            #expect(
                begun.values.contains(scenario == "fail" ? "crew_kickoff_failed" : "crew_kickoff_completed"))
        }
    }

    @Test("have no members that recorded real events don't have")
    func members() async throws {
        var known: [String: Set<String>] = [:]
        for recording in Recording.all {
            for line in recording.lines {
                let event = try #require(
                    try JSONSerialization.jsonObject(with: Data(line.utf8)) as? Event)
                known[event["type"] as? String ?? "", default: []].formUnion(event.keys)
            }
        }
        let real = known
        try await withCaller { caller in
            for scenario in ["ok", "fail"] {
                let taskInput = #"{"duration":0,"scenario":"\#(scenario)","question":"Why?"}"#
                for event in try await Self.events(taskInput, crew: "ask", of: caller) {
                    let kind = try #require(event["type"] as? String)
                    let members = try #require(real[kind], "\(kind) is not recorded")
                    #expect(Set(event.keys).subtracting(members) == [], "\(kind)")
                }
            }
        }
    }

    @Test("report the query, its rows, and the answer in chunks")
    func contents() async throws {
        try await withCaller { caller in
            let events = try await Self.events(
                #"{"duration":0,"question":"How many orders shipped late?"}"#, crew: "ask", of: caller)
            func event(_ kind: String, _ tool: String) throws -> Event {
                try #require(
                    events.first { $0["type"] as? String == kind && $0["tool_name"] as? String == tool })
            }
            let query = try #require(try event("tool_usage_started", "run_sql")["tool_args"] as? String)
            #expect(query.contains(#""query": "SELECT date_trunc('month', o.ordered_at) AS month"#))
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(query.utf8)) }
            #expect(
                (try event("tool_usage_finished", "run_sql")["output"] as? String)?.contains("168") == true)
            #expect(
                events.contains {
                    $0["task_name"] as? String == "Find the figures for: How many orders shipped late?"
                })

            let agents = events.filter { $0["type"] as? String == "agent_execution_started" }
            #expect(
                agents.map { ($0["agent"] as? Event)?["role"] as? String } == [
                    "Data Analyst", "Report Writer",
                ])

            let last = try #require(
                events.last { $0["type"] as? String == "llm_call_started" }?["event_id"] as? String)
            let pieces = events.filter { $0["parent_event_id"] as? String == last }
            let text = pieces.compactMap { $0["chunk"] as? String }.joined()
            #expect(text.hasPrefix("Thought: "))
            #expect(text.contains("\nFinal Answer: ## Late orders by month\n"))
            #expect(text.hasSuffix("no real data was read.*"))
            let tokens = try #require(
                ((events.last?["output"] as? Event)?["token_usage"] as? Event)?["total_tokens"] as? Int)
            let calls = events.compactMap { ($0["usage"] as? Event)?["total_tokens"] as? Int }
            #expect(calls.count == 4 && calls.reduce(0, +) == tokens)
        }
    }

    @Test("are the same bytes whenever they are sent", arguments: ["ok", "wrapped", "plain"])
    func sameAgain(scenario: String) async throws {
        try await withCaller { caller in
            let id = try await caller.start(#"{"duration":0,"events":3,"scenario":"\#(scenario)"}"#)
            let whole = try await caller.events(of: id).bytes
            #expect(try await caller.events(of: id).bytes == whole)
            let blocks = Blocks(whole)
            for cut in [1, 8, 9, 10, 11, 12] where cut < blocks.data.count {
                let rest = try await caller.events(of: id, headers: ["Last-Event-ID": "\(cut)"]).bytes
                #expect(Blocks(rest).data == Array(blocks.data[cut...]))
            }
        }
    }

    @Test("are wrapped, or have no event field, on request")
    func otherShapes() async throws {
        try await withCaller { caller in
            let wrapped = try await Self.events(
                #"{"duration":0,"scenario":"wrapped"}"#, crew: "ask", of: caller)
            for event in wrapped {
                #expect(Set(event.keys) == ["event_type", "timestamp", "data"])
                #expect((event["data"] as? Event)?["type"] as? String == event["event_type"] as? String)
            }
            let id = try await caller.start(#"{"duration":0,"scenario":"untyped"}"#)
            let blocks = Blocks(try await caller.events(of: id).bytes)
            #expect(blocks.kinds.isEmpty && blocks.ids == Array(1...wrapped.count))
            #expect(blocks.data.allSatisfy { $0.contains(#""type":""#) })
        }
    }

    @Test(
        "lead to CrewAI's output object on request",
        arguments: [
            ("ask", "{}", "## Late orders by month", false),
            ("classification", "{}", #"{"label":"order""#, true),
            ("ask", #"{"result":"Twelve."}"#, "Twelve.", false),
            ("ask", #"{"result":{"n":12}}"#, #"{"n":12}"#, true),
        ])
    func output(crew: String, taskInput: String, beginning: String, isObject: Bool) async throws {
        try await withCaller { caller in
            let more = taskInput.dropFirst().dropLast()
            let id = try await caller.start(
                #"{"duration":0,"scenario":"crew-output"\#(more.isEmpty ? "" : ",")\#(more)}"#, crew: crew)
            let output = try #require(try await caller.result(of: id)["result"] as? Event)
            #expect((output["raw"] as? String)?.hasPrefix(beginning) == true)
            #expect((output["json_dict"] is Event) == isObject)
            #expect((output["tasks_output"] as? [Event])?.isEmpty == false)
            #expect((output["token_usage"] as? Event)?["total_tokens"] as? Int ?? 0 > 0)
        }
    }
}
