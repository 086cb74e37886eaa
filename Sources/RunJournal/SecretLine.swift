package import Nx1Events

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Detects lines that must not be stored because they may contain a secret.
enum SecretLine {
    /// Whether `line` gives a key or secret as a value rather than a file, is a `:profile add` with more than items,
    /// or contains a word that looks like a key.
    static func mayHoldSecret(_ line: String) -> Bool {
        let bytes = Array(line.lowercased().utf8)
        let isCommand = bytes.first { !isBlank($0) } == UInt8(ascii: ":")
        return names.contains { gives($0, in: bytes, blankSeparates: isCommand) }
            || words.contains { gives($0, in: bytes, blankSeparates: false) }
            || options.contains { gives($0, in: bytes, blankSeparates: true) }
            || isCommand && addsMoreThanItems(line.lowercased())
            || KeyLikeWord.isIn(line)
    }

    /// Whether an input with this name holds a secret.
    static func isSecret(name: String) -> Bool {
        let name = name.lowercased()
        // The last of several words decides: max_tokens and token_limit are not secrets.
        let last = name.utf8.split { "_-. ".utf8.contains($0) }.last.map(Array.init) ?? []
        let bytes = Array(name.utf8)
        return names.contains { !places(of: $0, in: bytes).isEmpty } || words.contains(last)
    }

    /// Parts of names whose values are secrets, in lower case.
    private static let names = [
        "api_key", "api-key", "apikey", "client_secret", "client-secret", "access_token", "password",
        "passwd",
        "psk",
    ].map { Array($0.utf8) }
    /// Whole words that are such names, but also occur in questions.
    private static let words = ["token", "secret", "authorization"].map { Array($0.utf8) }
    private static let options = ["--token", "--secret", "--password", "--api-key", "--client-secret"]
        .map { Array($0.utf8) }

    /// Whether `line` contains the name followed by a value that isn't a file.
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

    /// Whether a word after the profile's name isn't an item: probably a bare key.
    private static func addsMoreThanItems(_ line: String) -> Bool {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count > 3, ":profile".hasPrefix(words[0]) || words[0].hasPrefix(":pro"), words[1] == "add"
        else {
            return false
        }
        return words.dropFirst(3).contains { !$0.contains("=") }
    }
}

/// Words in the formats of well-known keys, which hardly anything else has.
enum KeyLikeWord {
    static func isIn(_ line: String) -> Bool {
        // Most lines contain none of these, and some are long.
        let bytes = Array(line.utf8)
        guard signs.contains(where: { bytes.firstPlace(of: $0, from: 0) != nil }) else { return false }
        return line.split { $0.isWhitespace || "\"'`,;=<>()".contains($0) }.contains { isKey(String($0)) }
    }

    private static let signs = (beginnings + ["eyJ", "://"]).map { Array($0.utf8) }

    /// Prefixes of keys of GitHub, GitLab, Slack, Amazon, Google and OpenAI, as their secret scanners define them.
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

    /// A JSON Web Token: two or three base64 parts, the first of which starts with `{"`.
    private static func isWebToken(_ word: String) -> Bool {
        word.hasPrefix("eyJ") && word.utf8.count >= 30 && word.contains(".")
    }

    /// A URL with a password before the host.
    private static func hasPassword(_ word: String) -> Bool {
        guard let place = word.firstRange(of: "://") else { return false }
        let authority = word[place.upperBound...].prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@") else { return false }
        let person = authority[..<at]
        return person.firstIndex(of: ":").map { person.index(after: $0) < person.endIndex } ?? false
    }
}

extension [UInt8] {
    /// The first position of `name` at or after `start`.
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

/// Masks secrets in everything that is stored.
package struct SecretCover {
    /// Masks the session's own secrets in a text.
    package let mask: (String) -> String

    /// The keys of secret inputs, in addition to those with names of secrets.
    private let keys: Set<String>

    /// - Parameters:
    ///   - keys: the keys of secret inputs, in addition to those with names of secrets.
    ///   - mask: masks the session's own secrets in a text.
    package init(keys: Set<String> = [], mask: @escaping (String) -> String) {
        self.keys = keys
        self.mask = mask
    }

    /// Whether an input or a placeholder with this name holds a secret.
    package static func isSecret(name: String) -> Bool { SecretLine.isSecret(name: name) }

    /// The text with the session's secrets masked, or entirely masked if it may contain another secret.
    package func covered(_ text: String) -> String {
        SecretLine.mayHoldSecret(text) ? "***" : mask(text)
    }

    /// The input with the session's secrets, and all values with names of secrets, masked.
    package func covered(_ input: JSONObject) -> JSONObject {
        JSONObject(
            input.map { key, value in
                (key, keys.contains(key) || SecretLine.isSecret(name: key) ? "***" : covered(value))
            })
    }

    /// The value with the session's secrets masked.
    package func covered(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(mask(text))
        case .array(let values): .array(values.map(covered))
        case .object(let object): .object(covered(object))
        default: value
        }
    }
}
