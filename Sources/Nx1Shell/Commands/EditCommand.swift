import ShellOutput
import ShellRuns
import ShellSession

extension Command {
    static let edit = Command(
        name: "edit", group: .asking, usage: "[RUN]",
        summary: "the last line, or a run's question, in a text editor",
        details: """
            The editor is NX1_EDITOR, VISUAL, EDITOR or vi. What it leaves stands at the
            prompt, to be looked at and sent with Enter. Ctrl-X Ctrl-E does the same with
            the line that is being typed.
            """,
        examples: [
            .init(":edit", "to ask the last question in other words"),
            .init(":edit %2", "the question of the second run"),
        ],
        arguments: [.run]
    ) { invocation, session in
        var words = invocation.words
        let name = words.next()
        try words.end(of: "edit")
        guard session.isConversing else {
            throw Complaint.usage(":edit is for the prompt, where the text can be looked at and sent.")
        }
        if let name {
            let run = try await invocation.line.takeUp(name).record
            guard let question = run.question else {
                throw Complaint.usage("The run \(run.correlationID) has no question to edit.")
            }
            invocation.context.outcome.edit(question)
            return .none
        }
        let lines = try await session.surroundings.typedLines()
        invocation.context.outcome.edit(lines.last { !$0.hasPrefix(":edit") } ?? "")
        return .none
    }
}
