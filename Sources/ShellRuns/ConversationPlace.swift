/// The place of the session's next question among the conversations in the journal.
package enum ConversationPlace: Sendable, Hashable {
    /// Each question stands alone.
    case alone
    /// The next question starts a conversation.
    case beginning
    /// Questions join a conversation, which is named by the id that its first request was sent with.
    case within(String)

    /// Lets the next question start a conversation, unless there is a current one.
    package mutating func begin() {
        if self == .alone { self = .beginning }
    }

    /// The conversation of the run that is sent with this id; nil if it stands alone.
    package func name(for sentID: String) -> String? {
        switch self {
        case .alone: nil
        case .beginning: sentID
        case .within(let name): name
        }
    }

    /// Records that a run has started.
    package mutating func add(_ run: SessionRun) {
        if self == .beginning { self = .within(run.sentID) }
    }
}
