import ShellOutput
import ShellRuns
import ShellSession

extension Command {
    static let edit = Command(
        name: "edit", group: .asking, usage: "[RUN]",
        summary: "opens the last line, or a run's question, in an editor",
        details: """
            The editor is NX1_EDITOR, VISUAL, EDITOR or vi. The edited text appears at the
            prompt, where Enter sends it. Ctrl-X Ctrl-E opens the line that you are typing
            in the same way.
            """,
        examples: [
            .init(":edit", "rephrases the last question"),
            .init(":edit %2", "edits the question of the second run"),
        ],
        arguments: [.run]
    ) { invocation, session in
        var words = invocation.words
        let name = words.next()
        try words.end(of: "edit")
        guard session.isConversing else {
            throw Complaint.usage(":edit works only at a prompt, where you can check and send the text.")
        }
        if let name {
            let run = try await invocation.line.takeUp(name).record
            guard let question = run.question else {
                throw Complaint.usage("Run \(run.correlationID) has no question to edit.")
            }
            invocation.context.outcome.edit(question)
            return .none
        }
        let lines = try await session.surroundings.typedLines()
        invocation.context.outcome.edit(lines.last { !$0.hasPrefix(":edit") } ?? "")
        return .none
    }
}
