public import Nx1Events

/// A crew type that the service offers, with its description (an element of `GET /api/crews/types`).
public struct CrewOffer: Hashable, Sendable {
    /// The type.
    public var type: CrewType
    /// What the crew is for.
    public var description: String?
    /// The inputs it reads, if the service lists them.
    public var inputs: [Input]

    /// A member of `task_input` that the crew reads.
    public struct Input: Hashable, Sendable {
        /// The member's name.
        public var name: String
        /// What it is for.
        public var description: String?
    }

    /// Parses a name, or an object with one; nil if there is no name.
    package init?(_ json: JSONValue) {
        let name =
            json.string
            ?? ["crew_type", "type", "name", "id", "value"].lazy.compactMap { json[$0]?.string }.first
        guard let name else { return nil }
        type = CrewType(rawValue: name)
        description = ["description", "summary", "help"].lazy.compactMap { json[$0]?.string }.first
        inputs = []
        for key in ["inputs", "task_input", "input_schema", "parameters", "required_inputs"]
        where inputs.isEmpty {
            inputs = json[key].map(Self.inputs) ?? []
        }
    }

    /// Parses inputs in the forms that services use: names, objects with a name, a JSON Schema, or an object of names
    /// and descriptions.
    private static func inputs(_ json: JSONValue) -> [Input] {
        if let list = json.array {
            return list.compactMap { entry in
                (entry.string ?? entry["name"]?.string).map {
                    Input(name: $0, description: entry["description"]?.string)
                }
            }
        }
        let members = json["properties"]?.object ?? json.object ?? [:]
        return members.map { Input(name: $0, description: $1.string ?? $1["description"]?.string) }
    }
}
