import Foundation
import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("The record of events")
struct EventRecordTests {
    static let framings = ["sse", "ndjson", "poll"]
    @Test(
        "has each event of the run once, in order, in every framing and however often the stream is cut",
        arguments: framings, ["", "+drop"])
    func once(framing: String, scenario: String) async throws {
        try await withTemporaryFolder { folder in
            let file = folder + "/events.jsonl"
            try await withShellOnSandbox { shell in
                let outcome = try await shell.run(
                    "--events", file, "--set", "scenario=\(framing)\(scenario)", "How many?")
                #expect(outcome.errors == "")
                #expect(outcome.status == 0)
            }
            let lines = try lines(of: file)
            #expect(lines.count > 100 && lines.map(\.index) == Array(0..<lines.count))
            #expect(lines.map { $0["raw"]?["emission_sequence"]?.int } == Array(1...max(1, lines.count)))
            #expect(lines.last?["kind"] == "crew_kickoff_completed")
            let id = lines.first?["correlation_id"]?.string
            #expect(id?.count == 36)
            for line in lines {
                #expect(line.object?.map(\.key) == Self.keys)
                #expect(line["line"] == 1)
                #expect(line["raw"]?["type"] == line["kind"])
                let role = [line["raw"]?["agent_role"], line["raw"]?["agent"]?["role"]].first {
                    $0?.string != nil
                }
                #expect((role ?? nil) ?? .null == line["agent"])
                #expect(line["raw"]?["timestamp"] == line["timestamp"])
                #expect(line["correlation_id"]?.string == id)
            }
            #expect(try TemporaryFolder.mode(of: file) == 0o600)
        }
    }

    private static let keys = [
        "line", "correlation_id", "index", "kind", "message", "agent", "status", "timestamp", "raw",
    ]

    @Test("has each of many events once, over as many cuts", arguments: framings)
    func many(framing: String) async throws {
        try await withTemporaryFolder { folder in
            let file = folder + "/events.jsonl"
            try await withShellOnSandbox { shell in
                let outcome = try await shell.run(
                    "--events", file, "--set", "scenario=drop+\(framing)", "--set", "events:=80", "How many?"
                )
                #expect(outcome.errors == "")
                #expect(outcome.status == 0)
            }
            let events = try lines(of: file).compactMap { $0["raw"] }
            #expect(events.map { $0["emission_sequence"]?.int } == Array(1...max(1, events.count)))
            let batches = events.compactMap { $0["chunk"]?.string }.filter { $0.hasPrefix("Batch ") }
            #expect(batches == (1...80).map { "Batch \($0) of 80\n" })
        }
    }

    @Test(
        "keeps unknown and malformed events",
        arguments: [("sse", 22), ("ndjson", 20), ("poll", 22)], ["+plain", "+plain+drop"])
    func garbled(framing: (name: String, count: Int), scenario: String) async throws {
        try await withTemporaryFolder { folder in
            let file = folder + "/events.jsonl"
            try await withShellOnSandbox { shell in
                let outcome = try await shell.run(
                    "--events", file, "--set", "scenario=garbled+\(framing.name)\(scenario)", "How many?")
                #expect(outcome.errors == "")
                #expect(outcome.status == 0)
            }
            let lines = try lines(of: file)
            #expect(lines.count == framing.count)
            #expect(lines.contains { $0["raw"] == "this is not JSON {" })
            #expect(lines.contains { $0["raw"]?.string?.contains("\u{FFFD}") == true })
        }
    }

    @Test("on stdout precedes the answer, one event per line")
    func onStandardOutput() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run("--events", "-", "-o", "json", "How many?")
            let records = try outcome.records()
            #expect(records.count > 100 && records.map(\.index) == Array(0..<(records.count - 1)) + [nil])
            #expect(records.last?["status"] == "completed")
        }
    }

    @Test("has the script's line for each event")
    func lineNumbers() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(
                "--events", "-", "-o", "json", "--set", "scenario=plain",
                input: .text("# two questions\nOne?\n\nTwo?\n"))
            let lines = try outcome.records().compactMap { $0["line"]?.double }
            #expect(lines == Array(repeating: 2, count: 15) + Array(repeating: 4, count: 15))
        }
    }

    @Test(
        "is complete for a real stream, with and without ids, over a cut", arguments: [true, false])
    func resumed(hasIDs: Bool) async throws {
        func event(_ number: Int) -> String {
            (hasIDs ? "id: \(number)\n" : "") + "data: {\"message\":\"step \(number)\"}\n\n"
        }
        let first = Reply.head(200, ["Content-Type": "text/event-stream", "Content-Length": "9999"])
            .then("retry: 1\n\n" + event(1) + event(2) + "data: {\"message\":\"st").thenClose()
        let again = Reply.events((hasIDs ? 3...5 : 1...5).map(event).joined())
        let server: [Route] = [
            Route("POST /api/crews/run", .json(#"{"correlation_id":"run-1"}"#)),
            Route("GET /api/events/run-1", first, again),
            Route(
                "GET /api/crews/results/run-1", .json(#"{"status":"running","result":null}"#),
                .json(#"{"status":"completed","result":"42","error":null}"#)),
        ]
        try await withScriptedServer(server[0], server[1], server[2]) { server in
            let outcome = try await ShellProgram(host: server.host).run("--events", "-", "-o", "json", "Why?")
            let records = try outcome.records()
            #expect(records.compactMap { $0["raw"]?["message"]?.string } == (1...5).map { "step \($0)" })
            #expect(records.last?["result"] == "42")
            #expect(records.last?["events"] == 5)
            let asked = server.requests.filter { $0.path == "/api/events/run-1" }
            #expect(asked.dropFirst().first?.header("Last-Event-ID") == (hasIDs ? "2" : nil))
        }
    }

    @Test("that can't be opened is rejected before anything is sent")
    func unwritable() async throws {
        try await withScriptedServer { server in
            let outcome = try await ShellProgram(host: server.host).run(
                "--events", "/no/such/folder/e", "Why?")
            #expect(outcome.status == 2)
            #expect(
                outcome.errors == "nx1sh: Couldn't write /no/such/folder/e: no such file or folder.\n")
            #expect(server.requests.isEmpty)
        }
    }

    @Test("that can't be written is named, with the way to the answer")
    func full() async throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run("--events", "/dev/full", "Why?")
            #expect(outcome.status == 1)
            #expect(
                outcome.errors.contains("Couldn't write the file of --events: no space left on device."),
                "\(outcome.errors)")
            #expect(outcome.errors.contains("`nx1sh ':result "), "\(outcome.errors)")
        }
    }

    private func lines(of file: String) throws -> [JSONValue] {
        try TemporaryFolder.read(file).split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
    }
}

extension JSONValue {
    fileprivate var index: Int? { self["index"]?.double.map { Int($0) } }
}
