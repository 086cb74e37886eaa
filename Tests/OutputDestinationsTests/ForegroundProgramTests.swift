import TestSupport
import Testing

@testable import OutputDestinations

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("A program that receives piped output", .timeLimit(.minutes(1)))
struct ForegroundProgramTests {
    init() {
        // As in the program: a closed pipe is an error to handle.
        signal(SIGPIPE, SIG_IGN)
    }

    private static let megabytes = [UInt8](repeating: 0x61, count: 10 << 20)

    private func run(
        _ command: String, reading input: ForegroundProgram.Input = .nothing,
        environment: [String: String] = ["PATH": "/usr/bin:/bin"]
    ) async throws -> ForegroundProgram.Ending {
        try await ForegroundProgram(command, environment: environment).run(reading: input)
    }

    @Test("receives all of 10 MB")
    func everything() async throws {
        #expect(try await run("[ $(wc -c) = 10485760 ]", reading: .bytes(Self.megabytes)) == .exited(0))
    }

    @Test(
        "may read only one line, or nothing, of 10 MB",
        arguments: ["head -c 1 >/dev/null", "true", "exec <&-; sleep 0.1"])
    func little(command: String) async throws {
        #expect(try await run(command, reading: .bytes(Self.megabytes)) == .exited(0))
    }

    @Test("reports how it ended: with an exit status, a signal, or an error at the start")
    func endings() async throws {
        #expect(try await run("exit 3") == .exited(3))
        #expect(try await run("nx1sh-no-such-program 2>/dev/null") == .exited(127))
        #expect(try await run("kill -9 $$", reading: .bytes(Self.megabytes)) == .killed(signal: SIGKILL))
        let ending = try await run("sh -c 'kill -TERM $$'; exit $?")
        #expect(ending.signal == SIGTERM)
    }

    @Test("is done when it ends, even if a child keeps the pipe open without reading")
    func grandchild() async throws {
        let start = ContinuousClock.now
        let ending = try await run("sleep 20 >/dev/null 2>&1 &", reading: .bytes(Self.megabytes))
        #expect(ending == .exited(0))
        let time = ContinuousClock.now - start
        #expect(time < .seconds(10))
    }

    @Test(
        "ends when it is cancelled, even if it never reads and ignores signals",
        arguments: ["sleep 30", "trap '' TERM; while :; do sleep 1; done"])
    func cancelled(command: String) async throws {
        try await withTemporaryFolder { folder in
            let line = "echo >\(folder)/begun; \(command)"
            let task = Task { try await run(line, reading: .bytes(Self.megabytes)) }
            try await eventually("the running program") { access(folder + "/begun", F_OK) == 0 ? true : nil }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test("gets no secrets, and runs in the user's own shell")
    func environment() async throws {
        let environment = ["PATH": "/usr/bin:/bin", "NX1_API_KEY": "planted", "SHELL": "/bin/bash"]
        #expect(try await run("[ -z \"$NX1_API_KEY\" ]", environment: environment) == .exited(0))
        #expect(try await run("[[ -n $BASH_VERSION ]]", environment: environment) == .exited(0))
        #expect(
            try await run("true", environment: ["PATH": "/bin", "SHELL": "/nowhere/shell"]) == .exited(0))
    }
}
