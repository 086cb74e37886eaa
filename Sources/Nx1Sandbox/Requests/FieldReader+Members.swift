extension FieldReader {
    mutating func isModel(_ node: JSONNode, at location: [JSON]) -> Bool {
        if case .object = node.value { return true }
        add(.noModel(node.asItCame, at: location))
        return false
    }

    /// The text of a member that has to be there; empty if a mistake was noted.
    mutating func requiredText(_ name: String, of object: JSONNode, at location: [JSON]) -> String {
        required(name, of: object, at: location).flatMap { string($0, at: location + [.string(name)]) } ?? ""
    }

    /// Checks a member that, if it is there, is a text.
    mutating func optionalText(
        _ name: String, of object: JSONNode, at location: [JSON], nullable: Bool = false
    ) {
        guard let node = object[name] else { return }
        if nullable, case .null = node.value { return }
        _ = string(node, at: location + [.string(name)])
    }

    /// Checks a member that, if it is there, is true or false.
    mutating func optionalFlag(_ name: String, of object: JSONNode, at location: [JSON]) {
        guard let node = object[name] else { return }
        _ = boolean(node, at: location + [.string(name)])
    }

    /// The texts of a member that, if it is there, is a list of texts.
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
