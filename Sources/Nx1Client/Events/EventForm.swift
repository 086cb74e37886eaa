/// How a service frames its events (`api/README.md`, "Left open", point 1).
enum EventForm: Sendable, Hashable {
    /// Server-sent events (WHATWG HTML, section 9.2).
    case serverSentEvents
    /// One event a line: JSON, or else a text.
    case jsonLines
    /// One JSON text, to be asked for again: a list, an object with a list in it, or the latest state.
    case document
}

extension EventForm {
    /// What a `Content-Type` says the form is; it may be wrong.
    enum Declaration: Sendable, Hashable {
        case form(EventForm)
        /// A page meant for a browser.
        case page
        /// Nothing that says it: no type, plain text, bytes.
        case none

        init(contentType: String?) {
            let type = (contentType ?? "").prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
            switch type {
            case "text/event-stream":
                self = .form(.serverSentEvents)
            case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonl",
                "application/jsonlines", "application/x-jsonlines", "application/json-lines",
                "application/json-seq",
                "application/stream+json", "application/x-json-stream":
                self = .form(.jsonLines)
            case "text/html", "application/xhtml+xml":
                self = .page
            case let type where type == "application/json" || type.hasSuffix("+json") || type == "text/json":
                self = .form(.document)
            default:
                self = .none
            }
        }
    }
}
