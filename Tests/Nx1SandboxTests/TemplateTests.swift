import Foundation
import NIOCore
import NIOHTTP1
import Nx1Sandbox
import Testing

@Suite("Crew templates of the sandbox")
struct TemplateTests {
    private typealias Object = [String: Any]

    private static func templates(_ caller: SandboxCaller) async throws -> [Object] {
        try #require(try await caller.call(.GET, "/api/crew-templates").json() as? [Object])
    }

    private static func id(_ name: String, _ caller: SandboxCaller) async throws -> String {
        try #require(try await templates(caller).first { $0["name"] as? String == name }?["id"] as? String)
    }

    @Test("include every kind of variable, two of the same name, shared ones and the caller's own")
    func list() async throws {
        try await withCaller { caller in
            let templates = try await Self.templates(caller)
            let names = templates.compactMap { $0["name"] as? String }
            #expect(Set(names).count < names.count)
            #expect(Set(templates.compactMap { $0["is_shared"] as? Bool }) == [true, false])
            let variables = templates.flatMap { $0["variables"] as? [Object] ?? [] }
            #expect(
                Set(variables.compactMap { $0["type"] as? String })
                    == ["string", "integer", "number", "boolean", "list", "object", "choice", "date"])
            for member in [
                "default", "choices", "min_length", "max_length", "min_value", "max_value", "group",
                "show_if",
            ] {
                #expect(variables.contains { !($0[member] is NSNull) }, "\(member)")
            }
            #expect(variables.contains { $0["sensitive"] as? Bool == true })
            #expect(templates.contains { !($0["lint_warnings"] as? [String] ?? []).isEmpty })
        }
    }

    @Test("run with the values filled in, under an id from the service")
    func run() async throws {
        try await withCaller { caller in
            let id = try await Self.id("Late orders", caller)
            let answer = try await caller.post(
                #"{"values":{"region":"north","duration":0.5}}"#, to: "/api/crew-templates/\(id)/run",
                headers: ["x-correlation-id": "mine"])
            let run = try #require(try answer.object()["correlation_id"] as? String)
            #expect(run != "mine")
            let result = try await caller.result(of: run)
            let text = try #require(result["result"] as? String)
            #expect(text.contains("### Find the 10 latest orders in north since 2026-01-01"))
            #expect(text.contains("Logistics Analyst for north was to deliver: A table of at most 10 orders"))
            let events = String(decoding: try await caller.events(of: run).bytes, as: UTF8.self)
            #expect(events.contains(#""crew_name":"Late orders""#))
            #expect(events.contains("Logistics Analyst for north"))
            let records = try #require(try await caller.call(.GET, "/api/crew-runs").json() as? [Object])
            let input = try #require(records.first?["task_input"] as? Object)
            #expect(input["region"] as? String == "north" && input["limit"] as? Int == 10)
            #expect((records.first?["crew_config"] as? Object)?["tasks"] != nil)
            #expect(records.first?["crew_type"] is NSNull)
        }
    }

    @Test(
        "reject values as pydantic does, each by its name",
        arguments: [
            ("Late orders", "{}", [#"["body","values"] missing"#]),
            ("Late orders", #"{"values":[]}"#, [#"["body","values"] dict_type"#]),
            ("Late orders", #"{"values":{}}"#, [#"["body","values","region"] missing"#]),
            (
                "Late orders",
                #"{"values":{"region":"up","since":"29.11.26","limit":101,"notify":1,"other":2}}"#,
                [
                    #"["body","values","region"] literal_error"#,
                    #"["body","values","since"] date_from_datetime_parsing"#,
                    #"["body","values","limit"] less_than_equal"#, #"["body","values","notify"] bool_type"#,
                    #"["body","values","other"] extra_forbidden"#,
                ]
            ),
            (
                "Late orders", #"{"values":{"region":"north","notify":true}}"#,
                [#"["body","values","recipient"] missing"#]
            ),
            (
                "Late orders", #"{"values":{"region":"north","notify":true,"recipient":"x"}}"#,
                [#"["body","values","recipient"] string_too_short"#]
            ),
            (
                "Monthly report", #"{"values":{"month":"2026-123","sections":["sales","rent"]}}"#,
                [
                    #"["body","values","month"] string_too_long"#,
                    #"["body","values","sections",1] literal_error"#,
                ]
            ),
            (
                "Monthly report", #"{"values":{"month":"2026-12","sections":[]}}"#,
                [#"["body","values","sections"] too_short"#]
            ),
            (
                "Stock check", #"{"values":{"warehouse":"W1","threshold":-1,"filters":1,"mode":"full"}}"#,
                [
                    #"["body","values","threshold"] greater_than_equal"#, #"["body","values","pin"] missing"#,
                    #"["body","values","filters"] dict_type"#,
                ]
            ),
        ])
    func refusals(name: String, body: String, issues: [String]) async throws {
        try await withCaller { caller in
            let id = try await Self.id(name, caller)
            let answer = try await caller.post(body, to: "/api/crew-templates/\(id)/run")
            #expect(answer.status == 422)
            #expect(try answer.issues() == issues)
            #expect(await caller.sandbox.startedRuns == 0)
        }
    }

    @Test("never repeat a sensitive value in an error")
    func sensitive() async throws {
        try await withCaller { caller in
            let id = try await Self.id("Stock check", caller)
            let answer = try await caller.post(
                #"{"values":{"warehouse":"W1","mode":"full","pin":"987"}}"#,
                to: "/api/crew-templates/\(id)/run")
            #expect(answer.status == 422 && !answer.text.contains("987"))
        }
    }

    @Test("can be changed only by their author, and only by a complete body")
    func changes() async throws {
        try await withCaller { caller in
            let crew =
                #"{"agents":[{"role":"r","goal":"g","backstory":"b"}],"tasks":[{"description":"Count {warehouse}","#
                + #""agent_index":0,"expected_output":"e"}],"tool_categories":["x"]}"#
            let body =
                #"{"name":"Count","crew_config":\#(crew),"description":null,"tags":["t"],"is_shared":true}"#
            func put(_ id: String, _ body: String) async throws -> Answer {
                try await caller.call(
                    .PUT, "/api/crew-templates/\(id)", body: .init(string: body),
                    headers: ["Content-Type": "application/json"])
            }
            let id = try await Self.id("Stock check", caller)
            let changed = try await put(id, body)
            #expect(changed.status == 200)
            #expect(changed.text.contains(#""crew_config":\#(crew),"#))
            #expect(try await Self.id("Count", caller) == id)
            let refused = try await put(id, #"{"name":5,"tags":1}"#)
            #expect(
                try refused.issues() == [
                    #"["body","name"] string_type"#, #"["body","crew_config"] missing"#,
                    #"["body","tags"] list_type"#,
                ])
            #expect(try await put(try await Self.id("Late orders", caller), body).status == 403)
            #expect(try await put("none", body).status == 404)
            #expect(
                try await caller.post(#"{"values":{}}"#, to: "/api/crew-templates/none/run").status == 404)
        }
    }

    @Test("are listed next to crew types with descriptions")
    func types() async throws {
        try await withCaller { caller in
            let types = try #require(try await caller.call(.GET, "/api/crews/types").json() as? [Object])
            #expect(types.count == 5)
            #expect(types.allSatisfy { ($0["description"] as? String)?.contains("Reads ") == true })
        }
    }
}
