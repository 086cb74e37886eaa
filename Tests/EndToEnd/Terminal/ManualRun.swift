import Synchronization
import TestSupport

/// The only run of a service, which the test ends. Its events can be followed four times, also by a shell that left the
/// run; from the second time on there is one more event.
final class ManualRun: Sendable {
    /// The run's correlation id, which differs from the one that the client proposes.
    let id = "0b5f1a52-6a0e-4f5c-9d25-3c1f7f6f0a11"
    private let streams = [Drip(), Drip(), Drip(), Drip()]
    private let state = Mutex((followers: 0, isFinished: false))

    /// Ends the run.
    func finish() {
        state.withLock { $0.isFinished = true }
        for stream in streams {
            stream.send(event(3, "The crew has finished", status: "completed"))
            stream.end()
        }
    }

    /// The routes of the service.
    func reply(to request: ReceivedRequest) -> Reply {
        if request.method == "POST" {
            return .json(#"{"correlation_id": "\#(id)", "status": "pending"}"#)
        }
        if request.path == "/api/events/\(id)" { return events() }
        guard request.path == "/api/crews/results/\(id)" else {
            return .json(#"{"detail": "Not Found"}"#, status: 404)
        }
        return state.withLock { $0.isFinished }
            ? .json(#"{"status": "completed", "result": "Twelve orders."}"#)
            : .json(#"{"status": "running", "result": null}"#)
    }

    private func events() -> Reply {
        let turn = state.withLock { state in
            defer { state.followers += 1 }
            return min(state.followers, streams.count - 1)
        }
        let past = [event(1, "The crew has started"), event(2, "The crew looks again")].prefix(turn + 1)
        return Reply.head(200, ["Content-Type": "text/event-stream", "Connection": "close"])
            .then(past.joined()).then(streams[turn]).thenClose()
    }

    private func event(_ id: Int, _ message: String, status: String = "running") -> String {
        "id: \(id)\ndata: {\"message\": \"\(message)\", \"status\": \"\(status)\"}\n\n"
    }
}
