import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Nx1Sandbox
import Testing

@Suite("Events")
struct EventTests {
    @Test("Server-Sent Events have ids from 1, names, and one JSON object each, and the stream ends")
    func serverSentEvents() async throws {
        try await withCaller { caller in
            let id = try await caller.start(#"{"scenario":"plain"}"#)
            let response = try await caller.open(.GET, "/api/events/\(id)")
            #expect(response.headers["content-type"] == ["text/event-stream; charset=utf-8"])
            let body = try await response.body.collect(upTo: 1 << 20)
            let blocks = Blocks(Array(body.readableBytesView))
            #expect(blocks.retry == 1)
            #expect(blocks.ids == Array(1...14))
            #expect(blocks.kinds.first == "crew_kickoff_started")
            #expect(blocks.kinds.last == "crew_kickoff_completed")
            for (kind, data) in zip(blocks.kinds, blocks.data) {
                let payload = try #require(
                    try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any])
                #expect(payload["event_type"] as? String == kind)
                #expect(payload["correlation_id"] as? String == id)
                let time = try #require(payload["timestamp"] as? String)
                #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
            }
        }
    }

    @Test(
        "The stream resumes after Last-Event-ID, or from the start if the id is unknown",
        arguments: [
            ("4", 5), ("14", 15), ("0", 1), ("15", 1), ("-3", 1), ("abc", 1), ("99999999999999999999", 1),
        ])
    func resumes(lastEventID: String, first: Int) async throws {
        try await withCaller { caller in
            let id = try await caller.start(#"{"duration":0,"scenario":"plain"}"#)
            let events = try await caller.events(of: id, headers: ["Last-Event-ID": lastEventID])
            #expect(Blocks(events.bytes).ids == (first > 14 ? [] : Array(first...14)))
            #expect(!events.isCut)
        }
    }

    @Test("JSON lines are the same events, one object per line")
    func jsonLines() async throws {
        try await withCaller { caller in
            let id = try await caller.start(#"{"framing":"ndjson","scenario":"plain"}"#)
            let response = try await caller.open(.GET, "/api/events/\(id)")
            #expect(response.headers["content-type"] == ["application/x-ndjson"])
            let body = try await response.body.collect(upTo: 1 << 20)
            let lines = String(buffer: body).split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count == 15 && lines.last == "")
            for line in lines.dropLast() {
                #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
            }
        }
    }

    @Test("A polled run lists the events so far, and all events at the end")
    func poll() async throws {
        try await withCaller(speed: 1) { caller in
            let working = try await caller.start(#"{"scenario":"plain","framing":"poll","duration":3600}"#)
            let early = try await caller.call(.GET, "/api/events/\(working)")
            #expect(early.text == #"{"correlation_id":"\#(working)","status":"running","events":[]}"#)
            let ended = try await caller.start(#"{"scenario":"plain","framing":"poll","duration":0}"#)
            let late = try await caller.call(.GET, "/api/events/\(ended)").object()
            #expect(late["status"] as? String == "completed")
            #expect((late["events"] as? [[String: Any]])?.count == 14)
        }
    }

    @Test("An event is sent when it happens, after keep-alives, and not at the end of the run")
    func sendsAtOnce() async throws {
        try await withCaller(speed: 200) { caller in
            // The run ends after 18 s.
            let id = try await caller.start(#"{"duration":3600}"#)
            let response = try await caller.open(.GET, "/api/events/\(id)")
            var bytes: [UInt8] = []
            for try await part in response.body {
                bytes += part.readableBytesView
                let text = String(decoding: bytes, as: UTF8.self)
                if text.contains(": keep-alive\n\n"), !Blocks(bytes).ids.isEmpty { break }
            }
            #expect(Blocks(bytes).ids.first == 1)
            #expect(!Blocks(bytes).kinds.contains("crew_kickoff_completed"))
        }
    }

    @Test(
        "Five thousand extra events arrive, each once, in every framing",
        arguments: ["sse", "ndjson", "poll", "sse+plain", "sse+wrapped+untyped"])
    func burst(scenario: String) async throws {
        try await withCaller { caller in
            let id = try await caller.start(#"{"events":5000,"duration":0,"scenario":"\#(scenario)"}"#)
            let bytes = try await caller.events(of: id).bytes
            let text = String(decoding: bytes, as: UTF8.self)
            let numbers = text.matches(of: /Batch (\d+) of 5000/).compactMap { Int($0.1) }
            #expect(numbers == Array(1...5000))
            if scenario == "poll" {
                let polled = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
                #expect((polled?["events"] as? [Any])?.count == 5134)
            }
        }
    }
}

/// The fields of Server-Sent Events, split as simply as the sandbox writes them.
struct Blocks {
    let ids: [Int]
    let kinds: [String]
    let data: [String]
    let retry: Int?

    init(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        func values(_ name: String) -> [String] {
            lines.filter { $0.hasPrefix(name) }.map { String($0.dropFirst(name.count)) }
        }
        ids = values("id: ").compactMap { Int($0) }
        kinds = values("event: ")
        data = values("data: ")
        retry = values("retry: ").first.flatMap { Int($0) }
    }
}
