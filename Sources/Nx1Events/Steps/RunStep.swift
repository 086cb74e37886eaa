/// A step of a run, from its start to its end.
public struct RunStep: Sendable, Hashable, Identifiable {
    /// The kind of step.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The whole crew.
        case crew
        /// A task of the crew.
        case task
        /// An agent that works on a task.
        case agent
        /// A tool call.
        case tool
        /// A language model call.
        case model
        /// A message of the service, without duration.
        case message
        /// Something else with a start and an end.
        case other
        /// An internal step of CrewAI, such as the flow inside an agent.
        case inside
    }

    /// The state of a step.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// The step has started but not ended.
        case working
        /// The step has succeeded.
        case done
        /// The step has failed.
        case failed
    }

    /// The id in the tree: the id of the event that started the step, or `#` and a number.
    public let id: String
    /// The id of the enclosing step.
    public var parent: String?
    /// The nesting depth.
    public var depth = 0
    /// The kind of step.
    public var kind: Kind
    /// A task's description, an agent's role, the name of a tool or model, or the service's text.
    public var name: String
    /// The agent that performs the step.
    public var agent: String?
    /// The state.
    public var state: State
    /// The start time, in microseconds since 1970 by the service's clock; nil if its events have no times.
    public var began: Int64?
    /// The time from start to end; nil while the step is in progress, or if it's unknown.
    public var duration: Duration?
    /// When its start arrived, counted from the start of watching; nil if unknown.
    public var arrived: Duration?
    /// The number of attempts.
    public var attempts = 1
    /// The message of its start, if any.
    public var note: String?
    /// The arguments of a tool or the inputs of a crew.
    public var arguments: JSONValue?
    /// The output.
    public var output: JSONValue?
    /// The error, without the wrapping of a Python `repr`.
    public var error: String?
    /// The errors of earlier attempts, oldest first; only the latest if there are many.
    public var failures: [String] = []
    /// The tokens that it used.
    public var tokens: TokenUsage?
    /// Whether arguments or output were truncated.
    public var isCut = false

    /// Creates a step.
    public init(id: String, kind: Kind, name: String, state: State = .working) {
        self.id = id
        self.kind = kind
        self.name = name
        self.state = state
    }
}

/// Truncation of texts that are too long to keep.
extension RunStep {
    /// The end of a truncated text.
    public static let cutMark = "…"

    /// A value of at most `cap` bytes as JSON. The strings of an object are truncated one by one, so that a query stays
    /// readable; if that isn't enough, the JSON text is truncated.
    public static func cut(_ value: JSONValue, to cap: Int) -> JSONValue {
        let text = value.string ?? value.serialized()
        guard text.utf8.count > cap else { return value }
        guard let object = value.object else { return .string(cut(text, to: cap)) }
        let short = JSONValue.object(
            JSONObject(
                object.map { key, value in
                    (key, value.string.map { .string(cut($0, to: cap / 2)) } ?? value)
                }))
        return short.serialized().utf8.count > cap ? .string(cut(text, to: cap)) : short
    }

    /// A text of at most `cap` bytes: a longer one ends in ``cutMark``.
    public static func cut(_ text: String, to cap: Int) -> String {
        guard text.utf8.count > cap else { return text }
        var bytes = text.utf8.prefix(cap - cutMark.utf8.count)
        // Never cuts inside a character.
        var end = bytes.endIndex
        while end > bytes.startIndex, end.samePosition(in: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        bytes = text.utf8[..<end]
        return String(decoding: bytes, as: UTF8.self) + cutMark
    }
}

extension RunStep {
    /// The step as JSON. All keys are always present.
    public var json: JSONValue {
        [
            "id": .string(id),
            "parent": .init(parent),
            "depth": .init(depth),
            "kind": .string(kind.rawValue),
            "name": .string(name),
            "agent": .init(agent),
            "state": .string(state.rawValue),
            "began": .init(began.map(EventTime.text)),
            "elapsed_ms": .init(duration?.wholeMilliseconds),
            "attempts": .init(attempts),
            "note": .init(note),
            "arguments": arguments ?? .null,
            "output": output ?? .null,
            "error": .init(error),
            "failures": .array(failures.map(JSONValue.string)),
            "tokens": tokens?.json ?? .null,
            "is_cut": .bool(isCut),
        ]
    }

    /// Parses the output of ``json``; nil if it isn't a step.
    public init?(_ json: JSONValue) {
        guard let id = json["id"]?.string, let kind = json["kind"]?.string.flatMap(Kind.init),
            let state = json["state"]?.string.flatMap(State.init), let name = json["name"]?.string
        else { return nil }
        self.init(id: id, kind: kind, name: name, state: state)
        parent = json["parent"]?.string
        depth = min(max(0, json["depth"]?.int ?? 0), JSONValue.maximumDepth)
        agent = json["agent"]?.string
        began = json["began"]?.string.flatMap(EventTime.microseconds)
        duration = json["elapsed_ms"]?.int.flatMap {
            (0...Self.longest).contains($0) ? .milliseconds($0) : nil
        }
        attempts = max(1, json["attempts"]?.int ?? 1)
        note = json["note"]?.string
        arguments = json["arguments"].flatMap { $0.isNull ? nil : $0 }
        output = json["output"].flatMap { $0.isNull ? nil : $0 }
        error = json["error"]?.string
        failures = json["failures"]?.array?.compactMap(\.string) ?? []
        tokens = json["tokens"].flatMap { TokenUsage(named: $0) }
        isCut = json["is_cut"]?.bool ?? false
    }

    /// A thousand years, in milliseconds.
    private static let longest = 31_557_600_000_000
}

extension TokenUsage {
    /// The counts as JSON.
    public var json: JSONValue {
        ["prompt": .init(prompt), "completion": .init(completion), "total": .init(total)]
    }

    /// Parses the output of ``json``.
    public init?(named json: JSONValue) {
        self.init([
            "prompt_tokens": json["prompt"] ?? .null, "completion_tokens": json["completion"] ?? .null,
            "total_tokens": json["total"] ?? .null,
        ])
    }
}

extension JSONValue {
    /// A string, or `null`.
    init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }

    /// A number, or `null`.
    init(_ number: Int?) { self = number.map { .number(JSONNumber($0)) } ?? .null }
}
