import Foundation
import NIOHTTP1
import Testing

@Suite("Runs")
struct RunTests {
    @Test("A run starts as pending, runs, and ends with its answer")
    func wholeRun() async throws {
        try await withCaller { caller in
            let started = try await caller.post(
                #"{"crew_type":"ask","unknown":1,"task_input":{"question":"Why?"}}"#)
            #expect(started.status == 200)
            let id = try #require(try started.object()["correlation_id"] as? String)
            #expect(UUID(uuidString: id) != nil)
            #expect(try started.object()["status"] as? String == "pending")
            let result = try await caller.result(of: id)
            #expect(result["status"] as? String == "completed")
            #expect(result["error"] is NSNull)
            #expect((result["result"] as? String)?.contains("> Why?") == true)
        }
    }

    @Test("Until the end, the result is null and the status is running")
    func unfinished() async throws {
        try await withCaller(speed: 1) { caller in
            let id = try await caller.start(#"{"duration":3600}"#)
            let answer = try await caller.call(.GET, "/api/crews/results/\(id)")
            #expect(
                answer.text == #"{"correlation_id":"\#(id)","status":"running","result":null,"error":null}"#)
        }
    }

    @Test("The run uses the caller's correlation id, and the same id starts no second run")
    func correlationID() async throws {
        try await withCaller { caller in
            let headers: HTTPHeaders = ["x-correlation-id": "my id/1"]
            let first = try await caller.post(#"{"crew_type":"ask"}"#, headers: headers)
            #expect(try first.object()["correlation_id"] as? String == "my id/1")
            _ = try await caller.result(of: "my%20id%2F1")
            let second = try await caller.post(#"{"crew_type":"classification"}"#, headers: headers)
            #expect(second.status == 200)
            #expect(try second.object()["status"] as? String == "completed")
            let runs = try #require(try await caller.call(.GET, "/api/crew-runs").json() as? [[String: Any]])
            #expect(runs.map { $0["crew_type"] as? String } == ["ask"])
        }
    }

    @Test("A given result is returned byte for byte")
    func exactResult() async throws {
        try await withCaller { caller in
            let value = #"{ "b" : 1.50, "a":[1e400, "\u00e9é\ud800", {"a":1,"a":2}] }"#
            let id = try await caller.start(#"{"duration":0,"result":\#(value)}"#)
            #expect(
                try await caller.call(.GET, "/api/crews/results/\(id)").text
                    == #"{"correlation_id":"\#(id)","status":"completed","result":\#(value),"error":null}"#)
        }
    }

    @Test("Records are newest first, keep the original task input, and are found by their id")
    func records() async throws {
        try await withCaller { caller in
            let input = #"{"z": 1.0,  "a": true, "duration":0}"#
            _ = try await caller.start(#"{"duration":0}"#)
            let id = try await caller.start(input, crew: "semantic_model")
            let all = try await caller.call(.GET, "/api/crew-runs?limit=1")
            #expect(all.text.contains(#""task_input":\#(input),"#))
            let records = try #require(try all.json() as? [[String: Any]])
            #expect(records.count == 1)
            #expect(records[0]["correlation_id"] as? String == id)
            #expect(records[0]["status"] as? String == "completed")
            #expect(records[0]["completed_at"] is String)
            let recordID = try #require(records[0]["id"] as? String)
            #expect(recordID != id)
            let one = try await caller.call(.GET, "/api/crew-runs/\(recordID)")
            #expect(try one.object()["correlation_id"] as? String == id)
        }
    }

    @Test(
        "A limit that isn't a number from 1 is rejected",
        arguments: [("x", "int_parsing"), ("0", "greater_than_equal")])
    func limits(limit: String, type: String) async throws {
        try await withCaller { caller in
            let answer = try await caller.call(.GET, "/api/crew-runs?limit=\(limit)")
            #expect(answer.status == 422)
            #expect(answer.text.contains(#""type":"\#(type)","loc":["query","limit"]"#))
        }
    }

    @Test("A custom crew's agents run its tasks with its tools")
    func customCrew() async throws {
        try await withCaller { caller in
            let config =
                #"{"agents":[{"role":"Poet","goal":"g","backstory":"b","id":null,"verbose":true}],"#
                + #""tasks":[{"description":"Write","agent_index":0,"expected_output":"A poem","tools":["pen"]}]}"#
            let started = try await caller.post(
                #"{"crew_config":\#(config),"task_input":null}"#, to: "/api/crews/run/custom")
            let id = try #require(try started.object()["correlation_id"] as? String, "\(started.text)")
            let events = String(decoding: try await caller.events(of: id).bytes, as: UTF8.self)
            #expect(events.contains(#""task_name":"Write","agent_id""#))
            #expect(events.contains(#""agent_role":"Poet""#) && events.contains(#""tool_name":"pen""#))
            let answer = try #require(try await caller.result(of: id)["result"] as? String)
            #expect(answer.contains("Poet was to deliver: A poem") && answer.contains("Nx1 sandbox"))
            #expect(
                try await caller.call(.GET, "/api/crew-runs").text.contains(#""crew_config":\#(config),"#))
        }
    }
}
