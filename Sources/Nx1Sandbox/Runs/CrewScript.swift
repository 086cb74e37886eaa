/// Who does what in a run: the story that its events tell.
struct CrewScript: Sendable {
    /// A tool at work: what it is used for, what it is given, and what comes out of it.
    struct ToolUse: Sendable {
        let tool: String
        let purpose: String
        /// A JSON object.
        let arguments: String
        let output: String
        /// What came out, in a few words.
        let finding: String
    }

    /// One agent's task.
    struct Assignment: Sendable {
        let agent: String
        let task: String
        let toolUses: [ToolUse]
        /// What the agent hands on to the next one; the last one's is the answer.
        let conclusion: String
    }

    /// The crew's name, as in `crew_type`.
    let crew: String
    let assignments: [Assignment]
}
