/// A value in a YAML document, with the place where it stands. Aliases are what they stand for.
///
/// Two values are equal if a reader takes them for the same; where they stand, and how a text is quoted, doesn't matter.
package struct YAMLNode: Sendable {
    package enum Content: Sendable, Equatable {
        case scalar(String)
        case sequence([YAMLNode])
        /// In the order of the document; no scalar stands there twice as a key.
        case mapping([Pair])
    }

    package struct Pair: Sendable, Equatable {
        package let key: YAMLNode
        package let value: YAMLNode

        package init(key: YAMLNode, value: YAMLNode) {
            self.key = key
            self.value = value
        }
    }

    /// How a scalar is written.
    package enum Style: Sendable, Hashable {
        case plain, singleQuoted, doubleQuoted, literal, folded
    }

    package let content: Content
    /// How it is written, if it is a scalar.
    package let style: Style
    /// The tag that stands before it, such as `!!str`; most values have none.
    package let tag: String?
    /// Where it begins: line and column, both from 1. Nil in what was read from no document.
    package let place: YAMLPlace?
    /// How many values it is, itself included, those that an alias stands for counted each time.
    let size: Int

    package init(_ content: Content, style: Style = .plain, tag: String? = nil, place: YAMLPlace? = nil) {
        self.content = content
        self.style = style
        self.tag = tag
        self.place = place
        size =
            switch content {
            case .scalar: 1
            case .sequence(let values): values.reduce(1) { $0 + $1.size }
            case .mapping(let pairs): pairs.reduce(1) { $0 + $1.key.size + $1.value.size }
            }
    }
}

/// A place in a document.
package struct YAMLPlace: Sendable, Hashable {
    /// From 1.
    package let line: Int
    /// In characters, from 1.
    package let column: Int
}

extension YAMLNode {
    /// The text of a scalar.
    package var string: String? {
        if case .scalar(let text) = content { text } else { nil }
    }

    /// The pairs of a mapping.
    package var pairs: [Pair]? {
        if case .mapping(let pairs) = content { pairs } else { nil }
    }

    /// Whether it is a scalar that stands for nothing, such as `~` (YAML 1.1).
    package var isNull: Bool {
        guard style == .plain, let string else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(string)
    }

    /// The truth value that a scalar is, by the words of YAML 1.1.
    package var flag: Bool? {
        guard !isQuoted, let string else { return nil }
        switch string.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default: return nil
        }
    }

    /// The number that a scalar is; as in YAML 1.1, there may be underscores between digits, and colons between sixtieths.
    package var number: Double? {
        guard style == .plain, let string else { return nil }
        let digits = string.filter { $0 != "_" }
        guard digits.contains(":") else { return Double(digits) }
        let parts = digits.drop { "+-".contains($0) }.split(separator: ":", omittingEmptySubsequences: false)
        var number = 0.0
        for part in parts {
            guard let part = Double(part) else { return nil }
            number = number * 60 + part
        }
        return digits.hasPrefix("-") ? -number : number
    }

    /// Whether every reader takes it for a text: it is in quotes, or begins as no number does and is no word for something else.
    package var isText: Bool {
        guard let string else { return false }
        if isQuoted { return true }
        guard tag == nil, let first = string.utf8.first, !Self.beginnings.contains(first) else {
            return false
        }
        return !Self.words.contains(string.lowercased())
    }

    /// The tag of what is a text whatever it looks like.
    private static let textTag = "tag:yaml.org,2002:str"
    /// With what numbers, times, and signs with a meaning begin (YAML 1.1).
    private static let beginnings = Array("0123456789+-.~=<".utf8)
    /// What begins otherwise and isn't a text.
    private static let words: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]

    private var isQuoted: Bool { tag == Self.textTag || tag == nil && style != .plain }
}

extension YAMLNode: Equatable {
    package static func == (left: YAMLNode, right: YAMLNode) -> Bool {
        guard left.content == right.content else { return false }
        guard case .scalar = left.content else { return left.tag == right.tag }
        return left.isText && right.isText
            || left.tag == right.tag && (left.style == .plain) == (right.style == .plain)
    }
}
