import Nx1Client
import Testing

/// A call of the library, and its outcome.
enum ServiceCall: CaseIterable, Sendable {
    case start, startCustom, events, eventLines, result, snapshot, types, runs, record, ping

    /// The run that the call refers to or starts.
    static let run = "the-run"

    /// The requests that a fault affects.
    var request: String {
        switch self {
        case .start: "POST /api/crews/run"
        case .startCustom: "POST /api/crews/run/custom"
        case .events, .eventLines: "GET /api/events/"
        case .result, .snapshot: "GET /api/crews/results/"
        case .types: "GET /api/crews/types"
        case .runs: "GET /api/crew-runs"
        case .record: "GET /api/crew-runs/"
        case .ping: "GET /api/health/ping"
        }
    }

    /// Whether it starts a run.
    var startsRun: Bool { self == .start || self == .startCustom }

    /// Whether it needs an existing run.
    var isAboutRun: Bool { !startsRun && self != .types && self != .ping }

    /// The comparable outcome of a call.
    enum Answer: Sendable, Hashable {
        case value(String)
        case followed(events: [CrewEvent], result: String?)
    }

    func make(_ nx1: Nx1) async throws -> Answer {
        switch self {
        case .start, .startCustom: return .value(try await startRun(nx1).correlationID)
        case .events, .eventLines:
            var (events, result): ([CrewEvent], String?) = ([], nil)
            for try await update in nx1.updates(of: Self.run) {
                switch update {
                case .event(let event): events.append(event)
                case .ended(let end): result = end.text
                }
            }
            return .followed(events: events, result: result)
        case .result: return .value(try await nx1.result(of: Self.run).text)
        case .snapshot:
            switch try await nx1.snapshot(of: Self.run) {
            case .unfinished(let status): return .value("\(status?.rawValue ?? "none")")
            case .ended(let result): return .value(result.text)
            }
        case .types: return .value("\(try await nx1.crewTypes())")
        case .runs: return .value("\(try await nx1.runs(limit: 10).map(\.correlationID))")
        case .record:
            let id = try await nx1.runs(limit: 1).first?.id ?? "none"
            return .value(try await nx1.runRecord(id: id).correlationID)
        case .ping: return .value("\(try await nx1.ping().version ?? "none")")
        }
    }

    private static let crew = CrewConfig(json: [
        "agents": [["role": "r", "goal": "g", "backstory": "b"]],
        "tasks": [["description": "d", "agent_index": 0, "expected_output": "e"]],
    ])

    /// Starts the run that the call refers to, with few and short events, since some faults delay each byte.
    /// Server-Sent Events resume after a break, JSON lines start over.
    @discardableResult
    func startRun(_ nx1: Nx1) async throws -> CrewRunResponse {
        let framing: JSONValue = self == .eventLines ? "ndjson" : "sse"
        let input: JSONObject = ["question": "How many?", "framing": framing, "scenario": "plain"]
        if self == .startCustom {
            return try await nx1.run(Self.crew, input: input, correlationID: Self.run)
        }
        return try await nx1.run(.ask, input: input, correlationID: Self.run)
    }
}
