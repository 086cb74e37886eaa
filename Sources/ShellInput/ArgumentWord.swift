/// A word of a command's arguments and its position. Quotes group words.
package struct ArgumentWord: Sendable, Hashable {
    /// The text, without surrounding quotes.
    package let text: String
    /// Its range in the arguments, including quotes.
    package let range: Range<String.Index>
    /// Whether it was quoted.
    package let isQuoted: Bool

    /// Splits `arguments` into words. A quoted word may contain spaces; a quote that is never closed, or is followed
    /// by something other than a space, is an ordinary character.
    package static func words(of arguments: String) -> [ArgumentWord] {
        var words: [ArgumentWord] = []
        var rest = arguments[...].drop(while: \.isWhitespace)
        while let first = rest.first {
            let start = rest.startIndex
            if first == "\"" || first == "'", let end = rest.dropFirst().firstIndex(of: first),
                rest[end...].dropFirst().first?.isWhitespace ?? true
            {
                let text = String(rest[rest.index(after: start)..<end])
                rest = rest[end...].dropFirst()
                words.append(ArgumentWord(text: text, range: start..<rest.startIndex, isQuoted: true))
            } else {
                let word = rest.prefix { !$0.isWhitespace }
                words.append(
                    ArgumentWord(text: String(word), range: start..<word.endIndex, isQuoted: false))
                rest = rest[word.endIndex...]
            }
            rest = rest.drop(while: \.isWhitespace)
        }
        return words
    }
}
