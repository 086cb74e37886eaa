/// The place of a session's next question among the conversations of the journal.
package enum ConversationPlace: Sendable, Hashable {
    /// Each question stands alone.
    case alone
    /// The next question begins one.
    case beginning
    /// Questions go on with one, which is called by the id that its first request was sent with.
    case within(String)

    /// The next question begins one, unless they are in one.
    package mutating func begin() {
        if self == .alone { self = .beginning }
    }

    /// What the conversation of a run is called that is sent with an id; nil if it stands alone.
    package func name(for sentID: String) -> String? {
        switch self {
        case .alone: nil
        case .beginning: sentID
        case .within(let name): name
        }
    }

    /// Takes note of a run that has begun.
    package mutating func add(_ run: SessionRun) {
        if self == .beginning { self = .within(run.sentID) }
    }
}
