import Nx1Client
import Nx1Events

/// The last questions and answers of a session, for the questions to come.
struct ExchangeHistory: Sendable {
    /// The oldest first.
    private var exchanges: [Exchange] = []

    /// Adds a question, as it was typed, and its answer.
    mutating func add(_ exchange: Exchange) {
        exchanges.append(exchange)
        exchanges = exchanges.suffix(Exchange.limits.upperBound)
    }

    /// Those that the next question carries, the oldest first.
    /// - Parameters:
    ///   - count: at most so many.
    ///   - host: only those with this host.
    func last(_ count: Int, with host: String) -> [Exchange] {
        exchanges.filter { $0.host == host }.suffix(count)
    }

    /// Forgets all of them.
    mutating func removeAll() { exchanges = [] }
}

/// A question that was asked as a text and its answer, as far as later questions carry them.
struct Exchange: Sendable, Hashable {
    /// How many exchanges a question can carry.
    static let limits = 1...10
    /// How many it carries unless told otherwise.
    static let usual = 3

    private static let questionLimit = 1_000
    private static let answerLimit = 4_000

    let crew: CrewType
    let question: Excerpt
    let answer: Excerpt
    /// The host as it is set; what one service said is no business of another.
    let host: String

    init(crew: CrewType, question: String, answer: String, host: String) {
        self.crew = crew
        self.question = Excerpt(of: question, limit: Self.questionLimit)
        self.answer = Excerpt(of: answer, limit: Self.answerLimit)
        self.host = host
    }
}

/// The beginning of a text that may be too long.
struct Excerpt: Sendable, Hashable {
    /// The text, or its first whole characters.
    let text: String
    /// The size of all of it, in bytes.
    let wholeSize: Int

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
