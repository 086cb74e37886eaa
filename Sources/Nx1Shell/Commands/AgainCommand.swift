import ShellInput
import ShellOutput
import ShellSession

extension Command {
    static let again = Command(
        name: "again", group: .runs, usage: "[RUN] [ITEM…] [TEXT] [--crew TYPE]",
        summary: "repeats a run's request as a new run",
        details: """
            The new run sends the same request, except for the ITEMs, TEXT (the question)
            and crew that you give. Current sticky inputs and :context don't apply.
            For a run that was started elsewhere, the input comes from the service's list.
            """,
        examples: [
            .init(":again", "the last run"), .init(":again 57071cf2", "a run from days ago"),
            .init(":again %2 region=south", "the same for another region"),
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
