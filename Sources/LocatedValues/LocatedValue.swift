package import Nx1Events

/// A value of a YAML or JSON file, with its line. An alias has the value and line of its target.
package struct LocatedValue: Sendable, Hashable {
    package enum Content: Sendable, Hashable {
        case null
        case bool(Bool)
        case number(JSONNumber)
        case text(String)
        case list([LocatedValue])
        /// In file order. Names are unique.
        case mapping([Member])
    }

    package struct Member: Sendable, Hashable {
        package let name: String
        package let namePlace: SourcePlace
        package let value: LocatedValue

        package init(_ name: String, at place: SourcePlace, _ value: LocatedValue) {
            self.name = name
            namePlace = place
            self.value = value
        }
    }

    package let content: Content
    package let place: SourcePlace

    package init(_ content: Content, at place: SourcePlace) {
        self.content = content
        self.place = place
    }
}

extension LocatedValue {
    /// The maximum number of values in one file; targets of aliases count each time.
    package static let mostValues = 50_000

    /// The value without its lines.
    package var json: JSONValue {
        switch content {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .number(let number): .number(number)
        case .text(let text): .string(text)
        case .list(let values): .array(values.map(\.json))
        case .mapping(let members): .object(JSONObject(members.map { ($0.name, $0.value.json) }))
        }
    }

    package var isNull: Bool { content == .null }

    package var text: String? {
        if case .text(let text) = content { text } else { nil }
    }

    package var list: [LocatedValue]? {
        if case .list(let values) = content { values } else { nil }
    }

    package var members: [Member]? {
        if case .mapping(let members) = content { members } else { nil }
    }

    /// The member of a mapping; nil if it is missing, or for values of other kinds. Linear in the number of members.
    package subscript(_ name: String) -> LocatedValue? { members?.first { $0.name == name }?.value }

    /// The kind of value, for the end of a sentence: "a list".
    package var kind: String {
        switch content {
        case .null: "empty"
        case .bool(let flag): "`\(flag)`"
        case .number: "a number"
        case .text: "text"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }
}
