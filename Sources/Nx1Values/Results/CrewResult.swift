public import Nx1Events

/// The result of a run.
public struct CrewResult: Sendable, Hashable {
    /// The run.
    public var correlationID: String
    /// `completed` or `failed`, or the service's synonym for either.
    public var status: CrewRunStatusEnum
    /// The service's whole result; `null` if the run failed. ``answer`` is the part that answers the question.
    public var value: JSONValue
    /// The error of a failed run.
    public var error: String?

    /// Creates a result, for example one that the caller has stored.
    public init(
        correlationID: String, status: CrewRunStatusEnum, value: JSONValue, error: String? = nil
    ) {
        self.correlationID = correlationID
        self.status = status
        self.value = value
        self.error = error
    }

    /// The part of ``value`` that answers the question.
    ///
    /// This is ``value``, unless that's CrewAI's output object (`raw`, `pydantic`, `json_dict`, `tasks_output`,
    /// `token_usage`): then it's the structured answer, if any, or `raw`.
    public var answer: JSONValue { CrewOutput(value)?.answer ?? value }

    /// The answer as text: a string unchanged, anything else as indented JSON.
    public var text: String {
        let answer = answer
        return answer.string ?? answer.serialized(.indented)
    }

    /// The tokens that the crew used, if the result is CrewAI's output object with token counts.
    public var tokenUsage: TokenUsage? { CrewOutput(value)?.tokenUsage }

    /// The error for a failed run; nil if it completed.
    public var failure: Nx1Error? {
        error.map { reason in
            Nx1Error(
                .runFailed, "The run failed: \(OneLine(reason, limit: 2000))", correlationID: correlationID)
        }
    }
}

/// The state of a run at one moment.
public enum RunSnapshot: Sendable, Hashable {
    /// The run is pending or running, with the service's status if it sent one.
    case unfinished(CrewRunStatusEnum?)
    /// The run has ended.
    case ended(CrewResult)
}

/// CrewAI's own output object: `{raw, pydantic, json_dict, tasks_output, token_usage}`.
struct CrewOutput {
    /// The crew's final text.
    private let raw: String
    private let members: JSONObject

    /// The other members. A task's output lacks the last two.
    private static let companions = ["pydantic", "json_dict", "tasks_output", "token_usage"]

    /// Parses the output object; nil unless `raw` is a string and at least two of its companions are present, so that
    /// an answer that merely has a member with one of these names isn't changed.
    init?(_ value: JSONValue) {
        guard let members = value.object, let raw = members["raw"]?.string,
            Self.companions.count(where: { members[$0] != nil }) >= 2
        else { return nil }
        self.raw = raw
        self.members = members
    }

    /// The structured answer, if any, or `raw`.
    var answer: JSONValue {
        structured("json_dict") ?? structured("pydantic") ?? .string(raw)
    }

    /// The tokens that the whole crew used.
    var tokenUsage: TokenUsage? {
        members["token_usage"].flatMap { TokenUsage($0) }
    }

    /// The object or array `name`, unless it's empty: Pydantic serializes a model as `{}` if a field is declared as its
    /// base class, and as a Python literal if it's converted to a string.
    private func structured(_ name: String) -> JSONValue? {
        switch members[name] {
        case .object(let object)? where !object.isEmpty: .object(object)
        case .array(let elements)? where !elements.isEmpty: .array(elements)
        default: nil
        }
    }
}
