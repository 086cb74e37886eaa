import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport

/// The shell as people run it: a separate process, with an environment that points at a service.
struct ShellProgram: Sendable {
    /// The key that these tests give to services; no output may show it.
    static let plantedKey = "planted-4be81f6c0d"

    private let program: Program
    private let environment: [String: String]

    /// With only these variables.
    init(environment: [String: String] = [:]) throws {
        program = try Program(named: "nx1sh")
        self.environment = environment
    }

    /// Pointed at a host, with a key.
    init(host: String, key: String = plantedKey) throws {
        try self.init(environment: ["NX1_HOST": host, "NX1_API_KEY": key])
    }

    /// Pointed at a sandbox.
    init(_ sandbox: Sandbox) throws {
        try self.init(host: sandbox.host, key: sandbox.apiKey)
    }

    /// Runs it to its end.
    func run(
        _ arguments: [String], adding variables: [String: String] = [:], home: String? = nil,
        input: Program.Input = .empty, output: Program.Output = .collected
    ) async throws -> ProgramOutcome {
        try await program.run(
            arguments, environment: environment.merging(variables) { $1 }, home: home, input: input,
            output: output)
    }

    /// Runs it to its end.
    func run(_ arguments: String..., input: Program.Input = .empty) async throws -> ProgramOutcome {
        try await run(arguments, input: input)
    }

    /// Runs a line of /bin/sh(1) in which `$0` is the program.
    func runInShell(_ line: String) async throws -> ProgramOutcome {
        try await Program(path: "/bin/sh").run(["-c", line, program.path], environment: environment)
    }

    /// Runs it to its end with so little memory that unbounded growth crashes it.
    func runInLittleMemory(
        _ arguments: [String], adding variables: [String: String] = [:], home: String? = nil,
        input: Program.Input = .empty
    ) async throws -> ProgramOutcome {
        try await Program(path: "/bin/sh").run(
            ["-c", "ulimit -d 200000; exec \"$0\" \"$@\"", program.path] + arguments,
            environment: environment.merging(variables) { $1 }, home: home, input: input,
            bound: .seconds(150))
    }

    /// Runs a body while the shell runs.
    func withRunning<Value>(
        _ arguments: String..., input: Program.Input = .open,
        _ body: (RunningProgram) async throws -> Value
    ) async throws -> Value {
        try await program.withRunning(arguments, environment: environment, input: input, body)
    }
}

/// Runs a body with the shell pointed at a new sandbox, fifty times faster than real time.
func withShellOnSandbox<Value: Sendable>(
    _ body: @Sendable (ShellProgram) async throws -> Value
) async throws -> Value {
    try await withSandbox(.init(speed: 50)) { try await body(ShellProgram($0)) }
}

extension ProgramOutcome {
    /// The lines of standard output, each as JSON.
    func records() throws -> [JSONValue] {
        try output.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
    }
}
