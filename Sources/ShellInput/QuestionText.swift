package import Nx1Events

/// The last questions and answers of a session, for the questions to come.
package struct ExchangeHistory: Sendable {
    /// The oldest first.
    private var exchanges: [Exchange] = []

    /// One without exchanges.
    package init() {}

    package var isEmpty: Bool { exchanges.isEmpty }

    /// Adds a question, as it was typed, and its answer.
    package mutating func add(_ exchange: Exchange) {
        exchanges.append(exchange)
        exchanges = exchanges.suffix(Exchange.limits.upperBound)
    }

    /// Those that the next question carries, the oldest first.
    /// - Parameters:
    ///   - count: at most so many.
    ///   - host: only those with this host.
    package func last(_ count: Int, with host: String) -> [Exchange] {
        exchanges.filter { $0.host == host }.suffix(count)
    }

    /// Forgets all of them.
    package mutating func removeAll() { exchanges = [] }
}

/// A question that was asked as a text and its answer, as far as later questions carry them.
package struct Exchange: Sendable, Hashable {
    /// How many exchanges a question can carry.
    package static let limits = 1...10
    /// How many it carries unless told otherwise.
    package static let usual = 3

    private static let questionLimit = 1_000
    private static let answerLimit = 4_000

    package let crew: CrewType
    package let question: Excerpt
    package let answer: Excerpt
    /// The host as it is set; what one service said is no business of another.
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
    /// The text, or its first whole characters.
    package let text: String
    /// The size of all of it, in bytes.
    package let wholeSize: Int

    /// As many whole characters of `text` as fit into `limit` bytes.
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

/// A text that goes along with a question: a file, standard input, or the answer of a run.
package struct Attachment: Sendable, Hashable {
    /// What the crew is told that it is, such as `late.csv`.
    package let name: String
    package let text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}

/// A question with what goes along with it, as one text (README, "Follow-up questions").
///
/// Each line of what is quoted begins with a bar and a blank, and nothing in a quoted text can pass for a heading, another
/// exchange, or the question that is asked now. Exchanges come before the question, attachments after it.
package enum QuestionText {
    /// The text that asks `question` after `exchanges`, the oldest first, with `attachments`; without any it is the question itself.
    package static func text(
        asking question: String, after exchanges: [Exchange], with attachments: [Attachment] = []
    ) -> String {
        opening(exchanges) + question + attachments.map(text).joined()
    }

    /// The text that `whole`, which asks `question`, becomes with another question: what goes along stays.
    package static func replacing(_ question: String, by new: String, in whole: String) -> String {
        // No quoted line begins with the heading.
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
        // A name is on one row, so that it can't begin a line of its own.
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
