public import Nx1Events

/// A crew that the service has stored for its users to run (an element of `GET /api/crew-templates`).
///
/// Older services send neither ``variables`` nor ``lintWarnings``, which are then empty.
public struct CrewTemplate: Hashable, Sendable {
    /// The template's id, a UUID.
    public var id: String
    /// The name, which need not be unique.
    public var name: String
    /// What the template is for.
    public var description: String?
    /// The crew, with `{places}` for the values of the variables.
    public var crewConfig: CrewConfig
    /// The words it is filed under.
    public var tags: [String]
    /// Whether other users see it.
    public var isShared: Bool
    /// Who made it.
    public var createdBy: String?
    /// Who changed it last.
    public var updatedBy: String?
    /// When it was made, as the service wrote it (ISO 8601).
    public var createdAt: String?
    /// When it was changed last, as the service wrote it.
    public var updatedAt: String?
    /// The values that a run takes, in the order of the declaration.
    public var variables: [TemplateVariable]
    /// What the service advises against in the configuration.
    public var lintWarnings: [String]
    /// The whole template as it came.
    public var json: JSONObject

    /// Reads a template; nil without an id. One without a name is called by its id.
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

    /// What a request names a template by.
    public struct Reference: Hashable, Sendable {
        /// The template's id.
        public var id: String
        /// The template's name when the request was made.
        public var name: String
        /// The crew when the request was made; a run whose answer is lost is recognized by it.
        public var config: CrewConfig

        /// A reference to the template with this id.
        public init(id: String, name: String, config: CrewConfig) {
            self.id = id
            self.name = name
            self.config = config
        }
    }

    /// What a request names this template by.
    public var reference: Reference { Reference(id: id, name: name, config: crewConfig) }

    /// The variable with this name; nil if none has it.
    public func variable(named name: String) -> TemplateVariable? { variables.first { $0.name == name } }
}

/// A value that a template's run takes.
public struct TemplateVariable: Hashable, Sendable {
    /// The name of the value in the request, and of its `{place}` in the configuration.
    public var name: String
    /// What people call it.
    public var label: String?
    /// What the value is for.
    public var description: String?
    /// What values it takes.
    public var type: ValueType
    /// The service's own word for the type, if it sent one.
    public var typeName: String?
    /// Whether a run needs the value.
    public var isRequired: Bool
    /// The value that the service uses if none is given; nil if it has none.
    public var `default`: JSONValue?
    /// The values it may have; empty if there is no such list.
    public var choices: [Choice]
    /// The smallest number of characters of a text or elements of a list.
    public var minimumLength: Int?
    /// The largest number of characters of a text or elements of a list.
    public var maximumLength: Int?
    /// The smallest number.
    public var minimum: JSONNumber?
    /// The largest number.
    public var maximum: JSONNumber?
    /// Whether the value is not to be shown or kept.
    public var isSensitive: Bool
    /// The heading it belongs under.
    public var group: String?
    /// The condition under which the variable applies, as it came; nil if it always does.
    public var showIf: JSONValue?

    /// One of the values that a variable may have.
    public struct Choice: Hashable, Sendable {
        /// The value to send.
        public var value: JSONValue
        /// What people call it, if not by the value.
        public var label: String?
    }

    /// The kinds of value.
    public enum ValueType: Hashable, Sendable {
        /// A text.
        case text
        /// A number without a fraction.
        case integer
        /// Any number.
        case number
        /// True or false.
        case boolean
        /// A list; with choices, of some of them.
        case list
        /// A JSON object.
        case object
        /// One of the ``TemplateVariable/choices``.
        case choice
        /// A day, such as `2026-11-29`.
        case date
        /// A type this client doesn't know, whose values it doesn't check.
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

    /// Reads a variable; nil without a name.
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
