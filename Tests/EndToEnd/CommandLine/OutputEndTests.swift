import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("An output that ends before the answer")
struct OutputEndTests {
    @Test("A stdout that is closed early ends it quietly, and no further question is sent")
    func closedOutput() async throws {
        try await withScriptedServer(
            Route("POST /api/crews/run", .json(#"{"correlation_id":"run-1"}"#)),
            Route("GET /api/crews/results/", .json(#"{"status":"completed","result":"42"}"#))
        ) { server in
            let shell = try ShellProgram(host: server.host)
            let outcome = try await shell.run([], input: .text("one\ntwo\nthree\n"), output: .abandoned)
            #expect(outcome.errors == "")
            #expect(outcome.status == 0)
            #expect(server.requests.filter { $0.method == "POST" }.count == 1)
            let help = try await shell.run(["--help"], output: .abandoned)
            #expect(help.errors == "")
            #expect(help.status == 0)
        }
    }

    @Test("A reader that leaves in the middle of a large answer ends it quietly")
    func readerLeaves() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.withRunning("--set", "scenario=huge", "How many?", input: .empty) {
                running in
                try await running.closeOutput()
                return try await running.outcome()
            }
            #expect(outcome.errors == "")
            #expect(outcome.status == 0)
        }
    }

    @Test("A missing stdout is a failure, and no other file gets its number")
    func missingOutput() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.runInShell(#""$0" 'How many?' >&-"#)
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            #expect(outcome.errors.hasPrefix("nx1sh: Couldn't write the output: it is closed."))
        }
    }

    #if os(Linux)
        // If there is a device that is always full.
        @Test("A full disk is reported in a sentence, with the way to the answer, and is a failure")
        func fullDisk() async throws {
            try await withShellOnSandbox { shell in
                for arguments in [["How many?"], ["-o", "json", "How many?"]] {
                    let outcome = try await shell.run(arguments, output: .file("/dev/full"))
                    #expect(outcome.status == 1)
                    #expect(
                        outcome.errors.hasPrefix(
                            "nx1sh: Couldn't write the output: no space left on device."))
                    let id = try #require(outcome.errors.correlationID)
                    let result = try await shell.run(":result \(id)")
                    #expect(result.output.hasPrefix("## Late orders by month\n"))
                }
                let script = try await shell.run(
                    [], input: .text("How many?\nWhy?\nWhen?\n"), output: .file("/dev/full"))
                #expect(script.status == 1)
                #expect(script.errors.split(separator: "\n").count == 1, "asked on: \(script.errors)")
                let help = try await shell.run(["--help"], output: .file("/dev/full"))
                #expect(help.status == 1)
                #expect(help.errors == "nx1sh: Couldn't write the output: no space left on device.\n")
                let events = try await shell.run("--events", "/dev/full", "How many?")
                #expect(events.status == 1)
                #expect(events.output == "")
                #expect(
                    events.errors.contains(
                        "no space left on device. The run isn't lost: `nx1sh ':result"))
            }
        }
    #endif
}
