import Nx1Client
import Nx1Events
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession

extension Command {
    static let context = Command(
        name: "context", group: .asking, usage: "[N|on|off]",
        summary: "whether a question carries the last N exchanges",
        details: """
            With N, 1 to 10, a text that is asked goes out with the session's last N
            questions and their answers in front of it, and the prompt says so: ask+3>.
            on is 3. Before the first question they come from the journal, and stderr says
            from where; a script has only its own. off, as at the start, sends the text
            alone, and forgets what there was: off and on again begin a new topic.

            An exchange is a text that was asked, of any crew of the same host, and its
            answer; runs that failed or were left don't count, nor does what :status and
            :result show. A question is carried to its 1,000th byte, an answer to its
            4,000th; where one is cut, the text says so. -o json has as input what was
            sent.
            """,
        examples: [
            .init(":context on", "the last 3 exchanges go along"),
            .init(":context 1", "only the last one"),
            .init(":context", "how many there are, and how many go along"),
        ],
        arguments: [.words(["on", "off"])],
        shows: .whenAlone
    ) { invocation, session in
        var words = invocation.words
        let word = words.next()
        try words.end(of: "context")
        switch word {
        case nil: return session.contextFacts
        case "on": session.settings.context = Exchange.usual
        case "off", "0":
            session.settings.context = 0
            session.exchanges.removeAll()
            session.hasBegunTopic = true
            session.conversation =
                session.isConversing || session.settings.session != nil ? .beginning : .alone
            return .none
        case let word?:
            guard let count = Int(word), Exchange.limits.contains(count) else {
                throw Complaint.usage(
                    ":context is a number from \(Exchange.limits.lowerBound) to \(Exchange.limits.upperBound), on or off, not \"\(word)\"."
                )
            }
            session.settings.context = count
        }
        session.conversation.begin()
        // A script does the same on every day.
        if invocation.context.place.isPersonal {
            try await session.carryLastConversation(on: invocation.console)
        }
        return .none
    }
}

extension Session {
    fileprivate var contextFacts: Reply {
        let limit = settings.context
        return .facts([
            .init("context", .bool(limit > 0)),
            .init("at_most", limit > 0 ? .number(JSONNumber(limit)) : .null, isShownEmpty: false),
            .init("carried_next", .number(JSONNumber(carriedExchanges.count))),
        ])
    }
}
