import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import Nx1Sandbox

@Suite("Scenarios")
struct ScenarioTests {
    @Test("fail ends with status failed and an error text, without a result")
    func fail() async throws {
        try await withCaller { caller in
            let id = try await caller.start(#"{"scenario":"fail"}"#)
            let result = try await caller.result(of: id)
            #expect(result["status"] as? String == "failed")
            #expect(result["result"] is NSNull)
            #expect((result["error"] as? String)?.contains("scenario fail") == true)
        }
    }

    @Test(
        "flaky rejects the first of each kind of request with 503, starts one run, and then works",
        arguments: [true, false])
    func flaky(withID: Bool) async throws {
        try await withCaller { caller in
            let headers: HTTPHeaders = withID ? ["x-correlation-id": "flaky-1"] : [:]
            let body = #"{"crew_type":"ask","task_input":{"scenario":"flaky"}}"#
            let first = try await caller.post(body, headers: headers)
            #expect(first.status == 503)
            #expect(first.headers["retry-after"] == ["0"])
            #expect(try await caller.call(.GET, "/api/crew-runs").text == "[]")
            let second = try await caller.post(body, headers: headers)
            let id = try #require(try second.object()["correlation_id"] as? String)
            for path in ["/api/events/\(id)", "/api/crews/results/\(id)"] {
                #expect(try await caller.call(.GET, path).status == 503)
                #expect(try await caller.call(.GET, path).status == 200)
            }
        }
    }

    @Test("drop cuts Server-Sent Events after each quarter, and resumes after Last-Event-ID")
    func dropServerSentEvents() async throws {
        try await withCaller { caller in
            let id = try await caller.start(#"{"scenario":"drop+plain","duration":0}"#)
            var seen: [[Int]] = []
            for _ in 0..<4 {
                let last = seen.last?.last ?? 0
                let events = try await caller.events(of: id, headers: ["Last-Event-ID": "\(last)"])
                seen.append(Blocks(events.bytes).ids)
                #expect(events.isCut == (seen.count < 4))
            }
            #expect(seen == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14]])
        }
    }

    @Test("drop cuts JSON lines a quarter further on each replay")
    func dropJSONLines() async throws {
        try await withCaller { caller in
            let id = try await caller.start(#"{"scenario":"drop+ndjson+plain","duration":0}"#)
            for (count, isCut) in [(4, true), (8, true), (12, true), (14, false), (14, false)] {
                let events = try await caller.events(of: id)
                #expect(events.bytes.count { $0 == UInt8(ascii: "\n") } == count)
                #expect(events.isCut == isCut)
            }
        }
    }

    @Test("drop cuts every other polled response")
    func dropPoll() async throws {
        try await withCaller { caller in
            let id = try await caller.start(#"{"scenario":"drop,poll","duration":0}"#)
            for isCut in [true, false, true, false] {
                #expect(try await caller.events(of: id).isCut == isCut)
            }
        }
    }

    @Test(
        "silent opens the stream and sends nothing, but the result arrives",
        arguments: ["sse", "ndjson"])
    func silent(framing: String) async throws {
        try await withCaller { caller in
            let id = try await caller.start(#"{"scenario":"silent","framing":"\#(framing)"}"#)
            let response = try await caller.open(.GET, "/api/events/\(id)")
            #expect(response.status == .ok)
            let said = try await withThrowingTaskGroup(of: Int?.self) { group in
                group.addTask {
                    var iterator = response.body.makeAsyncIterator()
                    return try await iterator.next()?.readableBytes ?? -1
                }
                group.addTask {
                    let result = try await caller.result(of: id)
                    #expect(result["status"] as? String == "completed")
                    return nil
                }
                let first = try await group.next()
                group.cancelAll()
                return first ?? nil
            }
            #expect(said == nil)
        }
    }

    @Test("garbled sends invalid JSON and UTF-8, and still completes", arguments: ["sse", "ndjson"])
    func garbled(framing: String) async throws {
        try await withCaller { caller in
            let id = try await caller.start(#"{"scenario":"garbled","framing":"\#(framing)"}"#)
            let events = try await caller.events(of: id)
            #expect(!events.isCut)
            #expect(String(validating: events.bytes, as: UTF8.self) == nil)
            let text = String(decoding: events.bytes, as: UTF8.self)
            #expect(text.contains("this is not JSON {"))
            #expect(text.contains(#"\u001b[2J"#))
            if framing == "sse" {
                #expect(text.contains("\ndata\n\n") && text.contains("\ndata: \n\n"))
            }
            let result = try await caller.result(of: id)
            #expect(result["status"] as? String == "completed")
            #expect((result["result"] as? String)?.contains("\u{1B}]0;owned\u{7}") == true)
        }
    }

    @Test("garbled polled events are still one JSON object")
    func garbledPoll() async throws {
        try await withCaller { caller in
            let id = try await caller.start(#"{"scenario":"garbled+poll","duration":0}"#)
            let bytes = try await caller.events(of: id).bytes
            #expect(throws: Never.self) { _ = try JSONReader.read(bytes) }
        }
    }

    @Test("huge sends an event of 1 MiB and an answer of 5 MiB")
    func huge() async throws {
        try await withCaller { caller in
            let id = try await caller.start(#"{"scenario":"huge"}"#)
            let data = Blocks(try await caller.events(of: id).bytes).data
            #expect(data.count { $0.utf8.count > 1 << 20 } == 1)
            let answer = try #require(try await caller.result(of: id)["result"] as? String)
            #expect(answer.utf8.count >= 5 << 20)
        }
    }
}
