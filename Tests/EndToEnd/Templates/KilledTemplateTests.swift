import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("A shell that is killed before the answer to a template's request")
struct KilledTemplateTests {
    /// The output of a new shell for some arguments, after another was killed while the service was silent.
    private func afterKill(
        _ stage: FaultStage, _ body: @Sendable (ShellProgram, _ home: String, Sandbox) async throws -> Void
    ) async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            let rule = FaultRule("POST /api/crew-templates/", stage, .silent)
            try await withFaultProxy(to: sandbox.host, rule) { proxy async throws in
                try await withTemporaryFolder { home in
                    let variables = ["NX1_HOST": proxy.host, "NX1_API_KEY": sandbox.apiKey]
                    try await Program(named: "nx1sh").withRunning(
                        [":template \"Late orders\" region=north limit=5"], environment: variables,
                        home: home,
                        input: .empty
                    ) { running in
                        try await eventually("the request", instead: { running.errors }) {
                            proxy.requests.contains { $0.method == "POST" }
                        }
                        if stage == .afterTaking {
                            try await eventually("the run") { await sandbox.startedRuns == 1 }
                        }
                        running.send(signal: 9)
                        #expect(try await running.outcome().signal == 9)
                    }
                    let shell = try ShellProgram(environment: variables)
                    try await body(shell, home, sandbox)
                }
            }
        }
    }

    @Test(
        "has the run in its journal; the next shell finds it in the service's list, and starts no second one")
    func taken() async throws {
        try await afterKill(.afterTaking) { shell, home, sandbox in
            let listed = try await shell.run(["-o", "json", ":runs"], home: home)
            let entries = try #require(JSONValue(parsing: listed.output).array)
            #expect(entries.map { $0["crew"] } == ["Late orders"])
            #expect(entries.first?["input"] == ["region": "north", "limit": 5])

            let answer = try await shell.run([":result"], home: home)
            #expect(answer.status == 0, "\(answer.errors)")
            #expect(answer.output.contains("the 5 latest orders in north"))
            let again = try await shell.run(["-o", "json", ":runs"], home: home)
            let kept = try #require(JSONValue(parsing: again.output).array)
            #expect(kept.count == 1 && kept.first?["status"] == "completed")
            let there = try await shell.run(["-o", "json", ":runs --remote"], home: home)
            let remote = try #require(JSONValue(parsing: there.output).array)
            #expect(remote.map { $0["correlation_id"] } == kept.map { $0["correlation_id"] })
            #expect(await sandbox.startedRuns == 1)
        }
    }

    @Test("reports that the run is missing if the service never received it, and starts nothing")
    func lost() async throws {
        try await afterKill(.afterAccepting) { shell, home, sandbox in
            let answer = try await shell.run([":result"], home: home)
            #expect(answer.status != 0 && answer.output.isEmpty)
            #expect(answer.errors.contains("Unknown crew run"), "\(answer.errors)")
            let listed = try await shell.run(["-o", "json", ":runs"], home: home)
            #expect(try JSONValue(parsing: listed.output).array?.count == 1)
            #expect(await sandbox.startedRuns == 0)
        }
    }
}
