extension RunSteps {
    mutating func begin(_ kind: RunStep.Kind, _ event: CrewEvent, at moment: StepNode.Stamp) {
        let ordinal = callWithoutBeginning(kind, event) ?? node(begunBy: event)
        guard store.hasBegun(ordinal) == false else { return }
        let parent = parent(of: kind, event)
        let (arguments, isCut) = Self.kept(event.arguments)
        let name = event.name(of: kind)
        store.update(ordinal) { node in
            node.hasBegun = true
            node.kind = kind
            node.name = name
            node.note = event.message == name ? nil : event.message
            node.agent = event.agent
            node.task = event.task
            node.sequence = event.sequence
            node.parent = parent ?? node.parent
            node.arguments = arguments
            node.isCut = node.isCut || isCut
            node.began = moment
        }
        if kind == .task { adoptAgent(into: ordinal, event) }
        if store.isWorking(ordinal) == true { markOpen(ordinal) }
        if kind == .model || kind == .tool { forgetWriters(before: ordinal) }
    }

    mutating func end(
        _ kind: RunStep.Kind, _ event: CrewEvent, hasFailed: Bool, at moment: StepNode.Stamp
    ) {
        let ordinal =
            event.startedID.map { store.ordinal(of: $0) } ?? pairedBeginning(of: kind, event)
            ?? node(begunBy: event)
        open.removeAll { $0 == ordinal }
        // Ignores a repeated end, or a second failure of the same step.
        if store[ordinal]?.ending?.isTold == true { return }
        let parent = event.parentID.map { store.ordinal(of: $0) }
        let (output, isCut) = Self.kept(hasFailed ? nil : event.product(of: kind))
        let error = hasFailed ? (event.error ?? event.message).map(PythonError.message) : nil
        let ending = StepNode.Ending(
            moment: moment, hasFailed: hasFailed, name: event.name(of: kind, isKnown: true), output: output,
            error: error.map { Self.cut($0).text }, tokens: event.tokens)
        store.update(ordinal) { node in
            node.ending = ending
            node.kind = node.kind ?? kind
            node.agent = node.agent ?? event.agent
            node.task = node.task ?? event.task
            node.sequence = node.sequence ?? event.sequence
            node.parent = node.parent ?? parent
            node.arguments = node.arguments ?? Self.kept(event.arguments).value
            node.isCut = node.isCut || isCut
        }
        count(event, of: kind)
    }

    private mutating func count(_ event: CrewEvent, of kind: RunStep.Kind) {
        let tokens = event.tokens ?? event.output?["token_usage"].flatMap { TokenUsage($0) }
        guard let tokens else { return }
        switch kind {
        case .model: calledTokens = calledTokens.map { $0 + tokens } ?? tokens
        case .crew: crewTokens = tokens
        default: break
        }
    }

    /// Adds a step that starts and ends with one event.
    /// - Returns: its node; nil if the event was seen before.
    @discardableResult
    mutating func addMoment(
        _ kind: RunStep.Kind, _ event: CrewEvent, at moment: StepNode.Stamp
    ) -> Int? {
        let ordinal = node(begunBy: event)
        guard store.hasBegun(ordinal) == false else { return nil }
        let parent = parent(of: kind, event)
        store.update(ordinal) { node in
            node.hasBegun = true
            node.kind = kind
            node.name = Self.cut(event.name(of: kind)).text
            node.agent = event.agent
            node.task = event.task
            node.sequence = event.sequence
            node.parent = parent ?? node.parent
            node.began = moment
            node.ending = .init(moment: moment, hasFailed: false)
        }
        return ordinal
    }

    mutating func repeatFailure(_ event: CrewEvent, at moment: StepNode.Stamp) {
        guard let ordinal = addMoment(.tool, event, at: moment) else { return }
        let error = event.error.map { Self.cut(PythonError.message($0)).text }
        store.update(ordinal) { node in
            node.isEcho = true
            node.arguments = Self.kept(event.arguments).value
            node.ending = .init(moment: moment, hasFailed: true, error: error)
        }
    }

    /// The node that the event starts, created unless the event was seen before.
    private mutating func node(begunBy event: CrewEvent) -> Int {
        event.eventID.map { store.ordinal(of: $0) } ?? store.add()
    }

    /// The value, truncated if it's too long, and whether it was truncated.
    static func kept(_ value: JSONValue?) -> (value: JSONValue?, isCut: Bool) {
        guard let value, value.weight > longestText else { return (value, false) }
        let kept = RunStep.cut(value, to: longestText)
        return (kept, kept != value)
    }

    static func cut(_ text: String) -> (text: String, isCut: Bool) {
        (RunStep.cut(text, to: longestText), text.utf8.count > longestText)
    }
}

extension CrewEvent {
    /// The name of a step of this kind that the event starts.
    func name(of kind: RunStep.Kind) -> String {
        if let name = name(of: kind, isKnown: true) { return name }
        return switch kind {
        case .message: message.map { text in tool.map { "\($0) · \(text)" } ?? text } ?? summary
        case .inside, .other: EventKind(self.kind).wordsWithoutPhase
        default: message ?? kind.rawValue
        }
    }

    /// The name, or nil if the event has none.
    func name(of kind: RunStep.Kind, isKnown: Bool) -> String? {
        switch kind {
        case .crew, .model: subjectName
        case .task: task
        case .agent: agent
        case .tool: tool
        case .message, .inside, .other: nil
        }
    }

    /// The output of a step: the `raw` text of a CrewAI output object, otherwise the output or the message.
    fileprivate func product(of kind: RunStep.Kind) -> JSONValue? {
        if let raw = output?["raw"]?.string, kind != .tool { return .string(raw) }
        if kind == .inside { return nil }
        return output ?? message.map(JSONValue.string)
    }
}

extension EventKind {
    /// `query` of `query_started`.
    fileprivate var wordsWithoutPhase: String {
        let hasPhase = words.count > 1 && ["started", "finished", "completed", "failed"].contains(words.last)
        return Array(hasPhase ? words.dropLast() : words[...]).joined(separator: " ")
    }
}
