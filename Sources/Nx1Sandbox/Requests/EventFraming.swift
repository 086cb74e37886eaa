/// How a run's events travel: the words of `task_input.framing`.
enum EventFraming: String, CaseIterable, Sendable {
    case serverSentEvents = "sse"
    case jsonLines = "ndjson"
    /// One JSON object with all events so far.
    case poll

    var contentType: String {
        switch self {
        case .serverSentEvents: "text/event-stream; charset=utf-8"
        case .jsonLines: "application/x-ndjson"
        case .poll: "application/json"
        }
    }
}
