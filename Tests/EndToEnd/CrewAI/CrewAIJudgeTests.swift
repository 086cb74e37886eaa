import Foundation
import Nx1Client
import TestSupport
import Testing

/// The host of the service of `.ci/judge-crewai`, which runs real CrewAI and reports the events of its event bus.
private let judge = ProcessInfo.processInfo.environment["NX1_JUDGE_CREWAI"] ?? ""
private let judgeKey = ProcessInfo.processInfo.environment["NX1_JUDGE_CREWAI_KEY"] ?? ""

@Suite(
    "The shell with real CrewAI", .serialized,
    .enabled(if: !judge.isEmpty, "NX1_JUDGE_CREWAI isn't set. Run .ci/judge-crewai."))
struct CrewAIJudgeTests {
    private static let plain = [
        ["scenario=two-agents"], ["scenario=tool-error"], ["scenario=model-fails"], ["scenario=parallel"],
        ["scenario=native"], ["scenario=nested"], ["scenario=json"], ["scenario=many"], ["scenario=hostile"],
        ["scenario=two-agents", "typed:=true"], ["scenario=two-agents", "wrapped:=true"],
        ["scenario=tool-error", "framing=ndjson"], ["scenario=parallel", "framing=poll"],
    ]

    @Test(
        "shows every step exactly once, with its duration, arguments and output",
        arguments: plain)
    func steps(_ items: [String]) async throws {
        try await withTemporaryFolder { try await compareSteps(items, home: $0) }
    }

    private func compareSteps(_ items: [String], home: String) async throws {
        let shell = try ShellProgram(host: judge, key: judgeKey)
        let events = home + "/events.jsonl"
        let sets = items.flatMap { ["--set", $0] } + ["--set", "piece_ms:=0", "--set", "tool_ms:=20"]
        let outcome = try await shell.run(
            sets + [
                "-o", "json", "--progress", "always", "--events", events, "How many orders shipped late?",
            ],
            home: home)
        let record = try #require(try outcome.records().first)
        let id = try #require(record["correlation_id"]?.string)
        let expected = try await Self.steps(of: id)

        // The journal has the steps, without a request to the service.
        let journalled = try await ShellProgram(host: "http://127.0.0.1:9", key: judgeKey).run(
            ["-o", "json", ":steps \(id)"], home: home)
        let kept = try #require(journalled.records().first?["steps"]?.array).compactMap { RunStep($0) }
        #expect(Self.words(of: kept) == expected.map(\.words))

        // The events give the same steps, in any order.
        let lines = try String(contentsOfFile: events, encoding: .utf8).split(separator: "\n")
        let bus = try await Self.bus(of: id)
        #expect(lines.count == bus)
        var run = RunSteps()
        for (index, line) in lines.enumerated().reversed() {
            let raw = try #require(try JSONValue(parsing: String(line))["raw"])
            run.add(CrewEvent(RawEvent(payload: Array(raw.serialized().utf8)), index: index))
        }
        #expect(Self.words(of: run.steps) == expected.map(\.words))

        // Every task and every tool call has a line, and text chunks have none.
        let progress = outcome.errors.split(separator: "\n").filter {
            $0.hasPrefix("✓ ") || $0.hasPrefix("✗ ")
        }
        let rows = expected.filter { $0.isRow }
        #expect(progress.count >= rows.count)
        #expect(progress.count <= rows.count + 4)
        if items == ["scenario=two-agents"] { #expect(outcome.errors.split(separator: "\n").count <= 20) }
    }

    @Test("prints the text of CrewAI's output, and reports the tokens that CrewAI counted")
    func answer() async throws {
        try await withTemporaryFolder { try await readAnswer(home: $0) }
    }

    private func readAnswer(home: String) async throws {
        let shell = try ShellProgram(host: judge, key: judgeKey)
        let outcome = try await shell.run(
            ["--set", "piece_ms:=0", "--set", "tool_ms:=20", "How many orders shipped late?"], home: home
        )
        #expect(outcome.output.hasPrefix("## Late orders by month\n"))
        let shown = try await shell.run(["-o", "json", ":result"], home: home)
        let record = try #require(try shown.records().first)
        let total = record["result"]?["token_usage"]?["total_tokens"]?.int
        #expect(total != nil && record["tokens"]?["total"]?.int == total)
    }

    // MARK: Custom crews

    @Test(
        "runs a crew file in CrewAI's layout: its steps are the tasks and agents, with the values that CrewAI filled in"
    )
    func crewFile() async throws {
        try await withTemporaryFolder { home in
            let crew = RepositoryFile.path("Tests/EndToEnd/CrewFiles/crews/quick-start")
            let shell = try ShellProgram(host: judge, key: judgeKey)
            let outcome = try await shell.run(
                ["-o", "json", ":crew \(crew) port=\"Cape {port} Town\" current_year:=2026 piece_ms:=0"],
                home: home)
            let record = try #require(try outcome.records().first, "\(outcome.errors)")
            #expect(record["status"] == "completed" && record["crew"] == "quick-start")
            let id = try #require(record["correlation_id"]?.string)
            let names = try await stepsInJournal(of: id, home: home)
            #expect(
                names == [
                    "agent Cape {port} Town Dispatcher", "agent Cape {port} Town Traffic Watcher",
                    "crew crew",
                    "task List the ships that wait outside Cape {port} Town. The year is 2026.",
                    "task Write a note to the warehouses about each late ship: its goods and its new time of arrival.",
                ])
            let runs = try await shell.run(["-o", "json", ":runs"], home: home)
            let kept = try #require(JSONValue(parsing: runs.output).array)
            #expect(kept.count == 1 && kept[0]["crew"] == "quick-start")
            #expect(kept[0]["input"]?["port"] == "Cape {port} Town")
            // :again sends the same crew.
            let again = try await shell.run(["-o", "json", ":again"], home: home)
            #expect(try again.records().first?["status"] == "completed", "\(again.errors)")
        }
    }

    @Test("warns about a placeholder without a value before CrewAI fails the run")
    func missingPlace() async throws {
        let crew = RepositoryFile.path("Tests/EndToEnd/CrewFiles/crews/quick-start")
        let outcome = try await ShellProgram(host: judge, key: judgeKey).run([":crew \(crew) port=Oslo"])
        #expect(outcome.status == 1)
        #expect(
            outcome.errors.hasPrefix(
                "The crew quick-start has no value for {current_year}: CrewAI may fail the run. Add `current_year=VALUE`.\n"
            ), "\(outcome.errors)")
        #expect(outcome.errors.contains("Missing required template variable"))
    }

    @Test("runs a template with its defaults, and writes its sensitive value to no file")
    func template() async throws {
        try await withTemporaryFolder { home in
            let shell = try ShellProgram(host: judge, key: judgeKey)
            let pin = "pin-\(Int.random(in: 10_000...99_999))"
            let outcome = try await shell.run(
                ["-o", "json", ":template \"Region review\" region=north pin=\(pin)"], home: home)
            let record = try #require(try outcome.records().first, "\(outcome.errors)")
            #expect(record["status"] == "completed" && record["crew"] == "Region review")
            #expect(record["input"] == ["region": "north", "pin": "***"])
            let id = try #require(record["correlation_id"]?.string)
            #expect(
                try await stepsInJournal(of: id, home: home) == [
                    "agent Writer", "agent north Order Analyst", "crew crew",
                    "task Count at most 10 orders of north", "task Explain the number to managers",
                    "tool run_sql",
                ])
            let leaks = try await Program(path: "/bin/grep").run(["-rla", pin, home])
            #expect(leaks.output == "")
            #expect(!(outcome.output + outcome.errors).contains(pin))
        }
    }

    /// The kinds and names of a run's steps in the journal, sorted. Checks that they are CrewAI's steps.
    private func stepsInJournal(of id: String, home: String) async throws -> [String] {
        let journalled = try await ShellProgram(host: "http://127.0.0.1:9", key: judgeKey).run(
            ["-o", "json", ":steps \(id)"], home: home)
        let kept = try #require(journalled.records().first?["steps"]?.array).compactMap { RunStep($0) }
        let expected = try await Self.steps(of: id)
        #expect(Self.words(of: kept) == expected.map(\.words))
        return kept.filter { $0.kind != .model && $0.kind != .inside }
            .map { "\($0.kind.rawValue) \($0.name)" }.sorted()
    }

    // MARK: Expected steps

    /// A step that the service derived from CrewAI's events.
    private struct Expected {
        let words: String
        let isRow: Bool
    }

    private static func get(_ path: String) async throws -> JSONValue {
        let curl = Program(path: "/usr/bin/curl")
        let outcome = try await curl.run(["-sS", "--max-time", "60", judge + path], environment: [:])
        return try JSONValue(parsing: outcome.output)
    }

    private static func bus(of id: String) async throws -> Int {
        try await get("/judge/bus/\(id)").array?.count ?? 0
    }

    private static func steps(of id: String) async throws -> [Expected] {
        let steps = try #require(try await get("/judge/steps/\(id)").array)
        return steps.filter { $0["kind"]?.string != "model" }.map { step in
            Expected(
                words: words(
                    kind: step["kind"]?.string, name: step["name"]?.string, state: step["state"]?.string,
                    attempts: step["attempts"]?.int, milliseconds: step["elapsed_ms"]?.double,
                    arguments: step["arguments"], output: step["output"]?.string, error: step["error"]?.string
                ),
                isRow: ["task", "tool"].contains(step["kind"]?.string))
        }.sorted { $0.words < $1.words }
    }

    private static func words(of steps: [RunStep]) -> [String] {
        steps.filter { $0.kind != .model && $0.kind != .inside }.map { step in
            words(
                kind: step.kind.rawValue, name: step.name, state: step.state.rawValue,
                attempts: step.attempts,
                milliseconds: step.duration.map { $0 / .milliseconds(1) }, arguments: step.arguments,
                output: step.output.map { $0.string ?? $0.serialized() }, error: step.error)
        }.sorted()
    }

    private static func words(
        kind: String?, name: String?, state: String?, attempts: Int?, milliseconds: Double?,
        arguments: JSONValue?, output: String?, error: String?
    ) -> String {
        var words = [kind ?? "", name ?? "", state ?? "", "×\(attempts ?? 0)"]
        words.append(milliseconds.map { "\(Int($0.rounded(.down)))" } ?? "-")
        if kind == "tool" { words.append((arguments ?? .null).serialized()) }
        if state == "done" { words.append(String((output ?? "").prefix(200))) }
        words.append(error ?? "")
        return words.joined(separator: " | ")
    }
}
