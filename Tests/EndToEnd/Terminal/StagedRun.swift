import Nx1Client
import Synchronization
import TestSupport

/// The only run of a service. The test sends its events and decides when it ends.
final class StagedRun: Sendable {
    private let id = "0b5f1a52-6a0e-4f5c-9d25-3c1f7f6f0a12"
    private let result: JSONValue
    private let stream = Drip()
    private let state = Mutex((events: 0, ending: String?.none))

    /// - Parameter result: the result of the completed run.
    init(result: JSONValue = "Twelve orders.") {
        self.result = result
    }

    /// Sends an event without CrewAI's ids, with a message for people.
    func send(
        _ kind: String, _ message: String, agent: String? = nil, tool: String? = nil, progress: Double? = nil,
        status: String = "running"
    ) {
        var event: JSONObject = ["event_type": .string(kind), "message": .string(message)]
        event["status"] = .string(status)
        if let agent { event["agent"] = .string(agent) }
        if let tool { event["tool"] = .string(tool) }
        if let progress, let number = JSONNumber(progress) { event["progress"] = .number(number) }
        send { _ in JSONValue.object(event).serialized() }
    }

    /// Sends the event that `payload` returns for its number.
    func send(_ payload: (_ number: Int) -> String) {
        let number = state.withLock { state in
            state.events += 1
            return state.events
        }
        stream.send("id: \(number)\ndata: \(payload(number))\n\n")
    }

    /// Ends the run with a final event.
    func finish(status: String = "completed") {
        state.withLock { $0.ending = status }
        send("crew_kickoff_\(status)", "The crew has finished", status: status)
        stream.end()
    }

    /// Ends the run without a final event.
    func end() {
        state.withLock { $0.ending = "completed" }
        stream.end()
    }

    /// The routes of the service.
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
        case "completed"?: .json(#"{"status": "completed", "result": \#(result.serialized())}"#)
        case let ending?: .json(#"{"status": "\#(ending)", "result": null, "error": "No orders."}"#)
        case nil: .json(#"{"status": "running", "result": null}"#)
        }
    }
}
