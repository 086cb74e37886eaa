public import Nx1Events

/// A problem with a value for a template.
public struct TemplateProblem: Hashable, Sendable, CustomStringConvertible {
    /// The kind of problem.
    public enum Kind: Hashable, Sendable {
        /// A required value is not given.
        case missing
        /// The template has no such variable.
        case unknown
        /// The value has another type, is not one of the choices, or is out of range.
        case invalid
    }

    /// The name of the variable.
    public var variable: String
    /// The kind of problem.
    public var kind: Kind
    /// The problem as a sentence. It never quotes a sensitive value.
    public var message: String

    /// The name and the message, separated by a colon.
    public var description: String { "\(variable): \(message)" }
}

extension CrewTemplate {
    /// Whether a variable applies, given these values and the defaults of the others.
    public func isShown(_ variable: TemplateVariable, given values: JSONObject) -> Bool {
        guard let condition = variable.showIf else { return true }
        return TemplateCondition(condition, names: Set(variables.map(\.name))).holds { name in
            values[name] ?? self.variable(named: name)?.default
        }
    }

    /// The variables that apply, given these values, in declaration order.
    public func shownVariables(given values: JSONObject) -> [TemplateVariable] {
        variables.filter { isShown($0, given: values) }
    }

    /// The variables that apply and still need a value: required ones with neither a value nor a default.
    public func missingVariables(given values: JSONObject) -> [TemplateVariable] {
        shownVariables(given: values).filter {
            $0.isRequired && $0.default == nil && (values[$0.name] ?? .null).isNull
        }
    }

    /// All problems with these values: missing ones in declaration order, then invalid ones in the given order. A
    /// template without declared variables accepts any values.
    public func problems(with values: JSONObject) -> [TemplateProblem] {
        if variables.isEmpty { return [] }
        let missing = missingVariables(given: values).map {
            TemplateProblem(variable: $0.name, kind: .missing, message: "A value is required.")
        }
        let wrong: [TemplateProblem] = values.compactMap { name, value in
            guard let variable = variable(named: name) else {
                let names = SpokenList(variables.map(\.name), joinedBy: "and")
                return TemplateProblem(
                    variable: name, kind: .unknown,
                    message: "The template has no such variable. It has \(names).")
            }
            return variable.problem(with: value).map {
                TemplateProblem(variable: name, kind: .invalid, message: $0)
            }
        }
        return missing + wrong
    }
}

extension TemplateVariable {
    /// The problem with a value, as a sentence; nil if it's valid. Null counts as no value, and is valid.
    public func problem(with value: JSONValue) -> String? {
        if value.isNull { return nil }
        return typeProblem(value) ?? choiceProblem(value) ?? lengthProblem(value) ?? rangeProblem(value)
    }

    /// The end of a sentence that quotes the value, unless it's sensitive.
    private func instead(_ value: JSONValue) -> String {
        isSensitive ? "." : ", not \(OneLine(value.serialized(), limit: 60).text)."
    }

    private func typeProblem(_ value: JSONValue) -> String? {
        let wanted: String? =
            switch type {
            case .text: value.string == nil ? "text" : nil
            case .integer: value.number?.isInteger == true ? nil : "an integer"
            case .number: value.number == nil ? "a number" : nil
            case .boolean: value.bool == nil ? "true or false" : nil
            case .list: value.array == nil ? "a list" : nil
            case .object: value.object == nil ? "an object" : nil
            case .date:
                value.string.flatMap(Timestamp.milliseconds) == nil ? "a date such as 2026-11-29" : nil
            case .choice, .other: nil
            }
        return wanted.map { "The value must be \($0)\(instead(value))" }
    }

    private func choiceProblem(_ value: JSONValue) -> String? {
        guard !choices.isEmpty else { return nil }
        let given = type == .list ? value.array ?? [] : [value]
        let stranger = given.first { value in !choices.contains { $0.value.isSameValue(as: value) } }
        guard let stranger else { return nil }
        let words = choices.map { $0.value.string ?? $0.value.serialized() }
        let rule = words.count == 1 ? "must be" : "must be one of"
        let subject = type == .list ? "Each element" : "The value"
        return "\(subject) \(rule) \(SpokenList(words, joinedBy: "or"))\(instead(stranger))"
    }

    private func lengthProblem(_ value: JSONValue) -> String? {
        let (count, unit): (Int, String)
        if let text = value.string {
            (count, unit) = (text.unicodeScalars.count, "character")
        } else if let list = value.array {
            (count, unit) = (list.count, "element")
        } else {
            return nil
        }
        func many(_ count: Int) -> String { "\(count) \(unit)\(count == 1 ? "" : "s")" }
        let had = isSensitive ? "." : ", not \(count)."
        if let minimumLength, count < minimumLength {
            return "The value must have at least \(many(minimumLength))\(had)"
        }
        if let maximumLength, count > maximumLength {
            return "The value must have at most \(many(maximumLength))\(had)"
        }
        return nil
    }

    private func rangeProblem(_ value: JSONValue) -> String? {
        guard let number = value.number else { return nil }
        if let minimum, number.double < minimum.double {
            return "The value must be at least \(minimum)\(instead(value))"
        }
        if let maximum, number.double > maximum.double {
            return "The value must be at most \(maximum)\(instead(value))"
        }
        return nil
    }
}

extension JSONNumber {
    /// Whether the number has no fraction, whatever its size.
    fileprivate var isInteger: Bool {
        let digits = literal.hasPrefix("-") ? literal.dropFirst() : literal[...]
        return digits.utf8.allSatisfy { (0x30...0x39).contains($0) } || int != nil
    }
}

/// Words listed in a sentence: `a, b or c`; at most the first twenty.
private struct SpokenList: CustomStringConvertible {
    let description: String

    init(_ words: [String], joinedBy conjunction: String) {
        let limit = 20
        var shown = words.prefix(limit).map { OneLine($0, limit: 60).text }
        if words.count > limit { shown.append("\(words.count - limit) more") }
        guard shown.count > 1, let last = shown.popLast() else {
            description = words.first ?? ""
            return
        }
        description = shown.joined(separator: ", ") + " \(conjunction) " + last
    }
}
