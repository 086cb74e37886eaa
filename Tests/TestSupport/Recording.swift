import Foundation
public import Nx1Client

/// The events of a real CrewAI crew, in the order in which they arrived.
public struct Recording: Sendable, CustomStringConvertible {
    /// The name of its file.
    public let name: String
    /// One JSON text for each event.
    public let lines: [String]

    /// An analyst with two tool calls, then a writer; the model streams.
    public static let twoAgents = Recording("two-agents-streaming")
    /// A tool raises, then a tool that doesn't exist is called, then it works.
    public static let toolError = Recording("tool-error-then-retry")
    /// The model's provider fails three times, and so does the crew.
    public static let modelFails = Recording("model-fails")
    /// Two tasks at once, and a third that waits for both.
    public static let parallel = Recording("parallel-tasks")

    /// All of them.
    public static let all = [twoAgents, toolError, modelFails, parallel]

    private init(_ name: String) {
        self.name = name
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Recordings/\(name).jsonl")
        let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
        lines = text.split(separator: "\n").map(String.init)
    }

    public var description: String { name }

    /// The events as they are, or each in an envelope of its type, its time and itself.
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

    /// The events as the client reads them.
    /// - Parameter hasLinks: whether they have their ids, parents and numbers, which older CrewAI doesn't write.
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
