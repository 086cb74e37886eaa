public import Nx1Events

extension TemplateVariable {
    /// Parses typed text as a value of the variable's type: `5` is the number 5 for an integer, `yes` is true for a
    /// boolean, `a, b` is a list of two.
    ///
    /// Text that doesn't parse becomes a string value, about which ``problem(with:)`` complains.
    public func value(readFrom text: String) -> JSONValue {
        if type != .list, let choice = choices.first(where: { $0.text == text || $0.text == text.trimmed }) {
            return choice.value
        }
        let trimmed = text.trimmed
        return switch type {
        case .text, .date, .choice, .other: .string(type == .date ? trimmed : text)
        case .integer, .number: JSONNumber(literal: trimmed).map(JSONValue.number) ?? .string(text)
        case .boolean: Self.booleans[trimmed.lowercased()].map(JSONValue.bool) ?? .string(text)
        case .object:
            (try? JSONValue(parsing: trimmed)).flatMap { $0.object == nil ? nil : $0 } ?? .string(text)
        case .list: list(trimmed)
        }
    }

    private static let booleans = [
        "true": true, "yes": true, "on": true, "1": true, "false": false, "no": false, "off": false,
        "0": false,
    ]

    /// A JSON array, or elements separated by commas.
    private func list(_ text: String) -> JSONValue {
        if text.first == "[", let list = try? JSONValue(parsing: text), list.array != nil { return list }
        if text.isEmpty { return [] }
        return .array(
            text.split(separator: ",", omittingEmptySubsequences: false).map { part in
                let word = part.trimmed
                return choices.first { $0.text == word }?.value ?? .string(word)
            })
    }
}

extension TemplateVariable.Choice {
    /// The value as typed.
    fileprivate var text: String { value.string ?? value.serialized() }
}
