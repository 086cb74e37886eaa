package import Nx1Events

/// The condition under which a variable of a template applies (`show_if`).
///
/// The service's documentation doesn't describe the form. Supported are `{"variable": NAME, "equals": VALUE}` with the
/// usual synonyms, `{NAME: VALUE, …}`, and a list of either, all of which must hold. A list of values means any of
/// them. With any other form, the variable always applies.
struct TemplateCondition {
    private enum Test {
        case isOneOf([JSONValue])
        case isNoneOf([JSONValue])
    }

    private var tests: [(name: String, test: Test)] = []

    /// - Parameter names: the template's variables.
    init(_ json: JSONValue, names: Set<String>) {
        if let tests = Self.tests(json, names: names) { self.tests = tests }
    }

    private static func tests(_ json: JSONValue, names: Set<String>) -> [(name: String, test: Test)]? {
        if let list = json.array {
            var all: [(name: String, test: Test)] = []
            for entry in list {
                guard let tests = tests(entry, names: names) else { return nil }
                all += tests
            }
            return all
        }
        guard let object = json.object, !object.isEmpty else { return nil }
        if let name = ["variable", "name", "field", "key"].lazy.compactMap({ object[$0]?.string }).first,
            names.contains(name)
        {
            return test(object).map { [(name, $0)] }
        }
        guard object.keys.allSatisfy(names.contains) else { return nil }
        return object.map { ($0, .isOneOf(values($1))) }
    }

    private static func test(_ object: JSONObject) -> Test? {
        func first(_ keys: [String]) -> JSONValue? { keys.lazy.compactMap { object[$0] }.first }
        if let value = first(["equals", "eq", "is", "in"]) { return .isOneOf(values(value)) }
        if let value = first(["not_equals", "ne", "not", "not_in"]) { return .isNoneOf(values(value)) }
        guard let value = first(["value", "values"]) else { return nil }
        switch first(["operator", "op"])?.string {
        case nil, "equals", "eq", "==", "=", "is", "in": return .isOneOf(values(value))
        case "not_equals", "ne", "!=", "not", "not_in": return .isNoneOf(values(value))
        default: return nil
        }
    }

    private static func values(_ json: JSONValue) -> [JSONValue] { json.array ?? [json] }

    /// Whether the variable applies.
    /// - Parameter value: returns the value of a named variable; nil if it has none.
    func holds(_ value: (String) -> JSONValue?) -> Bool {
        tests.allSatisfy { name, test in
            let value = value(name) ?? .null
            return switch test {
            case .isOneOf(let values): values.contains { $0.isSameValue(as: value) }
            case .isNoneOf(let values): !values.contains { $0.isSameValue(as: value) }
            }
        }
    }
}

extension JSONValue {
    /// Whether two values are equivalent: numbers by value, objects regardless of the order of members.
    package func isSameValue(as other: JSONValue) -> Bool {
        switch (self, other) {
        case (.number(let one), .number(let other)):
            return one == other || one.double.isFinite && one.double == other.double
        case (.array(let one), .array(let other)):
            return one.count == other.count && zip(one, other).allSatisfy { $0.isSameValue(as: $1) }
        case (.object(let one), .object(let other)):
            return one.count == other.count
                && one.allSatisfy { key, value in other[key].map(value.isSameValue) ?? false }
        default: return self == other
        }
    }
}
