/// Where what a command shows goes, by the end of its line: `| COMMAND`, `> FILE` or `>> FILE`.
///
/// `|` counts wherever it stands outside of quotes, `>` where it begins a word. Quotes are those of ``ArgumentWord``: they begin
/// a word.
package struct CommandTail: Sendable, Hashable {
    /// Where something goes that isn't shown.
    package enum Destination: Sendable, Hashable {
        /// A line of the person's own shell, which reads it.
        case program(String)
        /// A file, replaced or, with `appends`, made longer.
        case file(path: String, appends: Bool)
    }

    /// A tail that leads nowhere. Its description is a sentence.
    package struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// What stands before the tail, without blanks at its end.
    package let before: String
    private let mark: String
    private let rest: String

    /// The tail of `line`; nil if there is none.
    package init?(of line: String) {
        guard let start = Self.start(in: line) else { return nil }
        var before = line[..<start]
        while before.last?.isWhitespace == true { before.removeLast() }
        self.before = String(before)
        mark = line[start...].hasPrefix(">>") ? ">>" : String(line[start])
        rest = String(line[start...].dropFirst(mark.count)).trimmingBlanks
    }

    /// Where it leads.
    /// - Throws: ``Refusal`` if nothing stands behind it, or not one file.
    package func destination() throws(Refusal) -> Destination {
        if mark == "|" {
            if rest.isEmpty {
                throw Refusal(description: "`|` wants a command behind it, as in `| less`.")
            }
            if rest.hasPrefix("|") {
                throw Refusal(
                    description: "`||` is not for a command of nx1sh; `|` passes on what it shows.")
            }
            return .program(rest)
        }
        let words = ArgumentWord.words(of: rest)
        guard let file = words.first, !file.text.isEmpty, !"|&>".contains(file.text.first ?? " ") else {
            throw Refusal(description: "`\(mark)` wants a file behind it, as in `\(mark) late.csv`.")
        }
        guard words.count == 1 else {
            throw Refusal(
                description:
                    "`\(mark)` takes one file; quotes hold a name with blanks together: `\(mark) \"late orders.csv\"`."
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

    /// The place behind the quote that closes the one at `start`; nil if that is a character like any other.
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
