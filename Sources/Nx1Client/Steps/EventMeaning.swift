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

    init(_ kind: RunStep.Kind, _ phase: Phase) {
        self.kind = kind
        self.phase = phase
    }
}

extension CrewEvent {
    /// What it says of the steps of its run.
    /// - Parameter words: what the words of its kind say.
    func meaning(_ words: KindMeaning) -> EventMeaning {
        let isCrewAI = sequence != nil
        if let writing = words.writing, piece != nil || isCrewAI { return EventMeaning(.model, writing) }
        // The agent tries a few times to find the tool, and then reports one failure.
        if isCrewAI, words.isToolSelection { return EventMeaning(.inside, .tells) }
        if words.isRepeatedFailure { return EventMeaning(.tool, .repeatsFailure) }
        // CrewAI's events have no words for people; what has some is for people.
        let isForPeople = message != nil && message != error
        let kind = words.subject == .inside && !isCrewAI && isForPeople ? nil : words.subject
        switch (kind, words.phase ?? phase(about: kind)) {
        // A tool may report its failure in place of an output.
        case (.tool?, .ends?) where error?.isEmpty == false: return EventMeaning(.tool, .fails)
        case (let kind?, let phase?): return EventMeaning(kind, phase)
        case (.inside?, nil): return EventMeaning(.inside, .tells)
        case (nil, let phase?) where !isCrewAI && words.hasSubject: return EventMeaning(.other, phase)
        // CrewAI grows: a kind that isn't known yet is taken for its inside.
        default: return EventMeaning(isCrewAI && !isForPeople ? .inside : .message, .tells)
        }
    }

    /// The phase that the status of an event tells whose kind doesn't: `{"type": "task_update", "status": "completed"}`.
    private func phase(about kind: RunStep.Kind?) -> EventMeaning.Phase? {
        guard let kind, [.task, .agent, .tool].contains(kind), let status else { return nil }
        return switch CrewRunStatusEnum(rawValue: status.lowercased()).standing {
        case .completed: .ends
        case .failed: .fails
        case .unfinished, .unknown: nil
        }
    }
}
