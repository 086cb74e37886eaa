/// A command as far as it is typed: its words before the cursor, the last of which may be unfinished.
package struct TypedCommand {
    /// The words that are finished, the command's name with its colon first.
    package private(set) var finished: [String] = []
    /// The word at the cursor; empty behind a blank.
    package private(set) var word = ""
    /// Everything behind the name and the blanks that follow it.
    package let arguments: String

    /// The command that these words begin, if they do: the line begins with a colon.
    package init?(_ text: String) {
        guard text.hasPrefix(":") else { return nil }
        arguments = String(text.drop { !$0.isWhitespace }.drop(while: \.isWhitespace))
        var quote: Character?
        var isEscaped = false
        for character in text {
            if let open = quote {
                word.append(character)
                if isEscaped {
                    isEscaped = false
                } else if character == "\\", open == "\"" {
                    isEscaped = true
                } else if character == open {
                    quote = nil
                }
            } else if character.isWhitespace {
                if !word.isEmpty { finished.append(word) }
                word = ""
            } else {
                // Quotes count where a request item has them: right behind the sign.
                if character == "\"" || character == "'", word.hasSuffix("=") || word.hasSuffix("=@") {
                    quote = character
                }
                word.append(character)
            }
        }
    }

    /// The command's name without its colon; nil while it is being typed.
    package var name: String? { finished.first.map { String($0.dropFirst()) } }

    /// How many arguments are finished, options and their values left out.
    package var place: Int {
        var count = 0
        var isValue = false
        for argument in finished.dropFirst() {
            let isOption = argument.hasPrefix("-")
            if !isOption, !isValue { count += 1 }
            isValue = Self.optionsWithValues.contains(argument)
        }
        return count
    }

    private static let optionsWithValues: Set = [
        "-o", "--output", "--crew", "--status", "--since", "--limit",
    ]

    /// The option that stands before the word at the cursor, if one does.
    package var optionBefore: String? {
        finished.count > 1 ? finished.last.flatMap { $0.hasPrefix("-") ? $0 : nil } : nil
    }
}
