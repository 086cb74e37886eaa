import Nx1Client
import Synchronization
import TestSupport

/// A service with one template that has a sensitive variable. Its events repeat the sensitive value.
final class VaultService: Sendable {
    private let id = "3f0c2a44-9a0f-4a53-8f5a-5b0d3c1e7a90"
    private let runs = Mutex([JSONValue]())
    private let isRepeating: Bool

    /// - Parameter isRepeating: whether answers also repeat the sensitive value.
    init(isRepeating: Bool = false) { self.isRepeating = isRepeating }

    /// The values of the requested runs, oldest first.
    var values: [JSONValue] { runs.withLock { $0 } }

    /// The responses of the service.
    func reply(to request: ReceivedRequest) -> Reply {
        switch (request.method, request.path.prefix { $0 != "?" }) {
        case ("GET", "/api/crew-templates"): return .json(Self.templates)
        case ("GET", "/api/crew-runs"): return .json("[]")
        case ("POST", "/api/crew-templates/vault/run"):
            let values = (try? JSONValue(parsing: request.body))?["values"] ?? .null
            runs.withLock { $0.append(values) }
            return .json(#"{"correlation_id": "\#(id)", "status": "pending"}"#)
        case ("GET", "/api/events/\(id)"):
            return .events("data: \(JSONValue.object(["message": "Tries \(pin)"]).serialized())\n\n")
        case ("GET", "/api/crews/results/\(id)"):
            return .json(
                JSONValue.object([
                    "status": "completed", "result": .string(isRepeating ? "Opened with \(pin)." : "Opened."),
                ])
                .serialized())
        default: return .json(#"{"detail": "Not Found"}"#, status: 404)
        }
    }

    private var pin: String { values.last?["pin"]?.string ?? "no PIN" }

    private static let templates = """
        [{"id": "vault", "name": "Vault", "description": "Opens a vault", "crew_config": {"agents": [], "tasks": []},
          "tags": [], "is_shared": true, "variables": [
            {"name": "mode", "label": "Mode", "description": "How closely to look", "type": "string", "required": true,
             "choices": ["quick", "full"]},
            {"name": "days", "label": "Days", "type": "integer", "required": true, "min_value": 1, "max_value": 7,
             "show_if": {"mode": "full"}},
            {"name": "pin", "label": "PIN", "type": "string", "required": true, "min_length": 4, "max_length": 12,
             "sensitive": true, "show_if": {"mode": "full"}}]}]
        """
}

/// Starts nx1sh in a new terminal with a ``VaultService``, and waits for its first prompt.
func withVault(
    home: String, isRepeating: Bool = false, _ body: @Sendable (Terminal, VaultService) async throws -> Void
) async throws {
    let program = try Program(named: "nx1sh")
    let service = VaultService(isRepeating: isRepeating)
    try await withScriptedServer(answering: { service.reply(to: $0) }) { server in
        let connection = ["NX1_HOST": server.host, "NX1_API_KEY": "key", "PAGER": ""]
        try await withTerminal(
            columns: 120, environment: connection, home: home,
            command: [program.path]
        ) { terminal in
            try await terminal.waitFor(prompt: "ask> ")
            try await body(terminal, service)
        }
    }
}
