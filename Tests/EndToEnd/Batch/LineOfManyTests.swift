import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("One of several parallel lines")
struct LineOfManyTests {
    private func runs(at sandbox: Sandbox) async throws -> [CrewRunRecord] {
        let configuration = try ClientConfiguration(
            host: sandbox.host, credentials: .preSharedKey(sandbox.apiKey))
        return try await withNx1Client(configuration) { try await $0.runs(limit: 10_000) }
    }

    @Test("keeps its run while it is being watched, however many runs follow", .timeLimit(.minutes(5)))
    func slowLine() async throws {
        // Each line of the second pass looks up a run that the service has forgotten, and starts another.
        let slow = 5
        let lines = (0..<1040).map {
            ":crew ask result=\"answer \($0)\" duration:=\($0 == slow ? 2000 : 2) question \($0)\n"
        }.joined()
        try await withTemporaryFolder { home in
            @Sendable func run(_ sandbox: Sandbox, _ options: String...) async throws -> ProgramOutcome {
                try await Program(named: "nx1sh").run(
                    ["-j", "256", "--batch", "late"] + options,
                    environment: ["NX1_HOST": sandbox.host, "NX1_API_KEY": sandbox.apiKey], home: home,
                    input: .text(lines), bound: .seconds(150))
            }
            try await withSandbox(.init(speed: 0.01)) { sandbox in
                let first = try await run(sandbox, "--deadline", "0.5")
                #expect(first.status == 8)
                #expect(first.output == "")
            }
            try await withSandbox(.init(speed: 100)) { sandbox in
                let second = try await run(sandbox)
                #expect(second.output == (0..<1040).map { "answer \($0)\n" }.joined())
                #expect(second.ending == .exited(0), "\(second.errors.suffix(1000))")
            }
        }
    }

    @Test("is identified in a batch by the request: a text and the same text with :crew are equal lines")
    func sameLine() async throws {
        try await withTemporaryFolder { home in
            try await withSandbox(.init(speed: 50)) { sandbox in
                let lines = "Why?\n:crew ask Why?\n:crew ask question=Why?\nWhy?\n"
                for options in [["-j", "1"], []] {
                    let outcome = try await ShellProgram(sandbox).run(
                        options + ["--batch", "late", "--set", "result=A"], home: home, input: .text(lines))
                    #expect(outcome.status == 0, "\(outcome.errors)")
                    #expect(outcome.output == "A\nA\nA\nA\n")
                }
                #expect(try await runs(at: sandbox).count == 4)
            }
        }
    }

    @Test("logs its requests under its own place")
    func log() async throws {
        try await withShellOnSandbox { shell in
            let lines = (0..<8).map { ":crew ask duration:=\(20 - $0) Question \($0)?\n" }.joined()
            let outcome = try await shell.run("-v", "-j", "4", input: .text(lines))
            #expect(outcome.status == 0, "\(outcome.errors)")
            let said = outcome.errors.split(separator: "\n")
            var (id, requests) = ("", 0)
            for line in said {
                if let began = line.firstMatch(of: /correlation id (\S+)$/) {
                    id = String(began.1)
                } else if line.hasPrefix("nx1sh: GET "),
                    let asked = line.firstMatch(of: /crews\/\w+\/([^: ]+)/)
                {
                    requests += 1
                    #expect(asked.1 == id, "\(line)")
                }
            }
            #expect(requests >= 8, "\(outcome.errors)")
        }
    }

    @Test("is a row of a single CSV table, wherever the format is set")
    func oneTable() async throws {
        try await withShellOnSandbox { shell in
            let lines = ":set result=A\nOne?\nTwo?\n"
            let flag = try await shell.run("-j", "2", "-o", "csv", input: .text(lines))
            #expect(
                flag.output == "line,question,status,answer\r\n2,One?,completed,A\r\n3,Two?,completed,A\r\n")
            let command = try await shell.run(
                "-j", "2", input: .text(":set result=A\n:format csv\nOne?\nTwo?\n:again\n"))
            #expect(
                command.output
                    == "line,question,status,answer\r\n3,One?,completed,A\r\n4,Two?,completed,A\r\n5,Two?,completed,A\r\n"
            )
            let changing = try await shell.run(
                "-j", "2", "-o", "csv",
                input: .text(":set result=A\nOne?\n:format text\nTwo?\n:format csv\nThree?\n"))
            #expect(
                changing.output
                    == "line,question,status,answer\r\n2,One?,completed,A\r\nA\nline,question,status,answer\r\n6,Three?,completed,A\r\n"
            )
        }
    }
}
