public import Nx1Events

/// A crew that the service has stored for its users to run (an element of `GET /api/crew-templates`).
///
/// Older services send neither ``variables`` nor ``lintWarnings``, which are then empty.
public struct CrewTemplate: Hashable, Sendable {
    /// The template's id, a UUID.
    public var id: String
    /// The template's name, not necessarily unique.
    public var name: String
    /// What the template is for.
    public var description: String?
    /// The crew, with `{places}` for the variables' values.
    public var crewConfig: CrewConfig
    /// The template's tags.
    public var tags: [String]
    /// Whether other users can see it.
    public var isShared: Bool
    /// Who created it.
    public var createdBy: String?
    /// Who last changed it.
    public var updatedBy: String?
    /// When it was created, as the service wrote it (ISO 8601).
    public var createdAt: String?
    /// When it was last changed, as the service wrote it.
    public var updatedAt: String?
    /// The variables of a run, in declaration order.
    public var variables: [TemplateVariable]
    /// The service's warnings about the configuration.
    public var lintWarnings: [String]
    /// The whole template, as received.
    public var json: JSONObject

    /// Parses a template; nil without an id. A template without a name is named by its id.
    public init?(_ json: JSONValue) {
        guard let object = json.object, let id = json["id"]?.string, !id.isEmpty else { return nil }
        self.json = object
        self.id = id
        name = json["name"]?.string ?? id
        description = json["description"]?.string
        crewConfig = CrewConfig(json: json["crew_config"]?.object ?? [:])
        tags = (json["tags"]?.array ?? []).compactMap(\.string)
        isShared = json["is_shared"]?.bool ?? false
        createdBy = json["created_by"]?.string
        updatedBy = json["updated_by"]?.string
        createdAt = json["created_at"]?.string
        updatedAt = json["updated_at"]?.string
        variables = (json["variables"]?.array ?? []).compactMap(TemplateVariable.init)
        lintWarnings = (json["lint_warnings"]?.array ?? []).map {
            $0.string ?? $0["message"]?.string ?? $0["msg"]?.string ?? $0.serialized()
        }
    }

    /// A reference to a template in a request.
    public struct Reference: Hashable, Sendable {
        /// The template's id.
        public var id: String
        /// The template's name at the time of the request.
        public var name: String
        /// The crew at the time of the request, by which a run is recognized if the response is lost.
        public var config: CrewConfig

        /// Creates a reference to the template with this id.
        public init(id: String, name: String, config: CrewConfig) {
            self.id = id
            self.name = name
            self.config = config
        }
    }

    /// A reference to this template.
    public var reference: Reference { Reference(id: id, name: name, config: crewConfig) }

    /// The variable with this name; nil if none has it.
    public func variable(named name: String) -> TemplateVariable? { variables.first { $0.name == name } }
}

/// A variable of a template.
public struct TemplateVariable: Hashable, Sendable {
    /// The name of the value in the request, and of its `{place}` in the configuration.
    public var name: String
    /// The label for people.
    public var label: String?
    /// What the value is for.
    public var description: String?
    /// The type of its values.
    public var type: ValueType
    /// The service's name for the type, if it sent one.
    public var typeName: String?
    /// Whether the value is required.
    public var isRequired: Bool
    /// The service's default value, if any.
    public var `default`: JSONValue?
    /// The allowed values; empty if any value is allowed.
    public var choices: [Choice]
    /// The minimum number of characters of a string or elements of a list.
    public var minimumLength: Int?
    /// The maximum number of characters of a string or elements of a list.
    public var maximumLength: Int?
    /// The minimum of a number.
    public var minimum: JSONNumber?
    /// The maximum of a number.
    public var maximum: JSONNumber?
    /// Whether the value must not be shown or stored.
    public var isSensitive: Bool
    /// The heading to show it under.
    public var group: String?
    /// The condition under which the variable applies, as received; nil if it always does.
    public var showIf: JSONValue?

    /// One of the allowed values of a variable.
    public struct Choice: Hashable, Sendable {
        /// The value to send.
        public var value: JSONValue
        /// The label for people, if it differs from the value.
        public var label: String?
    }

    /// The types of values.
    public enum ValueType: Hashable, Sendable {
        /// A string.
        case text
        /// A number without a fraction.
        case integer
        /// Any number.
        case number
        /// True or false.
        case boolean
        /// A list; with choices, a list of some of them.
        case list
        /// A JSON object.
        case object
        /// One of the ``TemplateVariable/choices``.
        case choice
        /// A day, such as `2026-11-29`.
        case date
        /// An unknown type, whose values aren't validated.
        case other

        init(_ name: String?) {
            self =
                switch name?.lowercased() {
                case "string", "str", "text", "textarea", "multiline", "password", "secret": .text
                case "integer", "int": .integer
                case "number", "float", "double", "decimal": .number
                case "boolean", "bool", "checkbox": .boolean
                case "list", "array", "multiselect", "multi_select": .list
                case "object", "dict": .object
                case "choice", "enum", "select": .choice
                case "date": .date
                default: .other
                }
        }
    }

    /// Parses a variable; nil without a name.
    public init?(_ json: JSONValue) {
        guard let name = json["name"]?.string, !name.isEmpty else { return nil }
        self.name = name
        label = json["label"]?.string
        description = json["description"]?.string
        typeName = json["type"]?.string
        type = ValueType(typeName)
        isRequired = json["required"]?.bool ?? false
        self.default = json["default"].flatMap { $0.isNull ? nil : $0 }
        choices = (json["choices"]?.array ?? []).map { choice in
            guard let value = choice["value"] else { return Choice(value: choice) }
            return Choice(value: value, label: (choice["label"] ?? choice["name"])?.string)
        }
        minimumLength = json["min_length"]?.int
        maximumLength = json["max_length"]?.int
        minimum = json["min_value"]?.number
        maximum = json["max_value"]?.number
        isSensitive = json["sensitive"]?.bool ?? false
        group = json["group"]?.string
        showIf = json["show_if"].flatMap { $0.isNull ? nil : $0 }
    }
}
