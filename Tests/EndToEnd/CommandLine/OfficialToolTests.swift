import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("Next to the official tool")
struct OfficialToolTests {
    /// Profiles written by the official tool's library (PyYAML), with members that only another program knows.
    private static let writer = """
        import datetime, sys, yaml
        host, key, path, flow = sys.argv[1:]
        own = {"host": host, "api_key": key, "verify_ssl": True, "timeout": 30}
        theirs = {
            "note": "long " * 60 + "end", "list": [1, "two", None], "nested": {"a": {"b": [True, 1.5]}},
            "day": datetime.date(2026, 11, 25), "looks like a number": "0123", "none": None,
            "Grüße": "ä: #1", "rows": "one\\n  two\\n\\n",
        }
        profiles = {"default": own | theirs, "dev": own | {"host": "https://dev.example", "api_key": "12345"}}
        with open(path, "w") as file:
            yaml.safe_dump(profiles, file, default_flow_style=flow == "flow")
        """

    /// The content of a file according to PyYAML, as JSON; dates are texts.
    private static let reader =
        "import sys, json, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1])), default=str, sort_keys=True))"

    private func python(_ script: String, _ arguments: String...) async throws -> String {
        let outcome = try await Program(path: "/usr/bin/python3").run(["-c", script] + arguments)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.output
    }

    @Test(
        "A profile that PyYAML wrote works, and an edit keeps everything that isn't ours",
        arguments: ["block", "flow"])
    func writtenByPyYAML(style: String) async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            try await withTemporaryFolder { folder in
                let file = folder + "/profiles"
                _ = try await python(Self.writer, sandbox.host, sandbox.apiKey, file, style)
                let before = try JSONValue(parsing: try await python(Self.reader, file))
                let shell = try ShellProgram(environment: ["NX1_PROFILES_PATH": file])
                let who = try await shell.run("-o", "json", ":auth")
                #expect(who.status == 0, "\(who.errors)")
                #expect(try who.records().first?["profile"] == "default")
                #expect(try await shell.run("--set", "result=Seven.", "How many?").output == "Seven.\n")

                let edit = try await shell.run(":profile add default timeout=7.5 crew=classification")
                if style == "flow" {
                    // No part can be changed alone, so nothing is, and the message says so.
                    #expect(edit.status == 2)
                    #expect(edit.errors.contains("The file is unchanged."))
                    #expect(try JSONValue(parsing: try await python(Self.reader, file)) == before)
                    return
                }
                #expect(edit.status == 0, "\(edit.errors)")
                let after = try JSONValue(parsing: try await python(Self.reader, file))
                #expect(after["dev"] == before["dev"])
                var profile = members(before["default"])
                #expect(profile.count == 12)
                profile["timeout"] = 7.5
                profile["crew"] = "classification"
                #expect(members(after["default"]) == profile)
            }
        }
    }

    /// The members of an object, in any order.
    private func members(_ value: JSONValue?) -> [String: JSONValue] {
        Dictionary(uniqueKeysWithValues: value?.object?.map { ($0.key, $0.value) } ?? [])
    }

    private func curl(_ sandbox: Sandbox, _ path: String, _ arguments: String...) async throws -> JSONValue {
        let outcome = try await Program(path: "/usr/bin/curl").run(
            ["-sS", "--max-time", "30", "-H", "Authorization-PSK: \(sandbox.apiKey)"] + arguments
                + [sandbox.host + path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try JSONValue(parsing: outcome.output)
    }

    @Test(
        "A run that curl started is followed by :status, answered by :result, and found by the beginning of its id"
    )
    func startedByCurl() async throws {
        try await withSandbox(.init(speed: 20)) { sandbox in
            let started = try await curl(
                sandbox, "/api/crews/run", "-H", "Content-Type: application/json", "-d",
                #"{"crew_type": "ask", "task_input": {"question": "Why?", "result": "Seven."}}"#)
            let id = try #require(started["correlation_id"]?.string)
            let shell = try ShellProgram(sandbox)
            let status = try await shell.run("-o", "json", "--progress", "always", ":status \(id)")
            #expect(status.status == 0, "\(status.errors)")
            let record = try #require(try status.records().first)
            #expect(record["correlation_id"]?.string == id)
            #expect(record["status"] == "completed" && record["crew"] == "ask")
            #expect(status.errors.contains("✓ run_sql  "), "\(status.errors)")
            #expect(try await shell.run(":result \(id)").output == "Seven.\n")
            #expect(try await shell.run(":result \(id.prefix(8))").output == "Seven.\n")
            #expect(await sandbox.startedRuns == 1)
        }
    }

    @Test("curl finds a run that nx1sh started, in the results and in the list of runs")
    func startedByShell() async throws {
        try await withSandbox(.init(speed: 20)) { sandbox in
            let shell = try ShellProgram(sandbox)
            let asked = try await shell.run("-o", "json", "--set", "result=Seven.", "Why?")
            let id = try #require(try asked.records().first?["correlation_id"]?.string)
            let result = try await curl(sandbox, "/api/crews/results/\(id)")
            #expect(result["status"] == "completed" && result["result"] == "Seven.")
            let runs = try #require(try await curl(sandbox, "/api/crew-runs?limit=5").array)
            #expect(runs.count == 1)
            #expect(runs.first?["correlation_id"]?.string == id)
            #expect(runs.first?["task_input"]?["question"] == "Why?")
        }
    }

    @Test("A run that nx1sh left at its deadline continues, and curl fetches its answer")
    func leftByShell() async throws {
        try await withSandbox(.init(speed: 1)) { sandbox in
            let shell = try ShellProgram(sandbox)
            let left = try await shell.run(
                "-o", "json", "--deadline", "0.5", "--set", "result=Seven.", "--set", "duration:=2", "Why?")
            #expect(left.status == 8)
            let id = try #require(try left.records().first?["correlation_id"]?.string)
            try await eventually("the answer") {
                try await curl(sandbox, "/api/crews/results/\(id)")["result"] == "Seven."
            }
        }
    }
}
