/// A value in a YAML document, with its place. Aliases are resolved.
///
/// Values are equal if a reader treats them the same; places and quoting styles don't matter.
package struct YAMLNode: Sendable {
    package enum Content: Sendable, Equatable {
        case scalar(String)
        case sequence([YAMLNode])
        /// In document order. No scalar occurs twice as a key.
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

    /// The style of a scalar.
    package enum Style: Sendable, Hashable {
        case plain, singleQuoted, doubleQuoted, literal, folded
    }

    package let content: Content
    /// The style, if it is a scalar.
    package let style: Style
    /// The explicit tag, such as `!!str`; most values have none.
    package let tag: String?
    /// The line and column where it starts, from 1. Nil if it wasn't read from a document.
    package let place: YAMLPlace?
    /// The number of values in it, including itself; targets of aliases count each time.
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
    /// The line number, from 1.
    package let line: Int
    /// The column in characters, from 1.
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

    /// Whether it is a null scalar, such as `~` (YAML 1.1).
    package var isNull: Bool {
        guard style == .plain, let string else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(string)
    }

    /// The value of a boolean scalar, by YAML 1.1.
    package var flag: Bool? {
        guard !isQuoted, let string else { return nil }
        switch string.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default: return nil
        }
    }

    /// The value of a numeric scalar. As in YAML 1.1, it may have underscores between digits and colons between
    /// sexagesimal digits.
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

    /// Whether every reader treats it as text: it is quoted, or doesn't start like a number and isn't a word with
    /// another meaning.
    package var isText: Bool {
        guard let string else { return false }
        if isQuoted { return true }
        guard tag == nil, let first = string.utf8.first, !Self.beginnings.contains(first) else {
            return false
        }
        return !Self.words.contains(string.lowercased())
    }

    /// The tag that makes any scalar a text.
    private static let textTag = "tag:yaml.org,2002:str"
    /// The first characters of numbers, times and special signs (YAML 1.1).
    private static let beginnings = Array("0123456789+-.~=<".utf8)
    /// Other words that aren't text.
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
