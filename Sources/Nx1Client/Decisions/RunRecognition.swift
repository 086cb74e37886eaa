import Nx1Events
import Nx1Values

/// Whether a run in the service's list is the one that a template's request started, judged by what the list says about it.
///
/// The service gives such a run an id of its own, so there is only its configuration and its input to go by.
struct RunRecognition: Sendable {
    /// What a record is to the request.
    enum Verdict: Sendable, Hashable {
        case match(Evidence)
        /// Nothing says that it is, or that it can't be.
        case possible
        case other
    }

    enum Evidence: Sendable, Hashable {
        /// The service kept the id that was sent after all.
        case id
        /// The configuration, or the input, has the request's values.
        case values
        /// It is a run of the template; with which values isn't known.
        case configuration
    }

    let template: CrewTemplate.Reference
    let values: JSONObject
    let correlationID: String

    /// Nil for a request that is not for a template.
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

    /// Whether some value stands in the configuration.
    private var fillsPlaces: Bool { template.config.places.contains { values[$0] != nil } }

    /// Whether an input has the values; nil if it doesn't say. It may have more, such as defaults.
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

    /// How a service may write a value into a text.
    private enum Spelling: CaseIterable {
        case json, python

        /// Nil for what services write in too many ways.
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
    /// Whether `came` is this configuration with its `{places}` filled, by `filling` as far as it knows the name, and perhaps with
    /// more members.
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
