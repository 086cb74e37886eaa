import Nx1Events
package import Nx1Values
import ShellOutput

/// A request adapted to a template: its text in the right variable, its values in the declared types.
package struct TemplateRequest: Sendable {
    private let template: CrewTemplate
    private var request: CrewRequest

    /// Adapts a request to a template.
    /// - Throws: ``Complaint`` if the template has no variable for the text.
    package init(_ request: CrewRequest, to template: CrewTemplate) throws {
        self.template = template
        self.request = request
        self.request.crew = CrewType(rawValue: template.name)
        self.request.definition = .template(template.reference)
        self.request.sensitiveInputs = Set(template.variables.filter(\.isSensitive).map(\.name))
        if template.variables.isEmpty { return }
        // Sticky inputs are meant for all crews, but a template refuses unknown ones.
        for key in request.stickyInputs where template.variable(named: key) == nil {
            self.request.input[key] = nil
        }
        if request.text != nil { try placeText() }
        for (key, value) in self.request.input {
            guard let text = value.string, let variable = template.variable(named: key) else { continue }
            self.request.input[key] = variable.value(readFrom: text)
        }
    }

    /// Moves the text to the variable that takes it: `question`, or the only free-text variable.
    private mutating func placeText() throws {
        if template.variable(named: "question") != nil { return }
        let texts = template.shownVariables(given: request.input).filter {
            $0.type == .text && $0.choices.isEmpty && !$0.isSensitive
        }
        let isFree = texts.count == 1 && request.input[texts[0].name] == nil
        // A variable takes only the question, not the conversation before it.
        let asked = request.carried.isEmpty ? nil : request.text.map(JSONValue.string)
        guard isFree, let question = asked ?? request.input["question"] else {
            throw Complaint.usage(
                "The template \(template.name) takes no text.",
                advice: "Give values for its variables: `:template \(template.quotedName) NAME=VALUE`.")
        }
        request.input[texts[0].name] = question
        request.input["question"] = nil
    }

    /// The variables that still need a value, in declaration order.
    package var missing: [TemplateVariable] { template.missingVariables(given: request.input) }

    /// Validates the given values, before prompting for missing ones.
    /// - Throws: ``Complaint`` with all problems.
    package func checkGiven() throws {
        try refuse(template.problems(with: request.input).filter { $0.kind != .missing })
    }

    /// Sets the value of a variable to typed text.
    /// - Returns: the problem, if the value is invalid and wasn't set; otherwise nil.
    package mutating func set(_ variable: TemplateVariable, to text: String) -> String? {
        let value = variable.value(readFrom: text)
        if let problem = variable.problem(with: value) { return problem }
        request.input[variable.name] = value
        return nil
    }

    /// The request, once all of its values are valid.
    /// - Throws: ``Complaint`` with all problems.
    package func checked() throws -> CrewRequest {
        try refuse(template.problems(with: request.input))
        return request
    }

    private func refuse(_ problems: [TemplateProblem]) throws {
        guard let first = problems.first else { return }
        if problems.count == 1 {
            throw Complaint.usage(
                "The template \(template.name) can't run: \(words(for: first))",
                advice: CrewTemplate.variablesAdvice(named: template.name))
        }
        throw Complaint.usage(
            "The template \(template.name) can't run:\n"
                + problems.map { "  \(words(for: $0))" }.joined(separator: "\n"),
            advice: CrewTemplate.variablesAdvice(named: template.name))
    }

    private func words(for problem: TemplateProblem) -> String {
        guard problem.kind == .missing, let label = template.variable(named: problem.variable)?.label else {
            return problem.description
        }
        return "\(problem.variable) (\(label)) needs a value."
    }
}

extension CrewTemplate {
    /// The name, quoted if it contains white space.
    package var quotedName: String { Self.quoted(name) }

    private static func quoted(_ name: String) -> String {
        name.contains(where: \.isWhitespace) ? "\"\(name)\"" : name
    }

    /// The advice to list the variables of the template with this name.
    package static func variablesAdvice(named name: String) -> String {
        "`:template \(quoted(name))` lists its variables."
    }
}

extension TemplateVariable {
    /// The prompt for a value: the label, then the choices or bounds.
    package var question: String {
        let name = label.map { $0.isEmpty ? self.name : $0 } ?? self.name
        return name + (rule.map { " (\($0))" } ?? "") + ": "
    }

    /// The choices, or else the bounds; nil without either.
    package var rule: String? {
        if !choices.isEmpty {
            let words = choices.prefix(20).map { choice in
                let value = choice.value.string ?? choice.value.serialized()
                return choice.label.map { "\(value): \($0)" } ?? value
            }
            return words.joined(separator: ", ") + (choices.count > 20 ? ", …" : "")
        }
        if let range = Self.range(minimum.map(\.literal), maximum.map(\.literal)) { return range }
        let unit = type == .list ? "elements" : "characters"
        if let range = Self.range(minimumLength.map(String.init), maximumLength.map(String.init)) {
            return "\(range) \(unit)"
        }
        switch type {
        case .boolean: return "yes or no"
        case .date: return "a date, such as 2026-11-29"
        case .list: return "a comma-separated list"
        case .object: return "a JSON object"
        case .integer: return "an integer"
        case .number: return "a number"
        case .text, .choice, .other: return nil
        }
    }

    private static func range(_ minimum: String?, _ maximum: String?) -> String? {
        switch (minimum, maximum) {
        case (let minimum?, let maximum?): "\(minimum) to \(maximum)"
        case (let minimum?, nil): "at least \(minimum)"
        case (nil, let maximum?): "at most \(maximum)"
        case (nil, nil): nil
        }
    }
}
