package import Nx1Client

/// One progress event as a line of `--events`.
package struct EventRecord {
    package let json: JSONValue

    package init(_ event: CrewEvent, line: Int?, correlationID: String) {
        let raw: JSONValue =
            switch event.payload {
            case .json(let value): value
            case .text(let text): .string(text)
            }
        json = .object([
            "line": line.map { .number(JSONNumber($0)) } ?? .null,
            "correlation_id": .string(correlationID),
            "index": .number(JSONNumber(event.index)),
            "kind": event.kind.map(JSONValue.string) ?? .null,
            "message": event.message.map(JSONValue.string) ?? .null,
            "agent": event.agent.map(JSONValue.string) ?? .null,
            "status": event.status.map(JSONValue.string) ?? .null,
            "timestamp": event.timestamp.map(JSONValue.string) ?? .null,
            "raw": raw,
        ])
    }
}
