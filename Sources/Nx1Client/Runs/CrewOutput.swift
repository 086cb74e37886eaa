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
