import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("A batch")
struct BatchTests {
    private static func lines(_ count: Int) -> String {
        (0..<count).map { ":crew ask result=\"answer \($0)\" question \($0)\n" }.joined()
    }

    private static func answers(_ count: Int) -> String {
        (0..<count).map { "answer \($0)\n" }.joined()
    }

    private func runs(at sandbox: Sandbox) async throws -> [CrewRunRecord] {
        let configuration = try ClientConfiguration(
            host: sandbox.host, credentials: .preSharedKey(sandbox.apiKey))
        return try await withNx1Client(configuration) { try await $0.runs(limit: 10_000) }
    }

    @Test("resumes after being killed, with every answer and every run exactly once")
    func killed() async throws {
        try await withSandbox(.init(speed: 20)) { sandbox in
            try await withTemporaryFolder { home in
                let script = try TemporaryFolder.write(Self.lines(1000), to: "questions", in: home)
                let environment = ["NX1_HOST": sandbox.host, "NX1_API_KEY": sandbox.apiKey]
                let arguments = ["-j", "64", "--batch", "late", "-f", script]
                let program = try Program(named: "nx1sh")
                try await program.withRunning(arguments, environment: environment, home: home) { running in
                    try await eventually("a third of the runs", instead: { "" }) {
                        try await self.runs(at: sandbox).count >= 333 ? true : nil
                    }
                    running.send(signal: 9)
                    #expect(try await running.outcome().ending == .killed(signal: 9))
                }
                let before = try await runs(at: sandbox).count
                #expect(before < 1000)
                let outcome = try await program.run(arguments, environment: environment, home: home)
                #expect(outcome.output == Self.answers(1000))
                #expect(outcome.status == 0, "\(outcome.errors)")
                let questions = try await runs(at: sandbox).map { $0.taskInput?["question"]?.string }
                #expect(questions.count == 1000)
                #expect(Set(questions).count == 1000)
            }
        }
    }

    @Test(
        "sends nothing if everything is finished, but sends a changed line and the second of two equal lines")
    func again() async throws {
        try await withTemporaryFolder { home in
            @Sendable func run(_ host: String, _ key: String, _ lines: String) async throws -> ProgramOutcome
            {
                try await ShellProgram(host: host, key: key).run(
                    ["-j", "4", "--batch", "late"], home: home, input: .bytes(Array(lines.utf8)))
            }
            let same = Self.lines(2) + Self.lines(1)
            try await withSandbox(.init(speed: 50)) { sandbox in
                let first = try await run(sandbox.host, sandbox.apiKey, same)
                #expect(first.output == "answer 0\nanswer 1\nanswer 0\n")
                #expect(try await runs(at: sandbox).count == 3)
                let more = try await run(sandbox.host, sandbox.apiKey, "# New.\n" + same + Self.lines(3))
                #expect(more.output == "answer 0\nanswer 1\nanswer 0\n" + Self.answers(3))
                #expect(try await runs(at: sandbox).count == 6)
            }
            let offline = try await run("http://127.0.0.1:9", "planted-key", same)
            #expect(offline.output == "answer 0\nanswer 1\nanswer 0\n")
            #expect(offline.status == 0, "\(offline.errors)")
        }
    }

    @Test("can be a question on the command line")
    func question() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            try await withTemporaryFolder { home in
                let shell = try ShellProgram(sandbox)
                for _ in 1...2 {
                    let outcome = try await shell.run(["--batch", "late", "How many?"], home: home)
                    #expect(outcome.status == 0 && outcome.output.hasSuffix("\n"))
                    #expect(try await runs(at: sandbox).count == 1)
                }
            }
        }
    }

    @Test("sends a line with a secret again, because the journal can't tell which secret it was")
    func secret() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                let line = ":crew ask password=opensesame-1 Why?"
                let first = try await shell.run(["--batch", "late", line], home: home)
                #expect(first.status == 0 && first.errors == "", "\(first.errors)")
                let second = try await shell.run(["--batch", "late", line], home: home)
                let note =
                    #/nx1sh: Sent again: secret values aren't stored, so run [0-9a-f]{8} can't be matched to this line\.\n/#
                #expect(second.errors.wholeMatch(of: note) != nil, "\(second.errors)")
                #expect(second.status == 0)
            }
        }
    }

    @Test("sends failed lines again")
    func failed() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            try await withTemporaryFolder { home in
                let shell = try ShellProgram(sandbox)
                for count in 1...2 {
                    let outcome = try await shell.run(
                        ["--batch", "late"], home: home,
                        input: .bytes(Array(":crew ask scenario=fail Why?".utf8)))
                    #expect(outcome.status == 1)
                    #expect(try await runs(at: sandbox).count == count)
                }
            }
        }
    }

    @Test("sends each line once if two shells run it at once, and both print all answers")
    func twiceAtOnce() async throws {
        try await withSandbox(.init(speed: 20)) { sandbox in
            try await withTemporaryFolder { home in
                let shell = try ShellProgram(sandbox)
                let outcomes = try await withThrowingTaskGroup(of: ProgramOutcome.self) { group in
                    for _ in 1...3 {
                        group.addTask {
                            try await shell.run(
                                ["--batch", "late", "-j", "4"], home: home,
                                input: .bytes(Array(Self.lines(12).utf8)))
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                for outcome in outcomes {
                    #expect(outcome.status == 0 && outcome.output == Self.answers(12), "\(outcome.errors)")
                }
                #expect(try await runs(at: sandbox).count == 12)
            }
        }
    }

    @Test("fails with an error without a journal")
    func noJournal() async throws {
        try await withTemporaryFolder { folder in
            try TemporaryFolder.write("", to: "shell", in: folder)
            let outcome = try await ShellProgram(
                environment: [
                    "NX1_HOST": "http://127.0.0.1:9", "NX1_API_KEY": "planted-key",
                    "NX1_SHELL_HOME": folder + "/shell",
                ]
            ).run("--batch", "late", input: .bytes(Array("How many?".utf8)))
            #expect(outcome.status == 1)
            #expect(
                outcome.errors.contains("The batch late can't continue: the journal can't be used."),
                "\(outcome.errors)")
        }
    }
}
