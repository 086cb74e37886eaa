import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("A service on a bad day")
struct ScenarioTests {
    @Test("A failed run is reported with exit status 1 and nothing on stdout")
    func fail() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run("--set", "scenario=fail", "How many?")
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            let id = try #require(outcome.errors.correlationID)
            #expect(
                outcome.errors
                    == "nx1sh: The run failed: The Nx1 sandbox let this run fail, as the scenario fail asks: the database did not answer. "
                    + "`nx1sh ':status \(id)'` shows the details.\n"
            )
        }
    }

    @Test(":status shows the record of a failed run with its reason, and counts as a failure")
    func statusOfFailure() async throws {
        let reason =
            "The Nx1 sandbox let this run fail, as the scenario fail asks: the database did not answer."
        try await withShellOnSandbox { shell in
            let failed = try await shell.run("--set", "scenario=fail", "How many?")
            let id = try #require(failed.errors.correlationID)
            for arguments in [[":status \(id)"], [":status \(id) --now"]] {
                let text = try await shell.run(arguments)
                #expect(text.output.contains("correlation id  \(id)\n"), "\(text.output)")
                #expect(text.output.contains("status          failed\n"), "\(text.output)")
                #expect(text.output.contains("error           \(reason)\n"), "\(text.output)")
                let json = try await shell.run(["-o", "json"] + arguments)
                let record = try #require(try json.records().first)
                #expect(record["status"] == "failed")
                #expect(record["error"] == .string(reason))
                let follows = arguments == [":status \(id)"]
                for outcome in [text, json] {
                    #expect(outcome.status == (follows ? 1 : 0))
                    #expect(outcome.errors == (follows ? "nx1sh: The run failed: \(reason)\n" : ""))
                }
            }
        }
    }

    @Test("A temporarily unavailable service is retried without a note")
    func flaky() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run("--set", "scenario=flaky", "How many?")
            #expect(outcome.status == 0)
            #expect(outcome.errors == "")
            #expect(outcome.output.contains("orders"))
            let told = try await shell.run(
                "--progress", "always", "--set", "scenario=flaky", "How many?")
            #expect(
                told.errors.contains("The service failed (503): The sandbox is temporarily unavailable"))
            #expect(told.errors.contains("Retrying in "))
        }
    }

    @Test("A temporarily unavailable service is reported if retries are off")
    func impatient() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(
                "--retry-for", "0", "--set", "scenario=flaky", "How many?")
            #expect(outcome.status == 5)
            #expect(outcome.output == "")
            #expect(
                outcome.errors.contains("The service failed (503): The sandbox is temporarily unavailable"))
        }
    }

    @Test("Events and results that fail at first don't prevent the answer")
    func eventsFail() async throws {
        let busy = Reply.json(#"{"detail":"busy"}"#, status: 503)
        try await withScriptedServer(
            Route("POST /api/crews/run", .json(#"{"correlation_id":"run-1"}"#)),
            Route("GET /api/events/", busy, .events("data: {\"message\":\"at work\"}\n\n")),
            Route("GET /api/crews/results/", busy, .json(#"{"status":"completed","result":"42"}"#))
        ) { server in
            let outcome = try await ShellProgram(host: server.host).run("Why?")
            #expect(outcome.output == "42\n")
            #expect(outcome.errors == "")
            #expect(outcome.status == 0)
        }
    }

    @Test("A service without events is polled for its answer")
    func noEvents() async throws {
        try await withScriptedServer(
            Route("POST /api/crews/run", .json(#"{"correlation_id":"run-1"}"#)),
            Route("GET /api/crews/results/", .json("null"), .json(#""42""#))
        ) { server in
            let outcome = try await ShellProgram(host: server.host).run("Why?")
            #expect(outcome.output == "42\n")
            #expect(outcome.errors == "")
            #expect(outcome.status == 0)
        }
    }

    // Server-Sent Events count as silent after 15 seconds, so this takes as long.
    @Test("Events that never arrive don't prevent the answer", arguments: ["sse", "poll"])
    func silent(framing: String) async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run("--set", "scenario=silent+\(framing)", "How many?")
            #expect(outcome.output.hasPrefix("## Late orders by month\n"))
            #expect(outcome.errors == "")
            #expect(outcome.status == 0)
        }
    }

    @Test("Control characters are unchanged in a pipe, and made visible in progress")
    func garbled() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(
                "--progress", "always", "--set", "scenario=garbled", "How many?")
            #expect(outcome.status == 0)
            #expect(outcome.output.hasPrefix("\u{1B}[2J\u{1B}]0;owned\u{7}## Late orders by month\n"))
            #expect(outcome.output.hasSuffix("\rFAKE \u{9B}31m\u{202E}txet\u{0}\u{8}\u{1B}[31m\n"))
            #expect(outcome.errors.contains("^[[2J^[]0;owned^G"))
            #expect(outcome.errors.contains(" FAKE <U+009B>31m"))
            #expect(!outcome.errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        }
    }
}

extension String {
    /// The first UUID in the text.
    var correlationID: String? {
        firstMatch(of: #/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/#).map { String($0.output) }
    }
}
