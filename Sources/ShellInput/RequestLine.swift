public import Nx1Values

/// A request as a JSON line has it: `{"crew": …, "input": {…}, "id": …}`, of which only the input has to be there.
public struct RequestLine: Sendable, Hashable {
    /// Which crew; nil is the default one.
    public var crew: CrewType?
    /// What it is given.
    public var input: JSONObject
    /// What comes back in the record, as it came; `null` if there is none.
    public var id: JSONValue

    /// A line that is no request.
    public struct Refusal: Error, Sendable, Hashable {
        /// Why, in words that go on after "The line ".
        public let reason: String
        /// The `id` that it has all the same; `null` if there is none.
        public var id = JSONValue.null

        package init(reason: String, id: JSONValue = .null) {
            self.reason = reason
            self.id = id
        }
    }

    /// Reads a line.
    package init(_ line: String) throws(Refusal) {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: line)
        } catch {
            throw Refusal(reason: "is no JSON: \(error)")
        }
        guard let object = json.object else { throw Refusal(reason: "is no JSON object") }
        id = object["id"] ?? .null
        if let key = object.keys.first(where: { !["crew", "input", "id"].contains($0) }) {
            throw Refusal(reason: "has the key \"\(key)\"; there are crew, input and id", id: id)
        }
        guard let input = object["input"]?.object else {
            throw Refusal(reason: "has no object \"input\"", id: id)
        }
        if let crew = object["crew"], !crew.isNull {
            guard let name = crew.string, !name.isEmpty else {
                throw Refusal(reason: "has a \"crew\" that is no text", id: id)
            }
            self.crew = CrewType(rawValue: name)
        }
        self.input = input
    }
}
