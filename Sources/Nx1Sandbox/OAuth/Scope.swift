/// What a token is for: words (RFC 6749, section 3.3).
struct Scope: Sendable, Hashable, CustomStringConvertible {
    static let known = ["openid", "profile", "email", "offline_access"]

    let words: [String]

    /// - Throws: ``OAuthError`` if a word isn't known.
    init(_ text: String) throws {
        words = text.split(separator: " ").map(String.init)
        if let strange = words.first(where: { !Self.known.contains($0) }) {
            throw OAuthError(
                .invalidScope, "There is no scope \(strange.filter { $0 != "\"" && $0 != "\\" }).")
        }
    }

    var description: String { words.joined(separator: " ") }

    func contains(_ word: String) -> Bool { words.contains(word) }

    func isPart(of other: Scope) -> Bool { words.allSatisfy(other.contains) }
}
