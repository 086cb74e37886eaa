/// What an event says of the steps of a run: which kind of step it is about, and whether that begins or ends.
struct EventMeaning: Sendable, Hashable {
    enum Phase: Sendable, Hashable {
        case begins, ends, fails
        /// The model writes.
        case writes, thinks
        /// The event neither begins nor ends a step.
        case tells
        /// A failure is reported once more: the step that failed has an event of its own.
        case repeatsFailure
    }

    var kind: RunStep.Kind
    var phase: Phase

    init(_ event: CrewEvent) {
        let words = EventKind(event.kind).words
        let isCrewAI = event.sequence != nil
        if let last = words.last, ["chunk", "delta", "token"].contains(last), event.piece != nil || isCrewAI {
            self.init(.model, words.contains("thinking") ? .thinks : .writes)
            return
        }
        if isCrewAI, words == ["tool", "selection", "error"] {
            // The agent tries a few times to find the tool, and then reports one failure.
            self.init(.inside, .tells)
            return
        }
        if words == ["tool", "failure", "detected"] {
            self.init(.tool, .repeatsFailure)
            return
        }
        let phase = Self.phase(of: words.last)
        let subject = phase == nil ? words[...] : words.dropLast()
        // CrewAI's events have no words for people; what has some is for people.
        let hasWords = event.message != nil && event.message != event.error
        var kind = Self.kind(of: subject)
        if kind == .inside, !isCrewAI, hasWords { kind = nil }
        switch (kind, phase ?? Self.phase(of: event, about: kind)) {
        // A tool may report its failure in place of an output.
        case (.tool?, .ends?) where event.error?.isEmpty == false: self.init(.tool, .fails)
        case (let kind?, let phase?): self.init(kind, phase)
        case (.inside?, nil): self.init(.inside, .tells)
        case (nil, let phase?) where !isCrewAI && !subject.isEmpty: self.init(.other, phase)
        // CrewAI grows: a kind that isn't known yet is taken for its inside.
        default: self.init(isCrewAI && !hasWords ? .inside : .message, .tells)
        }
    }

    private init(_ kind: RunStep.Kind, _ phase: Phase) {
        self.kind = kind
        self.phase = phase
    }

    private static func phase(of word: String?) -> Phase? {
        switch word {
        case "started", "start", "starting", "begin", "began", "begun": .begins
        case "finished", "completed", "complete", "done", "succeeded", "ended", "end": .ends
        case "failed", "error", "errored", "failure", "exception": .fails
        default: nil
        }
    }

    /// The phase that the status of an event tells whose kind doesn't: `{"type": "task_update", "status": "completed"}`.
    private static func phase(of event: CrewEvent, about kind: RunStep.Kind?) -> Phase? {
        guard let kind, [.task, .agent, .tool].contains(kind), let status = event.status else { return nil }
        return switch CrewRunStatusEnum(rawValue: status.lowercased()).standing {
        case .completed: .ends
        case .failed: .fails
        case .unfinished, .unknown: nil
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
