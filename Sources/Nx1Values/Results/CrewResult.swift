public import Nx1Events

/// How a run ended.
public struct CrewResult: Sendable, Hashable {
    /// The run.
    public var correlationID: String
    /// `completed` or `failed`, or the service's own word for either.
    public var status: CrewRunStatusEnum
    /// The service's result, whole; `null` if the run failed. ``answer`` is the part that a person asked for.
    public var value: JSONValue
    /// Why it failed, if it did.
    public var error: String?

    /// A result that the caller has kept.
    public init(
        correlationID: String, status: CrewRunStatusEnum, value: JSONValue, error: String? = nil
    ) {
        self.correlationID = correlationID
        self.status = status
        self.value = value
        self.error = error
    }

    /// What a person asked for.
    ///
    /// This is ``value``, unless that is CrewAI's output object (`raw`, `pydantic`, `json_dict`, `tasks_output`,
    /// `token_usage`): then it is the structured answer, if the crew gave one, or `raw`.
    public var answer: JSONValue { CrewOutput(value)?.answer ?? value }

    /// The answer as text: a string as it is, anything else as indented JSON. Nothing is added or taken away.
    public var text: String {
        let answer = answer
        return answer.string ?? answer.serialized(.indented)
    }

    /// The tokens that the crew used, if the result is CrewAI's output object and counts any.
    public var tokenUsage: TokenUsage? { CrewOutput(value)?.tokenUsage }

    /// The error that a failed run is; nil if it completed.
    public var failure: Nx1Error? {
        error.map { reason in
            Nx1Error(
                .runFailed, "The run failed: \(OneLine(reason, limit: 2000))", correlationID: correlationID)
        }
    }
}

/// Where a run stands at one moment.
public enum RunSnapshot: Sendable, Hashable {
    /// It works, or waits to; the service's word for it, if it said one.
    case unfinished(CrewRunStatusEnum?)
    /// It has ended.
    case ended(CrewResult)
}

/// CrewAI's own output object: `{raw, pydantic, json_dict, tasks_output, token_usage}`.
struct CrewOutput {
    /// The crew's final text.
    private let raw: String
    private let members: JSONObject

    /// The members beside `raw`. A task's output lacks the last two.
    private static let companions = ["pydantic", "json_dict", "tasks_output", "token_usage"]

    /// Nil unless `raw` is a string and at least two of its companions are present, so that an answer with a member of one
    /// of these names is left alone.
    init?(_ value: JSONValue) {
        guard let members = value.object, let raw = members["raw"]?.string,
            Self.companions.count(where: { members[$0] != nil }) >= 2
        else { return nil }
        self.raw = raw
        self.members = members
    }

    /// The structured answer, if the crew was asked for one, or `raw`.
    var answer: JSONValue {
        structured("json_dict") ?? structured("pydantic") ?? .string(raw)
    }

    /// The tokens that the whole crew used.
    var tokenUsage: TokenUsage? {
        members["token_usage"].flatMap { TokenUsage($0) }
    }

    /// The object or array named `name`, unless it is empty: Pydantic serializes a model as `{}` where a field is declared
    /// as its base class, and as a Python literal where it is converted to a string.
    private func structured(_ name: String) -> JSONValue? {
        switch members[name] {
        case .object(let object)? where !object.isEmpty: .object(object)
        case .array(let elements)? where !elements.isEmpty: .array(elements)
        default: nil
        }
    }
}
