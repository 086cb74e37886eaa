import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("Time limits")
struct LimitTests {
    private static let slow = ["--set", "duration:=3600"]

    @Test("At the deadline, the run is left with its id and the way back, and exit status 8")
    func deadline() async throws {
        try await withSandbox { sandbox in
            let shell = try ShellProgram(sandbox)
            let outcome = try await shell.run(Self.slow + ["-v", "--deadline", "10", "How many?"])
            let id = try #require(outcome.errors.correlationID)
            #expect(outcome.status == 8)
            #expect(outcome.output == "")
            #expect(
                outcome.errors.hasSuffix(
                    "nx1sh: Run \(id) is still running after the deadline of 10.0 s. `nx1sh ':result \(id)'` resumes watching.\n"
                ), "\(outcome.errors)")
            let now = try await shell.run("-o", "json", ":status \(id) --now")
            #expect(try now.records().first?["status"] == "running")
            let record = try await shell.run(Self.slow + ["-o", "json", "--deadline", "10", "How many?"])
            #expect(try record.records().first?["status"] == "running")
            #expect(try record.records().first?["error"]?["code"] == "still_running")
        }
    }

    @Test("A deadline while the service is silent is exit status 8 too, and the run may have started")
    func deadlineBeforeTheAnswer() async throws {
        try await withScriptedServer(Route("/", .silence)) { server in
            let outcome = try await ShellProgram(host: server.host).run(
                "-v", "--deadline", "5", "How many?")
            let id = try #require(outcome.errors.correlationID)
            #expect(outcome.status == 8)
            #expect(
                outcome.errors.contains(
                    "The service didn't accept run \(id) within the deadline of 5.0 s. It may have started."
                ))
            #expect(outcome.errors.hasSuffix("`nx1sh ':result \(id)'` resumes watching.\n"))
        }
    }

    @Test(
        "A service that never answers times out after --timeout, with the id",
        arguments: [
            Reply.silence, .head(200, ["Content-Length": "100"]).then("{").thenSilence(),
        ])
    func timeout(reply: Reply) async throws {
        try await withScriptedServer(Route("/", reply)) { server in
            let outcome = try await ShellProgram(host: server.host).run(
                "-v", "--timeout", "5", "--retry-for", "0", "How many?")
            let id = try #require(outcome.errors.correlationID)
            #expect(outcome.status == 5)
            #expect(outcome.output == "")
            #expect(
                outcome.errors.contains(
                    "\(server.host) didn't respond to POST /api/crews/run within 5 seconds."),
                "\(outcome.errors)")
            #expect(outcome.errors.contains("Raise the timeout with --timeout"))
            #expect(
                outcome.errors.hasSuffix(
                    "`nx1sh ':result \(id)'` looks it up. Send it again only if nothing is found.\n"))
        }
    }
}
