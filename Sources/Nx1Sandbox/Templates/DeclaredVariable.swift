/// A variable of a template: an element of `variables` of `GET /api/crew-templates`.
struct DeclaredVariable: Sendable {
    enum ValueType: String, Sendable {
        case string, integer, number, boolean, list, object, choice, date
    }

    /// When the variable applies: if another one has this value.
    struct Condition: Sendable {
        let variable: String
        let value: JSON
        /// Whether the service writes it as `{NAME: VALUE}` instead of `{"variable": NAME, "equals": VALUE}`.
        var isShort = false

        var json: JSON {
            isShort
                ? .object([(name: variable, value: value)])
                : ["variable": .string(variable), "equals": value]
        }
    }

    let name: String
    let label: String
    let description: String
    let type: ValueType
    var isRequired = false
    var `default`: JSON?
    var choices: [String] = []
    var minimumLength: Int?
    var maximumLength: Int?
    var minimum: String?
    var maximum: String?
    var isSensitive = false
    var group: String?
    var showIf: Condition?

    var json: JSON {
        func number(_ value: Int?) -> JSON { value.map { .number(literal: String($0)) } ?? .null }
        func number(_ value: String?) -> JSON { value.map { .number(literal: $0) } ?? .null }
        return [
            "name": .string(name), "label": .string(label), "description": .string(description),
            "type": .string(type.rawValue), "required": .bool(isRequired), "default": self.default ?? .null,
            "choices": choices.isEmpty ? .null : .array(choices.map { .string($0) }),
            "min_length": number(minimumLength), "max_length": number(maximumLength),
            "min_value": number(minimum), "max_value": number(maximum), "sensitive": .bool(isSensitive),
            "group": .string(orNull: group), "show_if": showIf?.json ?? .null,
        ]
    }
}

extension DeclaredVariable {
    /// Records the errors in a value, in pydantic's words.
    func check(_ node: JSONNode, at location: [JSON], fields: inout FieldReader) {
        // Sensitive values are never repeated.
        let input: JSON = isSensitive ? "**********" : node.asItCame
        switch type {
        case .string, .choice:
            guard let text = fields.string(node, input, at: location) else { return }
            checkChoice(text, input, at: location, fields: &fields)
            checkLength(
                text.unicodeScalars.count, "String", "character", "string_", input, at: location, &fields)
        case .date:
            guard let text = fields.string(node, input, at: location), !CalendarDate.isValid(text) else {
                return
            }
            fields.add(
                ValidationIssue(
                    type: "date_from_datetime_parsing", location: location,
                    message: "Input should be a valid date or datetime, input is too short", input: input,
                    context: ["error": "input is too short"]))
        case .integer:
            if let number = fields.integer(node, at: location) {
                checkRange(Double(number), input, at: location, &fields)
            }
        case .number:
            if let number = fields.number(node, at: location) {
                checkRange(number, input, at: location, &fields)
            }
        case .boolean: _ = fields.boolean(node, at: location)
        case .object:
            if case .object = node.value { return }
            fields.add(.noDictionary(node, at: location))
        case .list:
            guard let elements = fields.list(node, at: location) else { return }
            for (index, element) in elements.enumerated() {
                let here = location + [.number(literal: String(index))]
                if let text = fields.string(element, element.asItCame, at: here) {
                    checkChoice(text, element.asItCame, at: here, fields: &fields)
                }
            }
            checkLength(elements.count, "List", "item", "", input, at: location, &fields)
        }
    }

    private func checkChoice(_ text: String, _ input: JSON, at location: [JSON], fields: inout FieldReader) {
        if !choices.isEmpty, !choices.contains(text) {
            fields.add(.notOneOf(choices, input: input, at: location, type: "literal_error"))
        }
    }

    private func checkLength(
        _ count: Int, _ subject: String, _ unit: String, _ prefix: String, _ input: JSON,
        at location: [JSON], _ fields: inout FieldReader
    ) {
        func add(_ type: String, _ rule: String, _ bound: Int, _ key: String) {
            fields.add(
                ValidationIssue(
                    type: prefix + type, location: location,
                    message: "\(subject) should have \(rule) \(bound) \(unit)\(bound == 1 ? "" : "s")",
                    input: input, context: .object([(name: key, value: .number(literal: String(bound)))])))
        }
        if let minimumLength, count < minimumLength {
            add("too_short", "at least", minimumLength, "min_length")
        }
        if let maximumLength, count > maximumLength {
            add("too_long", "at most", maximumLength, "max_length")
        }
    }

    private func checkRange(
        _ number: Double, _ input: JSON, at location: [JSON], _ fields: inout FieldReader
    ) {
        if let minimum, let bound = Double(minimum), number < bound {
            fields.add(.outside(input, atLeast: minimum, at: location))
        } else if let maximum, let bound = Double(maximum), number > bound {
            fields.add(.outside(input, atMost: maximum, at: location))
        }
    }
}

/// Calendar days such as `2026-11-29`.
enum CalendarDate {
    static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.joined().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), year > 0
        else { return false }
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains(month) && (1...lengths[month - 1]).contains(day)
    }
}
