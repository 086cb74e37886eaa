/// A word of a command's arguments, and where it stands. Quotes hold a word together.
package struct ArgumentWord: Sendable, Hashable {
    /// What it says, without the quotes around it.
    package let text: String
    /// Where it stands in the arguments, with its quotes.
    package let range: Range<String.Index>
    /// Whether it stands in quotes.
    package let isQuoted: Bool

    /// The words of `arguments`. A word in quotes may hold blanks; a quote that is never closed, or that has something other than
    /// a blank behind it, is a character like any other.
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
