/// Where events don't name each other, kind, agent, tool and order decide.
extension RunSteps {
    /// So many steps are looked through for the beginning of one that ends.
    private static let mostOpen = 64

    mutating func note(open ordinal: Int) {
        if open.contains(ordinal) { return }
        open.append(ordinal)
        if open.count > Self.mostOpen { open.removeFirst() }
    }

    /// The node that the event says its step is a part of, or that it has to be a part of.
    mutating func parent(of kind: RunStep.Kind, _ event: CrewEvent) -> Int? {
        if let id = event.parentID { return store.ordinal(of: id) }
        if event.sequence != nil { return nil }
        return innermost(for: kind, event)
    }

    private func innermost(for kind: RunStep.Kind, _ event: CrewEvent) -> Int? {
        let nodes = open.reversed().compactMap { store[$0] }
        let agents = kind == .agent ? [] : nodes.filter { $0.kind == .agent }
        let tasks = kind == .task ? [] : nodes.filter { $0.kind == .task }
        let crews = nodes.filter { $0.kind == .crew }
        if kind == .crew { return nil }
        if kind == .task { return crews.first?.ordinal }
        let named =
            agents.first { event.agent != nil && $0.name == event.agent }
            ?? tasks.first { event.task != nil && $0.name == event.task }
        return (named ?? agents.first ?? tasks.first ?? crews.first)?.ordinal
    }

    /// The open node that the event ends.
    func pairedBeginning(of kind: RunStep.Kind, _ event: CrewEvent) -> Int? {
        let parent = event.parentID.flatMap { store.known($0) }
        let name = event.name(of: kind, isKnown: true) ?? (kind == .other ? event.name(of: kind) : nil)
        let fitting = open.compactMap { store[$0] }.filter { node in
            node.kind == kind && (parent == nil || node.parent == parent)
                && (name == nil || node.name == nil || node.name == name || hasSameArguments(node, event))
                && (event.agent == nil || node.agent == nil || node.agent == event.agent)
        }
        guard kind == .tool else { return fitting.last?.ordinal }
        return (fitting.first { hasSameArguments($0, event) } ?? fitting.first)?.ordinal
    }

    private func hasSameArguments(_ node: StepNode, _ event: CrewEvent) -> Bool {
        node.arguments != nil && node.arguments == event.arguments
    }
}
