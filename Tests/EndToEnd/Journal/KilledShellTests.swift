import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("A shell that is killed")
struct KilledShellTests {
    @Test(
        "has each of its runs in an intact journal, none started twice, after 200 kills at different moments")
    func killed() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            try await withTemporaryFolder { home in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    // Several at once, so that they also write at once.
                    for shell in 0..<4 {
                        group.addTask { try await killFifty(shell, sandbox, home: home) }
                    }
                    try await group.waitForAll()
                }
                try await check(sandbox, home: home)
            }
        }
    }

    /// Runs a script once to its end, to learn how long that takes on this machine, and then fifty times, killing it each time
    /// at a different moment.
    private func killFifty(_ shell: Int, _ sandbox: Sandbox, home: String) async throws {
        let program = try Program(named: "nx1sh")
        func script(_ time: Int) throws -> String {
            let lines = (0..<4).map { "question \(shell) \(time) \($0)" }.joined(separator: "\n")
            return try TemporaryFolder.write(lines, to: "script\(shell)", in: home)
        }
        let start = ContinuousClock.now
        let whole = try await program.run(
            ["-f", try script(50)], environment: environment(sandbox), home: home)
        #expect(whole.status == 0, "\(whole.errors)")
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        for time in 0..<50 {
            let outcome = try await Program(path: "/usr/bin/timeout").run(
                [
                    "-s", "KILL", "\(seconds * Double(Int.random(in: 2...110)) / 100)", program.path, "-f",
                    try script(time),
                ],
                environment: environment(sandbox), home: home)
            // Killed, or already finished.
            #expect(outcome.ending == .killed(signal: 9) || outcome.status == 0, "\(outcome.errors)")
        }
    }

    private func check(_ sandbox: Sandbox, home: String) async throws {
        let configuration = try ClientConfiguration(
            host: sandbox.host, credentials: .preSharedKey(sandbox.apiKey))
        let started = try await withNx1Client(configuration) { try await $0.runs(limit: 1000) }
        let questions = started.map { $0.taskInput?["question"]?.string }
        #expect(started.count > 20)
        #expect(Set(questions).count == questions.count)

        let shell = try Program(named: "nx1sh")
        let listed = try await shell.run(
            ["-o", "json", ":runs --limit 100000"], environment: environment(sandbox), home: home)
        let journalled = try JSONValue(parsing: listed.output).array ?? []
        let ids = Set(journalled.compactMap { $0["correlation_id"]?.string })
        #expect(started.filter { !ids.contains($0.correlationID) }.map(\.correlationID) == [])
        // The kills must have hit different phases.
        let unfinished = journalled.filter { !["completed", "failed"].contains($0["status"]?.string) }
        #expect(!unfinished.isEmpty)

        // Unfinished runs can be fetched with `:result`.
        let id = try #require(
            unfinished.compactMap { $0["correlation_id"]?.string }
                .first { id in started.contains { $0.correlationID == id } })
        let fetched = try await shell.run(
            [":result \(id)"], environment: environment(sandbox), home: home)
        #expect(fetched.status == 0, "\(fetched.errors)")
        #expect(fetched.output.contains("412 of 9,860 orders"))

        let whole = try await Program(path: "/usr/bin/env").run(
            [
                "python3", "-c",
                "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('PRAGMA integrity_check').fetchone()[0])",
                home + "/.nx1/shell/journal.sqlite",
            ], environment: ["PATH": "/usr/bin:/bin:/usr/local/bin"], home: home)
        #expect(whole.output == "ok\n", "\(whole.errors)")
    }

    private func environment(_ sandbox: Sandbox) -> [String: String] {
        ["NX1_HOST": sandbox.host, "NX1_API_KEY": sandbox.apiKey]
    }
}
