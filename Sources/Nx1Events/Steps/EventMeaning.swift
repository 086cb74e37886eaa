/// The meaning of an event for the steps of a run: the kind of step, and whether it starts or ends.
struct EventMeaning: Sendable, Hashable {
    enum Phase: Sendable, Hashable {
        case begins, ends, fails
        /// The model writes.
        case writes, thinks
        /// The event neither begins nor ends a step.
        case tells
        /// A repeated report of a failure that has its own event.
        case repeatsFailure
    }

    var kind: RunStep.Kind
    var phase: Phase

    init(_ kind: RunStep.Kind, _ phase: Phase) {
        self.kind = kind
        self.phase = phase
    }
}

extension CrewEvent {
    /// The event's meaning for the steps of its run.
    /// - Parameter words: the meaning of the event's kind.
    func meaning(_ words: KindMeaning) -> EventMeaning {
        let isCrewAI = sequence != nil
        if let writing = words.writing, piece != nil || isCrewAI { return EventMeaning(.model, writing) }
        // The agent tries a few times to find the tool, and then reports one failure.
        if isCrewAI, words.isToolSelection { return EventMeaning(.inside, .tells) }
        if words.isRepeatedFailure { return EventMeaning(.tool, .repeatsFailure) }
        // CrewAI's internal events have no message for people.
        let isForPeople = message != nil && message != error
        let kind = words.subject == .inside && !isCrewAI && isForPeople ? nil : words.subject
        switch (kind, words.phase ?? phase(about: kind)) {
        // A tool may report its failure in place of an output.
        case (.tool?, .ends?) where error?.isEmpty == false: return EventMeaning(.tool, .fails)
        case (let kind?, let phase?): return EventMeaning(kind, phase)
        case (.inside?, nil): return EventMeaning(.inside, .tells)
        case (nil, let phase?) where !isCrewAI && words.hasSubject: return EventMeaning(.other, phase)
        // Unknown kinds of CrewAI's events, such as new ones, count as internal.
        default: return EventMeaning(isCrewAI && !isForPeople ? .inside : .message, .tells)
        }
    }

    /// The phase of an event by its status, if its kind doesn't tell: `{"type": "task_update", "status": "completed"}`.
    private func phase(about kind: RunStep.Kind?) -> EventMeaning.Phase? {
        guard let kind, [.task, .agent, .tool].contains(kind), let status else { return nil }
        return switch CrewRunStatusEnum(rawValue: status.lowercased()).standing {
        case .completed: .ends
        case .failed: .fails
        case .unfinished, .unknown: nil
        }
    }
}

/// What an event's kind says about the steps of a run.
struct KindMeaning: Sendable, Hashable {
    /// The phase of an event that carries a piece of a model's text; nil for other kinds.
    var writing: EventMeaning.Phase?
    /// `tool_selection_error`.
    var isToolSelection: Bool
    /// `tool_failure_detected`.
    var isRepeatedFailure: Bool
    /// Whether a step starts, ends or fails.
    var phase: EventMeaning.Phase?
    /// The kind of step; nil if unknown.
    var subject: RunStep.Kind?
    /// Whether there are words other than those of the phase.
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

    /// The kind of step named by the words without the phase.
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
    /// The first words of CrewAI's internal kinds.
    private static let inside: Set<String> = [
        "flow", "method", "memory", "knowledge", "step", "checkpoint", "hook", "context", "mcp", "plan",
        "skill",
        "reasoning", "guardrail", "retrieval", "default", "a2a", "conversation", "human", "goal",
    ]
}

extension Collection where Element == String {
    fileprivate func isDisjoint(with words: Set<String>) -> Bool { !contains(where: words.contains) }
}
