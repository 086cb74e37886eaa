/// An event as CrewAI has it: which one it is, where it belongs, and what it says.
///
/// The shapes are those of CrewAI 1.15.30, as far as a client reads them: the whole agents, tasks and prompts that some events carry are
/// left out.
struct CrewAIEvent: Sendable {
    enum Content: Sendable {
        /// Members beside those that every event has.
        case members([(name: String, value: JSON)])
        /// A piece of the text that a model writes.
        case piece(Substring)
    }

    /// Who is at work on what, counted from 0, as far as the event names them.
    struct Place: Sendable {
        let assignment: Int
        var task: String?
        var agent: String?
    }

    /// Which event of the script it is, from 0. Its id is made of it.
    let number: Int
    /// The number of the event that began what this one belongs to.
    let parent: Int?
    /// The number of the event that began what this one ends.
    var started: Int?
    var place: Place?
    var content: Content
    /// Bytes of filling after its output.
    var filling = 0
}
