/// Lines that the history must not keep, as a secret may stand in them.
enum SecretLine {
    /// Whether `line` gives a key or secret by its value rather than by a file, or is a `:profile add` with more than items.
    static func mayHoldSecret(_ line: String) -> Bool {
        let lower = line.lowercased()
        let isCommand = lower.drop(while: \.isWhitespace).first == ":"
        guard isCommand || holdsName(lower) else { return false }
        for name in names {
            for place in lower.ranges(of: name) {
                let rest = lower[place.upperBound...]
                let value = rest.drop { isCommand ? ":= \t\"'".contains($0) : ":=".contains($0) }
                if value.startIndex > rest.startIndex, let first = value.first, first != "@", !first.isNewline
                {
                    return true
                }
            }
        }
        return isCommand && addsMoreThanItems(lower)
    }

    /// What a name has in it if its value is a secret, in lower case.
    static let names = [
        "api_key", "api-key", "apikey", "client_secret", "client-secret", "access_token", "password", "psk",
    ]

    /// Whether one of the names is in a text, which is in lower case.
    static func holdsName(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return names.contains { name in
            let name = Array(name.utf8)
            return bytes.count >= name.count
                && (0...bytes.count - name.count).contains { bytes[$0..<$0 + name.count].elementsEqual(name) }
        }
    }

    /// Whether a word behind the name is no item: a key that somebody typed without saying that it is one.
    private static func addsMoreThanItems(_ line: String) -> Bool {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count > 3, ":profile".hasPrefix(words[0]) || words[0].hasPrefix(":pro"), words[1] == "add"
        else {
            return false
        }
        return words.dropFirst(3).contains { !$0.contains("=") }
    }
}
