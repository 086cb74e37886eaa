/// Who does what in a run: the story that its events tell.
struct CrewScript: Sendable {
    /// A tool at work: what it is used for, and what it finds.
    struct ToolUse: Sendable {
        let tool: String
        let purpose: String
        let finding: String
    }

    /// One agent's task.
    struct Assignment: Sendable {
        let agent: String
        let task: String
        let toolUses: [ToolUse]
    }

    /// The crew's name, as in `crew_type`.
    let crew: String
    let assignments: [Assignment]
}
