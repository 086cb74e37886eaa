/// A text with placeholders: `How many orders shipped late in {month=March} in {region}?`.
///
/// A placeholder is `{name}`, or `{name=default}`. A name has letters, digits, `_`, `-`, `.` and inner spaces, and
/// starts with a letter or `_`. A default is the rest up to the brace, on the same line and without braces; it may be
/// empty. Any other brace is literal, so JSON needs no escapes. Doubled braces around a placeholder make it literal:
/// `{{name}}` is the text `{name}`, and `{{{name}}}` is a value in braces.
package struct PlacedText: Sendable, Hashable {
    /// A placeholder.
    package struct Place: Sendable, Hashable {
        package let name: String
        /// The default. If a name has several, the first applies everywhere.
        package let standard: String?
    }

    /// The original text, braces included.
    package let source: String
    /// The placeholders in text order, each name once.
    package let places: [Place]
    private let pieces: [Piece]
    private let defaults: [String: String]

    private enum Piece: Sendable, Hashable {
        case literal(String)
        case place(name: String)
    }

    /// Finds the placeholders in `source`, in linear time.
    package init(_ source: String) {
        var scanner = PlaceScanner(source)
        var (pieces, names): ([Piece], [String]) = ([], [])
        var defaults: [String: String] = [:]
        var known: Set<String> = []
        while let found = scanner.next() {
            switch found {
            case .literal(let text): pieces.append(.literal(text))
            case .place(let name, let standard):
                pieces.append(.place(name: name))
                if known.insert(name).inserted { names.append(name) }
                if let standard, defaults[name] == nil { defaults[name] = standard }
            }
        }
        self.source = source
        self.pieces = pieces
        self.defaults = defaults
        places = names.map { Place(name: $0, standard: defaults[$0]) }
    }

    /// The placeholder that is the whole text; nil if there is anything else.
    package var onlyPlace: Place? {
        guard pieces.count == 1, case .place? = pieces.first else { return nil }
        return places.first
    }

    /// The names without a value or default, in text order.
    package func missing(in values: [String: String]) -> [String] {
        places.filter { $0.standard == nil && values[$0.name] == nil }.map(\.name)
    }

    /// The text with each placeholder replaced by its value, or else its default. Braces in values are literal.
    /// - Returns: nil if a value is missing.
    package func filled(with values: [String: String]) -> String? {
        var text = ""
        for piece in pieces {
            switch piece {
            case .literal(let literal): text += literal
            case .place(let name):
                guard let value = values[name] ?? defaults[name] else { return nil }
                text += value
            }
        }
        return text
    }
}

/// Finds the placeholders in a text. Each byte is examined a fixed number of times.
private struct PlaceScanner {
    enum Found {
        case literal(String)
        case place(name: String, standard: String?)
    }

    private let bytes: [UInt8]
    private var position = 0
    private var literal: [UInt8] = []
    private var found: (name: String, standard: String?)?

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The next piece. Literal text is never split.
    mutating func next() -> Found? {
        while found == nil, position < bytes.count { step() }
        if !literal.isEmpty {
            defer { literal = [] }
            return .literal(String(decoding: literal, as: UTF8.self))
        }
        defer { found = nil }
        return found.map { .place(name: $0.name, standard: $0.standard) }
    }

    private mutating func step() {
        let start = bytes[position...].firstIndex(of: UInt8(ascii: "{")) ?? bytes.endIndex
        literal += bytes[position..<start]
        let opening = run(of: UInt8(ascii: "{"), from: start)
        position = start + opening
        guard opening > 0 else { return }
        // A brace ends the scan, so no byte is scanned for two openings.
        let end = bytes[position...].firstIndex { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }
        guard let end, bytes[end] == UInt8(ascii: "}"), let place = Self.place(bytes[position..<end]) else {
            literal += bytes[start..<position]
            return
        }
        let depth = min(opening, run(of: UInt8(ascii: "}"), from: end))
        literal += bytes[start..<start + opening - depth + depth / 2]
        if depth.isMultiple(of: 2) {
            literal += bytes[position..<end]
            literal += bytes[end..<end + depth / 2]
            position = end + depth
        } else {
            found = place
            // The braces that close the literal ones are left to the next step, which finds no opening before them.
            position = end + depth - depth / 2
        }
    }

    private func run(of byte: UInt8, from start: Int) -> Int {
        bytes[start...].prefix { $0 == byte }.count
    }

    private static func place(_ content: ArraySlice<UInt8>) -> (name: String, standard: String?)? {
        let text = String(decoding: content, as: UTF8.self).unicodeScalars
        let equals = text.firstIndex(of: "=")
        let name = text[..<(equals ?? text.endIndex)]
        guard PlacedText.isName(name) else { return nil }
        guard let equals else { return (String(name), nil) }
        let standard = text[text.index(after: equals)...]
        guard !standard.contains(where: { $0 == "\n" || $0 == "\r" }) else { return nil }
        return (String(name), String(standard))
    }
}

extension PlacedText {
    /// Whether `{name}` is a placeholder.
    package static func isName(_ name: String) -> Bool { isName(name.unicodeScalars[...]) }

    fileprivate static func isName(_ name: Substring.UnicodeScalarView) -> Bool {
        guard let first = name.first, first == "_" || first.properties.isAlphabetic, name.last != " " else {
            return false
        }
        return name.allSatisfy { scalar in
            switch scalar {
            case "_", "-", ".", " ", "0"..."9": true
            default: scalar.properties.isAlphabetic || scalar.isMarkOrDigit
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is an accent of the letter before it, or a digit of any script.
    fileprivate var isMarkOrDigit: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .decimalNumber: true
        default: false
        }
    }
}
