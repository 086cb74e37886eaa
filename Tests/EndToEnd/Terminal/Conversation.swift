import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport

/// A session of nx1sh in a terminal, with a private sandbox as the service.
struct Conversation: Sendable {
    let terminal: Terminal
    let sandbox: Sandbox

    /// Enters a question as the session's `number`th run, and waits until the line about the run is shown and the
    /// prompt is back.
    func ask(_ line: String, asRun number: Int, prompt: String = "ask> ") async throws {
        try await terminal.enter(line)
        try await terminal.waitFor("a line about run %\(number)") { rows in
            rows.contains { $0.hasPrefix("%\(number) · ") }
        }
        try await terminal.waitFor(prompt: prompt)
    }

    /// Enters a command, and waits until a text is shown and the prompt is back.
    func enter(_ line: String, showing text: String, prompt: String = "ask> ") async throws {
        try await terminal.enter(line)
        try await terminal.waitFor(text)
        try await terminal.waitFor(prompt: prompt)
    }

    /// Clears the screen.
    func clear(prompt: String = "ask> ") async throws {
        try await terminal.enter(":clear")
        try await terminal.waitFor("a clear screen") { $0 == [String(prompt.dropLast())] }
    }

    /// The runs requested from the service, oldest first.
    func runs() async throws -> [CrewRunRecord] {
        let configuration = try ClientConfiguration(
            host: sandbox.host, credentials: .preSharedKey(sandbox.apiKey))
        return try await withNx1Client(configuration) { try await $0.runs() }.reversed()
    }

    /// The questions that reached the service, oldest first.
    func questions() async throws -> [String?] {
        try await runs().map { $0.taskInput?["question"]?.string }
    }

    /// Waits for a number of runs, and returns their questions, oldest first.
    func questions(atLeast count: Int) async throws -> [String?] {
        try await eventually("run \(count)") {
            let questions = try await self.questions()
            return questions.count < count ? nil : questions
        }
    }
}

/// Starts nx1sh in a new terminal beside a sandbox, waits for its first prompt, and runs a body.
///
/// - Parameters:
///   - speed: how fast the sandbox's time passes; at 50 a run takes 50 ms.
///   - environment: the environment of nx1sh; there is no pager unless it names one.
///   - arguments: the arguments of nx1sh.
///   - prompt: the first prompt.
///   - shell: the command that runs nx1sh, such as `env -u LANG`.
func withConversation(
    speed: Double = 50, columns: Int = 100, rows: Int = 30, environment: [String: String] = [:],
    home: String? = nil, arguments: [String] = [], prompt: String = "ask> ", shell: [String] = [],
    _ body: @Sendable (Conversation) async throws -> Void
) async throws {
    let program = try Program(named: "nx1sh")
    try await withSandbox(.init(speed: speed)) { sandbox in
        let service = ["NX1_HOST": sandbox.host, "NX1_API_KEY": sandbox.apiKey, "PAGER": ""]
        try await withTerminal(
            columns: columns, rows: rows, environment: service.merging(environment) { $1 }, home: home,
            command: shell + [program.path] + arguments
        ) { terminal in
            try await terminal.waitFor(prompt: prompt)
            try await body(Conversation(terminal: terminal, sandbox: sandbox))
        }
    }
}
