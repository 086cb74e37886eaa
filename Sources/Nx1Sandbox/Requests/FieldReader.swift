/// Reads the members of a body and records every error, in pydantic's order and words.
struct FieldReader {
    private(set) var issues: [ValidationIssue] = []

    mutating func add(_ issue: ValidationIssue) { issues.append(issue) }

    /// A required member.
    mutating func required(_ name: String, of object: JSONNode, at location: [JSON]) -> JSONNode? {
        if let node = object[name] { return node }
        add(.missing(name, of: object, at: location))
        return nil
    }

    mutating func string(_ node: JSONNode, at location: [JSON]) -> String? {
        string(node, node.asItCame, at: location)
    }

    /// - Parameter input: the input that an error reports.
    mutating func string(_ node: JSONNode, _ input: JSON, at location: [JSON]) -> String? {
        if let text = node.text { return text }
        add(
            ValidationIssue(
                type: "string_type", location: location, message: "Input should be a valid string",
                input: input))
        return nil
    }

    mutating func list(_ node: JSONNode, at location: [JSON]) -> [JSONNode]? {
        if case .array(let elements) = node.value { return elements }
        add(mistake("list_type", "Input should be a valid list", node, at: location))
        return nil
    }

    /// A whole number. Literals such as `2.0` count, texts don't.
    mutating func integer(_ node: JSONNode, at location: [JSON]) -> Int? {
        guard case .number(let literal) = node.value else {
            add(mistake("int_type", "Input should be a valid integer", node, at: location))
            return nil
        }
        if let number = Int(literal) { return number }
        guard let number = Double(literal), number.rounded() == number else {
            let message = "Input should be a valid integer, got a number with a fractional part"
            add(mistake("int_from_float", message, node, at: location))
            return nil
        }
        return Int(exactly: number) ?? (number < 0 ? .min : .max)
    }

    mutating func number(_ node: JSONNode, at location: [JSON]) -> Double? {
        if case .number(let literal) = node.value, let number = Double(literal) { return number }
        add(mistake("float_type", "Input should be a valid number", node, at: location))
        return nil
    }

    mutating func boolean(_ node: JSONNode, at location: [JSON]) -> Bool? {
        if case .bool(let value) = node.value { return value }
        add(mistake("bool_type", "Input should be a valid boolean", node, at: location))
        return nil
    }

    private func mistake(
        _ type: String, _ message: String, _ node: JSONNode, at location: [JSON]
    ) -> ValidationIssue {
        ValidationIssue(type: type, location: location, message: message, input: node.asItCame)
    }
}

extension FieldReader {
    mutating func isModel(_ node: JSONNode, at location: [JSON]) -> Bool {
        if case .object = node.value { return true }
        add(.noModel(node.asItCame, at: location))
        return false
    }

    /// The text of a required member; empty if an error was recorded.
    mutating func requiredText(_ name: String, of object: JSONNode, at location: [JSON]) -> String {
        required(name, of: object, at: location).flatMap { string($0, at: location + [.string(name)]) } ?? ""
    }

    /// Checks that a member is a text, if present.
    mutating func optionalText(
        _ name: String, of object: JSONNode, at location: [JSON], nullable: Bool = false
    ) {
        guard let node = object[name] else { return }
        if nullable, case .null = node.value { return }
        _ = string(node, at: location + [.string(name)])
    }

    /// Checks that a member is a boolean, if present.
    mutating func optionalFlag(_ name: String, of object: JSONNode, at location: [JSON]) {
        guard let node = object[name] else { return }
        _ = boolean(node, at: location + [.string(name)])
    }

    /// The texts of a member, which must be a list of texts if present.
    mutating func optionalTexts(_ name: String, of object: JSONNode, at location: [JSON]) -> [String] {
        guard let node = object[name], let elements = list(node, at: location + [.string(name)]) else {
            return []
        }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            let here = location + [.string(name), .number(literal: String(index))]
            if let text = string(element, at: here) { texts.append(text) }
        }
        return texts
    }
}
