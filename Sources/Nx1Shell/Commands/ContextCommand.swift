import Nx1Client
import Nx1Events
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession

extension Command {
    static let context = Command(
        name: "context", group: .asking, usage: "[N|on|off]",
        summary: "sends the last N exchanges with each question",
        details: """
            With N (1 to 10), each question is sent with the session's last N questions and
            answers in front of it, and the prompt says so: ask+3>. on is 3. At a prompt,
            exchanges from before the session come from the journal, and a note names the
            run; a script uses only its own exchanges. off, the default, sends the question
            alone and discards the exchanges so far, so off and on again start a new topic.

            An exchange is a question, to any crew of the same host, and its answer. Runs
            that failed or were left don't count, nor do answers of :status and :result.
            Questions are truncated after 1,000 bytes and answers after 4,000, and the text
            that is sent says so. With -o json, input is what was sent.
            """,
        examples: [
            .init(":context on", "sends the last 3 exchanges"),
            .init(":context 1", "sends only the last one"),
            .init(":context", "shows the limit and how many are sent next"),
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
                    ":context takes a number from \(Exchange.limits.lowerBound) to \(Exchange.limits.upperBound), on or off, not \"\(word)\"."
                )
            }
            session.settings.context = count
        }
        session.conversation.begin()
        // A script must behave the same every time, whatever is in the journal.
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
