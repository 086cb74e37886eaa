/// Arguments in which each quoted value (`region="a | b"`) is replaced by one character, so that nothing inside it is
/// parsed as the end of the command or as an option.
struct ShieldedValues {
    /// The arguments with a character in place of each quoted value.
    let text: String
    /// The replacement character, which doesn't occur in the arguments.
    private let shield: Character
    private let values: [Substring]

    init(_ arguments: String) {
        let shields = (0xE000...0xE0FF).lazy.compactMap { Unicode.Scalar($0).map(Character.init) }
        guard arguments.contains("="), let shield = shields.first(where: { !arguments.contains($0) }) else {
            (text, shield, values) = (arguments, " ", [])
            return
        }
        var (text, values) = ("", [Substring]())
        var rest = arguments[...]
        var name = 0
        while let character = rest.first {
            if name > 0, character == "=", let end = Self.end(ofQuoteAt: rest.dropFirst()) {
                text += "="
                text.append(shield)
                values.append(rest[..<end].dropFirst())
                rest = rest[end...]
                name = 0
                continue
            }
            // A quote before the name belongs to the whole item.
            let endsName = character.isWhitespace || "\"'=".contains(character)
            name = endsName ? (character.isWhitespace ? 0 : -1) : (name < 0 ? -1 : name + 1)
            text.append(character)
            rest.removeFirst()
        }
        (self.text, self.shield, self.values) = (text, shield, values)
    }

    /// Puts the values back into parts of the text, given in text order.
    func restored(_ parts: [String]) -> [String] {
        var next = values.startIndex
        return parts.map { part in
            part.reduce(into: "") { restored, character in
                if character == shield, values.indices.contains(next) {
                    restored += values[next]
                    next += 1
                } else {
                    restored.append(character)
                }
            }
        }
    }

    /// The index after the quote that closes the one at the beginning; nil if no quote starts or closes there.
    private static func end(ofQuoteAt text: Substring) -> String.Index? {
        guard let quote = text.first, quote == "\"" || quote == "'" else { return nil }
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            if character == quote {
                let next = rest.first
                return next.map { $0.isWhitespace || "|>".contains($0) } ?? true ? rest.startIndex : nil
            }
            if quote == "\"", character == "\\" { rest = rest.dropFirst() }
        }
        return nil
    }
}
