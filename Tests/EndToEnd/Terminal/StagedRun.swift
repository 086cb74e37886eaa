import Nx1Client
import Synchronization
import TestSupport

/// The one run of a service, whose events a test sends as it likes, and which ends when the test says so.
final class StagedRun: Sendable {
    private let id = "0b5f1a52-6a0e-4f5c-9d25-3c1f7f6f0a12"
    private let stream = Drip()
    private let state = Mutex((events: 0, ending: String?.none))

    /// Sends an event to whoever follows the run.
    func send(
        _ kind: String, _ message: String, agent: String? = nil, tool: String? = nil, progress: Double? = nil,
        status: String = "running"
    ) {
        let number = state.withLock { state in
            state.events += 1
            return state.events
        }
        var event: JSONObject = ["event_type": .string(kind), "message": .string(message)]
        event["status"] = .string(status)
        if let agent { event["agent"] = .string(agent) }
        if let tool { event["tool"] = .string(tool) }
        if let progress, let number = JSONNumber(progress) { event["progress"] = .number(number) }
        stream.send("id: \(number)\ndata: \(JSONValue.object(event).serialized())\n\n")
    }

    /// Ends the run.
    func finish(status: String = "completed") {
        state.withLock { $0.ending = status }
        send("crew_kickoff_\(status)", "The crew has finished", status: status)
        stream.end()
    }

    /// What the service says.
    func reply(to request: ReceivedRequest) -> Reply {
        if request.method == "POST" {
            return .json(#"{"correlation_id": "\#(id)", "status": "pending"}"#)
        }
        if request.path == "/api/events/\(id)" {
            return Reply.head(200, ["Content-Type": "text/event-stream", "Connection": "close"])
                .then(stream).thenClose()
        }
        guard request.path == "/api/crews/results/\(id)" else {
            return .json(#"{"detail": "Not Found"}"#, status: 404)
        }
        return switch state.withLock({ $0.ending }) {
        case "completed"?: .json(#"{"status": "completed", "result": "Twelve orders."}"#)
        case let ending?: .json(#"{"status": "\#(ending)", "result": null, "error": "No orders."}"#)
        case nil: .json(#"{"status": "running", "result": null}"#)
        }
    }
}

/// nx1sh at its prompt in a terminal, with a ``StagedRun`` as all of its service.
struct Stage: Sendable {
    let terminal: Terminal
    let titleBefore: String

    /// The rows of the screen, with `T` for a time in its column, and without what differs in the line about a run.
    func rows() async throws -> [String] {
        try await terminal.screen().map(timeless)
    }

    func timeless(_ row: String) -> String {
        if let rest = row.wholeMatch(of: /[ \d]+\.\ds(  .+)/)?.output.1 { return "T" + rest }
        return row.hasPrefix("%1 · ") ? "%1" : row
    }

    /// The window's title.
    func title() async throws -> String {
        try await terminal.title()
    }

    /// Waits until the last row is a live line that says so.
    func waitFor(liveLine text: String) async throws {
        try await terminal.waitFor("the live line \"\(text)\"") { rows in
            rows.last?.wholeMatch(of: /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] *\d+\.\ds  (.*)/)?.output.1 == text[...]
        }
    }

    /// Waits until just these rows of a list stand between the question and the live line.
    func waitFor(rows expected: [String]) async throws {
        try await terminal.waitFor("the rows \(expected)") { rows in
            rows.dropFirst(2).dropLast().map(timeless) == expected
        }
    }

    /// The seconds on the live line.
    func time() async throws -> Double {
        time(in: try await terminal.screen())
    }

    func time(in rows: [String]) -> Double {
        rows.last?.firstMatch(of: /(\d+\.\d)s/).flatMap { Double($0.output.1) } ?? 0
    }
}

/// Starts nx1sh in a new terminal with a run of the test's own, and waits for its first prompt.
///
/// - Parameter shell: the command in front of nx1sh.
func withStage(
    _ run: StagedRun, columns: Int = 100, rows: Int = 30, environment: [String: String] = [:],
    arguments: [String] = [], shell: [String] = [],
    _ body: @Sendable (Stage) async throws -> Void
) async throws {
    let program = try Program(named: "nx1sh")
    try await withScriptedServer(answering: { run.reply(to: $0) }) { server in
        let service = ["NX1_HOST": server.host, "NX1_API_KEY": "key"]
        try await withTerminal(
            columns: columns, rows: rows, environment: service.merging(environment) { $1 },
            command: shell + [program.path] + arguments
        ) { terminal in
            try await terminal.waitFor(prompt: "ask> ")
            try await body(Stage(terminal: terminal, titleBefore: try await terminal.title()))
        }
    }
}
