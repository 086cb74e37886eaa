import Nx1Events
import Nx1Values

/// Recognizes whether a run in the service's list was started by a given request for a template.
///
/// The service assigns the id of such a run, so only its configuration and input identify it.
struct RunRecognition: Sendable {
    /// How a record relates to the request.
    enum Verdict: Sendable, Hashable {
        case match(Evidence)
        /// It may be the request's run, without evidence.
        case possible
        case other
    }

    enum Evidence: Sendable, Hashable {
        /// The service kept the id that was sent.
        case id
        /// The configuration or the input contains the request's values.
        case values
        /// It's a run of the template with unknown values.
        case configuration
    }

    let template: CrewTemplate.Reference
    let values: JSONObject
    let correlationID: String

    /// Nil if the request isn't for a template.
    init?(_ request: CrewRunRequest) {
        guard let template = request.template else { return nil }
        self.template = template
        values = request.taskInput
        correlationID = request.correlationID
    }

    func verdict(on record: CrewRunRecord) -> Verdict {
        if record.correlationID == correlationID { return .match(.id) }
        let hasValues = hasValues(record.taskInput)
        guard let config = record.crewConfig?.json else {
            if record.crewType != nil { return .other }
            return hasValues == true ? .match(.values) : .possible
        }
        let pattern = JSONValue.object(template.config.json)
        let came = JSONValue.object(config)
        let isFilled = Spelling.allCases.contains { spelling in
            pattern.fits(came) { name in values[name].flatMap(spelling.text) }
        }
        guard isFilled || pattern.isSameValue(as: came) else {
            if hasValues == true { return .match(.values) }
            return hasShape(of: record) ? .possible : .other
        }
        if hasValues == false { return .possible }
        let isConfirmed = hasValues == true || isFilled && !pattern.isSameValue(as: came) && fillsPlaces
        return .match(isConfirmed ? .values : .configuration)
    }

    /// Whether some value appears in the configuration.
    private var fillsPlaces: Bool { template.config.places.contains { values[$0] != nil } }

    /// Whether an input has the values, possibly among others such as defaults; nil if unknown.
    private func hasValues(_ input: JSONObject?) -> Bool? {
        guard let input, !values.isEmpty else { return nil }
        var isComplete = true
        for (name, value) in values {
            guard let came = input[name] ?? input["values"]?[name] else {
                isComplete = false
                continue
            }
            if !value.isSameValue(as: came) { return false }
        }
        return isComplete ? true : nil
    }

    private func hasShape(of record: CrewRunRecord) -> Bool {
        guard let config = record.crewConfig else { return true }
        return config.agents.count == template.config.agents.count
            && config.tasks.count == template.config.tasks.count
    }

    /// How a service may format a value in a text.
    private enum Spelling: CaseIterable {
        case json, python

        /// The formatted value; nil for values that services format in too many ways.
        func text(_ value: JSONValue) -> String? {
            switch value {
            case .string(let text): text
            case .number(let number): number.literal
            case .bool(let value): self == .json ? "\(value)" : value ? "True" : "False"
            case .null, .array, .object: nil
            }
        }
    }
}

extension JSONValue {
    /// Whether `came` is this configuration with its `{places}` filled, with the values from `filling` if known, and
    /// possibly with more members.
    fileprivate func fits(_ came: JSONValue, filling: (String) -> String?) -> Bool {
        switch (self, came) {
        case (.string(let pattern), .string(let text)):
            return TextWithPlaces(pattern).matches(text, filling: filling)
        case (.array(let patterns), .array(let elements)):
            return patterns.count == elements.count
                && zip(patterns, elements).allSatisfy { $0.fits($1, filling: filling) }
        case (.object(let pattern), .object(let object)):
            return pattern.allSatisfy { key, value in value.fits(object[key] ?? .null, filling: filling) }
        default: return isSameValue(as: came)
        }
    }
}
