import Foundation
import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("Ctrl-C in a script")
struct InterruptTests {
    @Test(
        "Ctrl-C leaves the run and names its id, and the named command fetches the answer; two signals at once count as one",
        arguments: [1, 2])
    func interrupted(times: Int) async throws {
        try await withSandbox { sandbox in
            let shell = try ShellProgram(sandbox)
            let outcome = try await shell.withRunning("--progress", "always", "--set", "duration:=2") {
                running in
                running.write("How many?\nThis one is not reached.\n")
                try await running.waitForErrors("✓ ")
                for _ in 0..<times { running.send(signal: SIGINT) }
                return try await running.outcome()
            }
            #expect(outcome.status == 130)
            try await expectLeft(outcome, by: shell)
        }
    }

    @Test("Ctrl-C before the service has answered reports that the run may have started")
    func interruptedEarly() async throws {
        let outcome = try await leftUnanswered(by: SIGINT)
        #expect(outcome.status == 130)
    }

    @Test("Ctrl-C ends :wait, and the runs continue")
    func interruptedWaiting() async throws {
        try await withSandbox { sandbox in
            let shell = try ShellProgram(sandbox)
            let left = try await shell.run("--deadline", "1", ":crew ask duration:=1000 How many?")
            let id = try #require(left.errors.correlationID)
            let outcome = try await shell.withRunning("-v", ":wait \(id)", input: .empty) { running in
                try await running.waitForErrors("/api/events/\(id): 200")
                running.send(signal: SIGINT)
                return try await running.outcome()
            }
            #expect(outcome.errors.hasSuffix("nx1sh: Interrupted. The runs continue.\n"), "\(outcome.errors)")
            #expect(outcome.status == 130)
        }
    }

    @Test("Ctrl-C between lines ends a script that waits for more lines, at any moment")
    func interruptedBetweenLines() async throws {
        for _ in 0..<20 {
            let outcome = try await ShellProgram().withRunning { running in
                running.write(":format\n")
                try await running.waitForOutput("format")
                running.send(signal: SIGINT)
                return try await running.outcome()
            }
            #expect(outcome.status == 130)
            // The shell may still be finishing the first line.
            let said = [
                "nx1sh: Interrupted. The remaining lines were not sent.\n",
                "nx1sh: stdin:1: Interrupted.\n",
            ]
            #expect(said.contains(outcome.errors), "\(outcome.errors)")
        }
    }

    @Test(
        "A signal that ends the process reports the run and the way back first",
        arguments: [SIGTERM, SIGHUP, SIGQUIT])
    func ended(_ signal: Int32) async throws {
        try await withSandbox { sandbox in
            let shell = try ShellProgram(sandbox)
            let outcome = try await shell.withRunning("--progress", "always", "--set", "duration:=2") {
                running in
                running.write("How many?\nThis one is not reached.\n")
                try await running.waitForErrors("✓ ")
                running.send(signal: signal)
                return try await running.outcome()
            }
            #expect(outcome.ending == .killed(signal: signal))
            try await expectLeft(outcome, by: shell)
        }
    }

    @Test(
        "A signal that ends the process before the service has answered reports that the run may have started"
    )
    func endedEarly() async throws {
        let outcome = try await leftUnanswered(by: SIGTERM)
        #expect(outcome.ending == .killed(signal: SIGTERM))
    }

    @Test(
        "A signal ends a script that waits for more lines, even if sent twice, as by timeout"
    )
    func endedBetweenLines() async throws {
        let outcome = try await ShellProgram().withRunning { running in
            running.write(":format\n")
            try await running.waitForOutput("format")
            running.send(signal: SIGTERM)
            running.send(signal: SIGTERM)
            return try await running.outcome()
        }
        #expect(outcome.ending == .killed(signal: SIGTERM))
    }

    @Test("A signal that is ignored, as by nohup or in the background of a script, has no effect")
    func ignored() async throws {
        let line = ["-c", "trap '' HUP QUIT INT; exec \"$0\"", try Program(named: "nx1sh").path]
        let outcome = try await Program(path: "/bin/sh").withRunning(line) { running in
            running.write(":format\n")
            try await running.waitForOutput("format")
            for signal in [SIGHUP, SIGQUIT, SIGINT] { running.send(signal: signal) }
            running.closeInput()
            return try await running.outcome()
        }
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
    }

    /// Expects that the run was left, and that the reported command leads back to it.
    private func expectLeft(_ outcome: ProgramOutcome, by shell: ShellProgram) async throws {
        let id = try #require(outcome.errors.correlationID)
        #expect(outcome.output == "")
        #expect(
            outcome.errors.hasSuffix(
                "nx1sh: stdin:1: Stopped watching run \(id). It is still running. `nx1sh ':result \(id)'` resumes watching.\n"
            ),
            "\(outcome.errors)")
        let result = try await shell.run(":result \(id)")
        #expect(result.output.hasPrefix("## Late orders by month\n"))
        #expect(result.errors == "")
        #expect(result.status == 0)
    }

    /// The outcome of a question that a signal ends while the service is silent; the message names the request.
    private func leftUnanswered(by signal: Int32) async throws -> ProgramOutcome {
        try await withScriptedServer(Route("/", .silence)) { server in
            let outcome = try await ShellProgram(host: server.host).withRunning("How many?", input: .empty) {
                running in
                try await server.waitForRequests(1)
                running.send(signal: signal)
                return try await running.outcome()
            }
            let id = try #require(server.requests.first?.header("x-correlation-id"))
            #expect(
                outcome.errors
                    == "nx1sh: Stopped waiting for the service to accept run \(id). It may have "
                    + "started. `nx1sh ':result \(id)'` resumes watching.\n")
            return outcome
        }
    }
}
