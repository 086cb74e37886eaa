import Nx1Client

/// A question with the exchanges before it, as one text (README, "Follow-up questions").
///
/// Each line of what is quoted begins with a bar and a blank, and no other line before the question does, so nothing in a
/// quoted question or answer can pass for a heading, another exchange, or the question that is asked now. That one comes
/// last and is quoted in no way: all that follows its heading is the question.
enum ContextText {
    /// The text that asks `question` after `exchanges`, the oldest first; without any it is the question itself.
    static func text(asking question: String, after exchanges: [Exchange]) -> String {
        if exchanges.isEmpty { return question }
        let count = exchanges.count == 1 ? "The exchange" : "The last \(exchanges.count) exchanges"
        let opening =
            "\(count) before this question, oldest first. Lines that begin with \"| \" are quoted.\n\n"
        return opening + exchanges.map(Self.text).joined() + "The question now:\n" + question
    }

    private static func text(of exchange: Exchange) -> String {
        "Question to \(exchange.crew.rawValue)" + quoted(exchange.question) + "Answer"
            + quoted(exchange.answer) + "\n"
    }

    private static func quoted(_ excerpt: Excerpt) -> String {
        let cut = excerpt.isCut ? " (the first \(excerpt.text.utf8.count) of \(excerpt.wholeSize) bytes)" : ""
        return cut + ":\n" + lines(of: excerpt.text).map { "| \($0)\n" }.joined()
    }

    /// The text between line breaks of any kind that a reader may know (Unicode 16, section 5.8, and Python's).
    private static func lines(of text: String) -> [String] {
        let unified = text.replacing("\r\n", with: "\n").unicodeScalars
        return unified.split(omittingEmptySubsequences: false) { scalar in
            switch scalar.value {
            case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
            default: false
            }
        }.map { String($0) }
    }
}
