package import Nx1Events

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

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

/// Words in the forms that services give their keys, which hardly anything else has.
enum KeyLikeWord {
    static func isIn(_ line: String) -> Bool {
        // Nearly all lines have nothing of that in them, and some are long.
        let bytes = Array(line.utf8)
        guard signs.contains(where: { bytes.firstPlace(of: $0, from: 0) != nil }) else { return false }
        return line.split { $0.isWhitespace || "\"'`,;=<>()".contains($0) }.contains { isKey(String($0)) }
    }

    private static let signs = (beginnings + ["eyJ", "://"]).map { Array($0.utf8) }

    /// Beginnings of keys of GitHub, GitLab, Slack, Amazon, Google and OpenAI, as their scanners for secrets know them.
    private static let beginnings = [
        "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "AKIA", "ASIA",
        "AIza",
        "sk-",
    ]

    private static func isKey(_ word: String) -> Bool {
        if word.utf8.count >= 16, beginnings.contains(where: word.hasPrefix), word.contains(where: \.isNumber)
        {
            return true
        }
        return isWebToken(word) || hasPassword(word)
    }

    /// A JSON Web Token: two or three parts in base64, of which the first begins with `{"`.
    private static func isWebToken(_ word: String) -> Bool {
        word.hasPrefix("eyJ") && word.utf8.count >= 30 && word.contains(".")
    }

    /// An address with a password in front of the host.
    private static func hasPassword(_ word: String) -> Bool {
        guard let place = word.firstRange(of: "://") else { return false }
        let authority = word[place.upperBound...].prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@") else { return false }
        let person = authority[..<at]
        return person.firstIndex(of: ":").map { person.index(after: $0) < person.endIndex } ?? false
    }
}

extension [UInt8] {
    /// Where `name` stands first, not before `start`.
    func firstPlace(of name: [UInt8], from start: Int) -> Int? {
        withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let first = name.first else { return nil }
            var place = start
            while place + name.count <= count {
                guard let found = memchr(base + place, Int32(first), count - name.count - place + 1) else {
                    return nil
                }
                place = UnsafeRawPointer(found) - base
                if memcmp(base + place, name, name.count) == 0 { return place }
                place += 1
            }
            return nil
        }
    }
}

/// Covers secrets in what is kept.
package struct SecretCover {
    /// Covers those of the session itself in a text.
    package let mask: (String) -> String

    /// The keys of inputs whose values are secrets, besides those that are named like one.
    private let keys: Set<String>

    /// - Parameters:
    ///   - keys: the keys of inputs whose values are secrets, besides those that are named like one.
    ///   - mask: covers the session's secrets in a text.
    package init(keys: Set<String> = [], mask: @escaping (String) -> String) {
        self.keys = keys
        self.mask = mask
    }

    /// Whether what an input or a place of that name holds is secret.
    package static func isSecret(name: String) -> Bool { SecretLine.isSecret(name: name) }

    /// A text without the session's secrets; of one that may give another's, nothing.
    package func covered(_ text: String) -> String {
        SecretLine.mayHoldSecret(text) ? "***" : mask(text)
    }

    /// An input without the session's secrets and without the values of what is named like a secret.
    package func covered(_ input: JSONObject) -> JSONObject {
        JSONObject(
            input.map { key, value in
                (key, keys.contains(key) || SecretLine.isSecret(name: key) ? "***" : covered(value))
            })
    }

    /// A value without the session's secrets.
    package func covered(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(mask(text))
        case .array(let values): .array(values.map(covered))
        case .object(let object): .object(covered(object))
        default: value
        }
    }
}
