import Foundation
public import Nx1Client

/// The events of a real CrewAI crew, in order of arrival.
public struct Recording: Sendable, CustomStringConvertible {
    /// The file's name without its extension.
    public let name: String
    /// The events, one JSON text each.
    public let lines: [String]

    /// An analyst with two tool calls, then a writer. The model streams.
    public static let twoAgents = Recording("two-agents-streaming")
    /// A tool that raises an error, then a call of a missing tool, then a successful call.
    public static let toolError = Recording("tool-error-then-retry")
    /// A model provider that fails three times, so that the crew fails.
    public static let modelFails = Recording("model-fails")
    /// Two parallel tasks, and a third that waits for both.
    public static let parallel = Recording("parallel-tasks")

    /// All recordings.
    public static let all = [twoAgents, toolError, modelFails, parallel]

    private init(_ name: String) {
        self.name = name
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Recordings/\(name).jsonl")
        let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
        lines = text.split(separator: "\n").map(String.init)
    }

    /// The name, for test output.
    public var description: String { name }

    /// The events as recorded, or each wrapped in an object with its type, its timestamp and the event.
    public func payloads(isWrapped: Bool = false) throws -> [String] {
        guard isWrapped else { return lines }
        return try lines.map { line in
            let event = try JSONValue(parsing: line)
            let wrapped: JSONValue = [
                "event_type": event["type"] ?? .null, "timestamp": event["timestamp"] ?? .null, "data": event,
            ]
            return wrapped.serialized()
        }
    }

    /// The events as the client parses them.
    /// - Parameter hasLinks: whether to keep ids, parents and sequence numbers, which older CrewAI versions don't
    ///   write.
    public func events(isWrapped: Bool = false, hasLinks: Bool = true) throws -> [CrewEvent] {
        try payloads(isWrapped: isWrapped).enumerated().map { index, payload in
            let text = hasLinks ? payload : try Self.withoutLinks(JSONValue(parsing: payload)).serialized()
            return CrewEvent(RawEvent(payload: Array(text.utf8)), index: index)
        }
    }

    private static func withoutLinks(_ value: JSONValue) -> JSONValue {
        guard let object = value.object else { return value }
        let links: Set<String> = ["event_id", "parent_event_id", "started_event_id", "emission_sequence"]
        let rest = object.filter { !links.contains($0.key) }
        return .object(
            JSONObject(rest.map { ($0.key, $0.key == "data" ? withoutLinks($0.value) : $0.value) }))
    }
}
