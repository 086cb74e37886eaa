import ShellInput
import ShellOutput
import ShellSession

extension Command {
    static let again = Command(
        name: "again", group: .runs, usage: "[RUN] [ITEM…] [TEXT] [--crew TYPE]",
        summary: "the same request, as a new run",
        details: """
            It gets just what that run got, but for the inputs that are named, the question
            if there is a TEXT, and the crew; sticky inputs and :context of now don't count.
            The input of a run that was started elsewhere comes from the service's list.
            """,
        examples: [
            .init(":again", "the last one"), .init(":again 57071cf2", "one of days ago"),
            .init(":again %2 region=south", "the same of another region"),
            .init(":again %2 And in May?", "another question with the same inputs"),
        ],
        arguments: [.run, .item],
        shows: .behindRun
    ) { invocation, session in
        let request = try await session.requestAgain(invocation.arguments, by: invocation.line)
        try await session.ask(request, in: invocation.context)
        return .none
    }
}
