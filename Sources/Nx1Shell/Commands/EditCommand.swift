import ShellOutput

extension Command {
    static let edit = Command(
        name: "edit", group: .asking, summary: "the last line, in a text editor",
        gist: "the last line, anew",
        details: """
            The editor is NX1_EDITOR, VISUAL, EDITOR or vi. What it leaves stands at the
            prompt, to be looked at and sent with Enter. Ctrl-X Ctrl-E does the same with
            the line that is being typed.
            """,
        examples: [.init(":edit", "to ask the last question in other words")]
    ) { invocation, session in
        try invocation.words.end(of: "edit")
        guard session.isConversing else {
            throw Complaint.usage(":edit is for the prompt, where the text can be looked at and sent.")
        }
        let lines = try await session.surroundings.typedLines()
        invocation.context.outcome.edit(lines.last { !$0.hasPrefix(":edit") } ?? "")
        return .none
    }
}
