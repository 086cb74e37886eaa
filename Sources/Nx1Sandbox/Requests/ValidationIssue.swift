/// One entry of a 422's `detail`: `ValidationError` in `openapi.yaml`, in the words of FastAPI and pydantic.
struct ValidationIssue: Error, Sendable {
    /// pydantic's name of the error, such as `missing`.
    let type: String
    /// The location of the error: `body`, then member names and list positions.
    let location: [JSON]
    let message: String
    /// The invalid input.
    let input: JSON
    /// The values in the message, for errors that have any.
    var context: JSON?

    var json: JSON {
        var members: [(name: String, value: JSON)] = [
            (name: "type", value: .string(type)),
            (name: "loc", value: .array(location)),
            (name: "msg", value: .string(message)),
            (name: "input", value: input),
        ]
        if let context { members.append((name: "ctx", value: context)) }
        return .object(members)
    }
}

extension ValidationIssue {
    static func missing(_ name: String, of object: JSONNode, at location: [JSON]) -> Self {
        .init(
            type: "missing", location: location + [.string(name)], message: "Field required",
            input: object.asItCame)
    }

    /// A word that isn't allowed; `expected` lists the allowed ones like pydantic: `'a', 'b' or 'c'`.
    static func notOneOf(_ words: [String], input: JSON, at location: [JSON], type: String = "enum") -> Self {
        let quoted = words.map { "'\($0)'" }
        let expected =
            quoted.count < 2
            ? quoted.joined()
            : quoted.dropLast().joined(separator: ", ") + " or " + quoted[quoted.count - 1]
        return .init(
            type: type, location: location, message: "Input should be \(expected)", input: input,
            context: ["expected": .string(expected)])
    }

    static func noDictionary(_ node: JSONNode, at location: [JSON]) -> Self {
        .init(
            type: "dict_type", location: location, message: "Input should be a valid dictionary",
            input: node.asItCame)
    }

    static func noModel(_ input: JSON, at location: [JSON]) -> Self {
        .init(
            type: "model_attributes_type", location: location,
            message: "Input should be a valid dictionary or object to extract fields from", input: input)
    }

    static func noJSON(_ error: JSONSyntaxError) -> Self {
        .init(
            type: "json_invalid", location: ["body", .number(literal: String(error.position))],
            message: "JSON decode error", input: [:], context: ["error": .string(error.reason)])
    }

    /// A number outside its range; `bound` is a JSON number.
    static func outside(_ input: JSON, atLeast bound: String, at location: [JSON]) -> Self {
        .init(
            type: "greater_than_equal", location: location,
            message: "Input should be greater than or equal to \(bound)", input: input,
            context: ["ge": .number(literal: bound)])
    }

    /// A number outside its range; `bound` is a JSON number.
    static func outside(_ input: JSON, atMost bound: String, at location: [JSON]) -> Self {
        .init(
            type: "less_than_equal", location: location,
            message: "Input should be less than or equal to \(bound)", input: input,
            context: ["le": .number(literal: bound)])
    }
}
