/// What the words of an event's kind say of the steps of a run, whatever else the event says.
struct KindMeaning: Sendable, Hashable {
    /// The phase of an event that carries a piece of a model's text; nil for other kinds.
    var writing: EventMeaning.Phase?
    /// `tool_selection_error`.
    var isToolSelection: Bool
    /// `tool_failure_detected`.
    var isRepeatedFailure: Bool
    /// Whether something begins, ends or fails.
    var phase: EventMeaning.Phase?
    /// What that is; nil if it isn't known.
    var subject: RunStep.Kind?
    /// Whether there are words besides those of the phase.
    var hasSubject: Bool

    init(_ kind: EventKind) {
        let words = kind.words
        let isPiece = words.last.map(["chunk", "delta", "token"].contains) ?? false
        writing = isPiece ? (words.contains("thinking") ? .thinks : .writes) : nil
        isToolSelection = words == ["tool", "selection", "error"]
        isRepeatedFailure = words == ["tool", "failure", "detected"]
        phase = Self.phase(of: words.last)
        let rest = phase == nil ? words[...] : words.dropLast()
        subject = Self.kind(of: rest)
        hasSubject = !rest.isEmpty
    }

    private static func phase(of word: String?) -> EventMeaning.Phase? {
        switch word {
        case "started", "start", "starting", "begin", "began", "begun": .begins
        case "finished", "completed", "complete", "done", "succeeded", "ended", "end": .ends
        case "failed", "error", "errored", "failure", "exception": .fails
        default: nil
        }
    }

    /// What the words of a kind without its phase are about.
    private static func kind(of words: ArraySlice<String>) -> RunStep.Kind? {
        guard let first = words.first else { return nil }
        let rest = words.dropFirst()
        switch first {
        case "crew", "kickoff", "run", "workflow", "job":
            return rest.isDisjoint(with: ["test", "train"]) ? .crew : .inside
        case "task":
            if rest.first == "evaluation" { return .inside }
            return rest.first == "progress" ? nil : .task
        case "lite": return rest.first == "agent" ? .agent : nil
        case "agent": return rest.isDisjoint(with: insideOfAgents) ? .agent : .inside
        case "tool": return .tool
        case "llm", "model": return rest.first == "guardrail" ? .inside : .model
        default: return inside.contains(first) ? .inside : nil
        }
    }

    private static let insideOfAgents: Set<String> = ["logs", "reasoning", "evaluation"]
    /// The first words of the kinds that are only CrewAI's inside.
    private static let inside: Set<String> = [
        "flow", "method", "memory", "knowledge", "step", "checkpoint", "hook", "context", "mcp", "plan",
        "skill",
        "reasoning", "guardrail", "retrieval", "default", "a2a", "conversation", "human", "goal",
    ]
}

extension Collection where Element == String {
    fileprivate func isDisjoint(with words: Set<String>) -> Bool { !contains(where: words.contains) }
}
