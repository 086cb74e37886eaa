/// Lines that nothing must keep, as a secret may stand in them.
enum SecretLine {
    /// Whether `line` gives a key or secret by its value rather than by a file, is a `:profile add` with more than items, or
    /// has a word in it that looks like a key.
    static func mayHoldSecret(_ line: String) -> Bool {
        let bytes = Array(line.lowercased().utf8)
        let isCommand = bytes.first { !isBlank($0) } == UInt8(ascii: ":")
        return names.contains { gives($0, in: bytes, blankSeparates: isCommand) }
            || words.contains { gives($0, in: bytes, blankSeparates: false) }
            || options.contains { gives($0, in: bytes, blankSeparates: true) }
            || isCommand && addsMoreThanItems(line.lowercased())
            || KeyLikeWord.isIn(line)
    }

    /// Whether what an input of that name holds is secret.
    static func isSecret(name: String) -> Bool {
        let name = name.lowercased()
        // Of several words the last one says what it is: max_tokens and token_limit are none.
        let last = name.utf8.split { "_-. ".utf8.contains($0) }.last.map(Array.init) ?? []
        let bytes = Array(name.utf8)
        return names.contains { !places(of: $0, in: bytes).isEmpty } || words.contains(last)
    }

    /// What a name has in it if its value is a secret, in lower case.
    private static let names = [
        "api_key", "api-key", "apikey", "client_secret", "client-secret", "access_token", "password",
        "passwd",
        "psk",
    ].map { Array($0.utf8) }
    /// Whole words that are such names, and words in questions as well.
    private static let words = ["token", "secret", "authorization"].map { Array($0.utf8) }
    private static let options = ["--token", "--secret", "--password", "--api-key", "--client-secret"]
        .map { Array($0.utf8) }

    /// Whether `line` has the name with a value behind it that is no file.
    private static func gives(_ name: [UInt8], in line: [UInt8], blankSeparates: Bool) -> Bool {
        places(of: name, in: line).contains { place in
            let rest = line[(place + name.count)...]
            let value = rest.drop { blankSeparates ? ":= \t\"'".utf8.contains($0) : $0 == 0x3A || $0 == 0x3D }
            guard value.startIndex > rest.startIndex, let first = value.first(where: { $0 != 0x20 }) else {
                return false
            }
            return first != UInt8(ascii: "@") && first != 0x0A && value.first != 0x0A
        }
    }

    private static func places(of name: [UInt8], in line: [UInt8]) -> [Int] {
        var places: [Int] = []
        while let place = line.firstPlace(of: name, from: places.last.map { $0 + 1 } ?? 0) {
            places.append(place)
        }
        return places
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

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
