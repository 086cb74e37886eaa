/// Where a command's output goes, parsed from the end of its line: `| COMMAND`, `> FILE` or `>> FILE`.
///
/// `|` counts anywhere outside quotes, `>` only at the start of a word. As in ``ArgumentWord``, quotes count only at
/// the start of a word.
package struct CommandTail: Sendable, Hashable {
    /// A destination other than the screen.
    package enum Destination: Sendable, Hashable {
        /// A command line for the person's shell, which reads the output.
        case program(String)
        /// A file, which is replaced or, with `appends`, appended to.
        case file(path: String, appends: Bool)
    }

    /// An invalid tail. The description is a sentence.
    package struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// The line before the tail, without trailing spaces.
    package let before: String
    private let mark: String
    private let rest: String

    /// Finds the tail of `line`; nil if it has none.
    package init?(of line: String) {
        guard let start = Self.start(in: line) else { return nil }
        var before = line[..<start]
        while before.last?.isWhitespace == true { before.removeLast() }
        self.before = String(before)
        mark = line[start...].hasPrefix(">>") ? ">>" : String(line[start])
        rest = String(line[start...].dropFirst(mark.count)).trimmingBlanks
    }

    /// Parses the destination.
    /// - Throws: ``Refusal`` if the tail has no destination, or more than one file.
    package func destination() throws(Refusal) -> Destination {
        if mark == "|" {
            if rest.isEmpty {
                throw Refusal(description: "`|` needs a command, as in `| less`.")
            }
            if rest.hasPrefix("|") {
                throw Refusal(
                    description: "nx1sh commands don't support `||`. To pipe their output, use `|`.")
            }
            return .program(rest)
        }
        let words = ArgumentWord.words(of: rest)
        guard let file = words.first, !file.text.isEmpty, !"|&>".contains(file.text.first ?? " ") else {
            throw Refusal(description: "`\(mark)` needs a file, as in `\(mark) late.csv`.")
        }
        guard words.count == 1 else {
            throw Refusal(
                description:
                    "`\(mark)` takes one file. Quote a name that contains spaces: `\(mark) \"late orders.csv\"`."
            )
        }
        return .file(path: file.text, appends: mark == ">>")
    }

    /// The first `|`, or `>` at the beginning of a word, outside of quotes.
    private static func start(in line: String) -> String.Index? {
        var place = line.startIndex
        var isWordStart = true
        while place < line.endIndex {
            let character = line[place]
            if character == "|" || character == ">" && isWordStart { return place }
            if isWordStart, character == "\"" || character == "'", let end = end(ofQuoteAt: place, in: line) {
                place = end
                isWordStart = false
                continue
            }
            isWordStart = character.isWhitespace
            place = line.index(after: place)
        }
        return nil
    }

    /// The index after the quote that closes the one at `start`; nil if that quote is an ordinary character.
    private static func end(ofQuoteAt start: String.Index, in line: String) -> String.Index? {
        let inside = line.index(after: start)
        guard let close = line[inside...].firstIndex(of: line[start]) else { return nil }
        let end = line.index(after: close)
        guard end == line.endIndex || line[end].isWhitespace || "|>".contains(line[end]) else { return nil }
        return end
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
