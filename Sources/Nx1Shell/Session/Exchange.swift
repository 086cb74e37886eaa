import Nx1Client
import Nx1Events

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
