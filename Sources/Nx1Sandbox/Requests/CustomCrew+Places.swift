extension CustomCrew {
    /// The names of the `{placeholders}` in the texts of tasks and agents, each once, in order.
    var places: [String] {
        var names: [String] = []
        for node in Self.texts(of: source) {
            _ = Self.fill(node) { name in
                if !names.contains(name) { names.append(name) }
                return nil
            }
        }
        return names
    }

    /// The crew with each placeholder replaced by the input's member of that name, if there is one, as CrewAI does
    /// it.
    func filled(from input: JSONNode?) -> CustomCrew {
        guard let input else { return self }
        func fill(_ text: String) -> String {
            Self.fill(text) { name in
                input[name].map { $0.text ?? String(decoding: $0.source, as: UTF8.self) }
            }
        }
        return CustomCrew(
            name: name,
            tasks: tasks.map {
                Task(
                    agentRole: fill($0.agentRole), description: fill($0.description),
                    expectedOutput: fill($0.expectedOutput), tools: $0.tools)
            }, source: source)
    }

    /// The texts of a configuration that may contain placeholders.
    private static func texts(of source: [UInt8]) -> [String] {
        guard let config = try? JSONReader.read(source) else { return [] }
        func texts(_ list: String, _ names: [String]) -> [String] {
            guard case .array(let elements)? = config[list]?.value else { return [] }
            return elements.flatMap { element in names.compactMap { element[$0]?.text } }
        }
        return texts("agents", ["role", "goal", "backstory"])
            + texts("tasks", ["description", "expected_output"])
    }

    /// Replaces each `{name}` that has a value. A name starts with a letter or `_`, followed by letters, digits, `_`
    /// or `-`.
    private static func fill(_ text: String, _ value: (String) -> String?) -> String {
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            filled += rest[..<open]
            rest = rest[open...]
            let name = rest.dropFirst().prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-")
            }
            guard let first = name.first, first.isLetter || first == "_", rest[name.endIndex...].first == "}"
            else {
                filled.append(rest.removeFirst())
                continue
            }
            let place = rest[...name.endIndex]
            filled += value(String(name)) ?? String(place)
            rest = rest[place.endIndex...]
        }
        return filled + rest
    }
}
