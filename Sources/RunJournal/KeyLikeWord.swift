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
