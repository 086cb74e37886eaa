extension RunStep {
    /// The step as data. A key never disappears.
    public var json: JSONValue {
        [
            "id": .string(id),
            "parent": .init(parent),
            "depth": .init(depth),
            "kind": .string(kind.rawValue),
            "name": .string(name),
            "agent": .init(agent),
            "state": .string(state.rawValue),
            "began": .init(began.map(EventTime.text)),
            "elapsed_ms": .init(duration.flatMap(Self.milliseconds)),
            "attempts": .init(attempts),
            "note": .init(note),
            "arguments": arguments ?? .null,
            "output": output ?? .null,
            "error": .init(error),
            "failures": .array(failures.map(JSONValue.string)),
            "tokens": tokens?.json ?? .null,
            "is_cut": .bool(isCut),
        ]
    }

    /// Reads what ``json`` has written; nil if it isn't that.
    public init?(_ json: JSONValue) {
        guard let id = json["id"]?.string, let kind = json["kind"]?.string.flatMap(Kind.init),
            let state = json["state"]?.string.flatMap(State.init), let name = json["name"]?.string
        else { return nil }
        self.init(id: id, kind: kind, name: name, state: state)
        parent = json["parent"]?.string
        depth = max(0, json["depth"]?.int ?? 0)
        agent = json["agent"]?.string
        began = json["began"]?.string.flatMap(EventTime.microseconds)
        duration = json["elapsed_ms"]?.int.flatMap {
            (0...Self.longest).contains($0) ? .milliseconds($0) : nil
        }
        attempts = max(1, json["attempts"]?.int ?? 1)
        note = json["note"]?.string
        arguments = json["arguments"].flatMap { $0.isNull ? nil : $0 }
        output = json["output"].flatMap { $0.isNull ? nil : $0 }
        error = json["error"]?.string
        failures = json["failures"]?.array?.compactMap(\.string) ?? []
        tokens = json["tokens"].flatMap { TokenUsage(named: $0) }
        isCut = json["is_cut"]?.bool ?? false
    }

    /// A thousand years, in milliseconds.
    private static let longest = 31_557_600_000_000

    private static func milliseconds(_ duration: Duration) -> Int? {
        let milliseconds = duration / .milliseconds(1)
        return Int(exactly: min(milliseconds, Double(longest)).rounded(.down))
    }
}

extension TokenUsage {
    /// The counts as data.
    public var json: JSONValue {
        ["prompt": .init(prompt), "completion": .init(completion), "total": .init(total)]
    }

    /// Reads what ``json`` has written.
    public init?(named json: JSONValue) {
        self.init([
            "prompt_tokens": json["prompt"] ?? .null, "completion_tokens": json["completion"] ?? .null,
            "total_tokens": json["total"] ?? .null,
        ])
    }
}

extension JSONValue {
    /// A string, or `null`.
    init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }

    /// A number, or `null`.
    init(_ number: Int?) { self = number.map { .number(JSONNumber($0)) } ?? .null }
}
