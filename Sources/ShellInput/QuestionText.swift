package import Nx1Events

/// The last questions and answers of a session, for the questions to come.
package struct ExchangeHistory: Sendable {
    /// The oldest first.
    private var exchanges: [Exchange] = []

    /// Creates an empty history.
    package init() {}

    package var isEmpty: Bool { exchanges.isEmpty }

    /// Adds a question, as it was typed, and its answer.
    package mutating func add(_ exchange: Exchange) {
        exchanges.append(exchange)
        exchanges = exchanges.suffix(Exchange.limits.upperBound)
    }

    /// The exchanges that the next question carries, oldest first.
    /// - Parameters:
    ///   - count: the maximum number.
    ///   - host: only exchanges with this host are returned.
    package func last(_ count: Int, with host: String) -> [Exchange] {
        exchanges.filter { $0.host == host }.suffix(count)
    }

    package mutating func removeAll() { exchanges = [] }
}

/// A text question and its answer, truncated for use in later questions.
package struct Exchange: Sendable, Hashable {
    /// The range of `:context`: how many exchanges a question can carry.
    package static let limits = 1...10
    /// The number of exchanges for `:context on`.
    package static let usual = 3

    private static let questionLimit = 1_000
    private static let answerLimit = 4_000

    package let crew: CrewType
    package let question: Excerpt
    package let answer: Excerpt
    /// The configured host. Answers from one service are never sent to another.
    package let host: String

    package init(crew: CrewType, question: String, answer: String, host: String) {
        self.crew = crew
        self.question = Excerpt(of: question, limit: Self.questionLimit)
        self.answer = Excerpt(of: answer, limit: Self.answerLimit)
        self.host = host
    }
}

/// The beginning of a text that may be too long.
package struct Excerpt: Sendable, Hashable {
    /// The whole characters that fit.
    package let text: String
    /// The size of the full text, in bytes.
    package let wholeSize: Int

    /// Truncates `text` to as many whole characters as fit into `limit` bytes.
    init(of text: String, limit: Int) {
        wholeSize = text.utf8.count
        var size = 0
        let characters = text.prefix { character in
            size += character.utf8.count
            return size <= limit
        }
        self.text = String(characters)
    }

    var isCut: Bool { text.utf8.count < wholeSize }
}

/// A text sent with a question: a file, standard input, or the answer of a run.
package struct Attachment: Sendable, Hashable {
    /// The name that the crew sees, such as `late.csv`.
    package let name: String
    package let text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}

/// A question with its exchanges and attachments, as one text.
///
/// Each quoted line starts with a bar and a space, so nothing in a quoted text can pass for a heading, another
/// exchange, or the current question. Exchanges come before the question, attachments after it.
package enum QuestionText {
    /// The text that asks `question` after `exchanges` (oldest first), with `attachments`. Without either, it is the
    /// question alone.
    package static func text(
        asking question: String, after exchanges: [Exchange], with attachments: [Attachment] = []
    ) -> String {
        opening(exchanges) + question + attachments.map(text).joined()
    }

    /// Replaces the question in `whole`, a text made by this type, and keeps its exchanges and attachments.
    package static func replacing(_ question: String, by new: String, in whole: String) -> String {
        // Quoted lines start with a bar, so they can't be mistaken for the heading.
        if let carried = whole.firstRange(of: "\n" + nowHeading + question) {
            return whole[..<carried.lowerBound] + "\n" + nowHeading + new + whole[carried.upperBound...]
        }
        return whole.hasPrefix(question) ? new + whole.dropFirst(question.count) : new
    }

    private static let nowHeading = "The question now:\n"

    private static func opening(_ exchanges: [Exchange]) -> String {
        if exchanges.isEmpty { return "" }
        let count = exchanges.count == 1 ? "The exchange" : "The last \(exchanges.count) exchanges"
        let opening =
            "\(count) before this question, oldest first. Lines that begin with \"| \" are quoted.\n\n"
        return opening + exchanges.map(Self.text).joined() + nowHeading
    }

    private static func text(of exchange: Exchange) -> String {
        "Question to \(exchange.crew.rawValue)" + quoted(exchange.question) + "Answer"
            + quoted(exchange.answer) + "\n"
    }

    private static func text(of attachment: Attachment) -> String {
        // On one row, so that a name can't start a line of its own.
        let name = attachment.name.onOneRow
        return "\n\nAttached: \(name). Lines that begin with \"| \" are quoted from it.\n"
            + quotedLines(of: attachment.text.withoutFinalNewlines).joined(separator: "\n")
    }

    private static func quoted(_ excerpt: Excerpt) -> String {
        let cut = excerpt.isCut ? " (the first \(excerpt.text.utf8.count) of \(excerpt.wholeSize) bytes)" : ""
        return cut + ":\n" + quotedLines(of: excerpt.text).map { $0 + "\n" }.joined()
    }

    private static func quotedLines(of text: String) -> [String] {
        lines(of: text).map { "| \($0)" }
    }

    /// Splits a text at any line break that a reader may recognize (Unicode 16, section 5.8, and Python's).
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
