/// Matches events without ids by kind, agent, tool and order.
extension RunSteps {
    /// The maximum number of open steps to search for the start of one that ends.
    private static let mostOpen = 64

    mutating func markOpen(_ ordinal: Int) {
        if open.contains(ordinal) { return }
        open.append(ordinal)
        if open.count > Self.mostOpen { open.removeFirst() }
    }

    /// The enclosing node of the event's step, as named or inferred.
    mutating func parent(of kind: RunStep.Kind, _ event: CrewEvent) -> Int? {
        if let id = event.parentID { return store.ordinal(of: id) }
        if event.sequence != nil { return nil }
        return innermost(for: kind, event)
    }

    /// Takes one pass over the open nodes, since it runs for every event without ids.
    private func innermost(for kind: RunStep.Kind, _ event: CrewEvent) -> Int? {
        if kind == .crew { return nil }
        var (agent, namedAgent, task, namedTask, crew): (Int?, Int?, Int?, Int?, Int?)
        for ordinal in open.reversed() {
            guard let place = store.place(of: ordinal) else { continue }
            var name: String? { store.nodes[place].name }
            switch store.nodes[place].kind {
            case .agent where kind != .agent && kind != .task && !isInEndedTask(place):
                agent = agent ?? ordinal
                if event.agent != nil, name == event.agent { namedAgent = namedAgent ?? ordinal }
            case .task where kind != .task:
                task = task ?? ordinal
                if event.task != nil, name == event.task { namedTask = namedTask ?? ordinal }
            case .crew: crew = crew ?? ordinal
            default: break
            }
        }
        return namedAgent ?? namedTask ?? agent ?? task ?? crew
    }

    /// Whether a node's parent has ended, so that nothing new starts in it.
    private func isInEndedTask(_ place: Int) -> Bool {
        store.nodes[place].parent.map { store.isWorking($0) == false } ?? false
    }

    /// Some services report an agent before its task. If no step has started between the two, the agent belongs to the
    /// task.
    mutating func adoptAgent(into task: Int, _ event: CrewEvent) {
        guard event.sequence == nil, event.parentID == nil, let name = event.agent, let latest = open.last,
            latest == task - 1, let node = store[latest], node.kind == .agent, node.eventID == nil,
            node.name == name
        else { return }
        store.update(latest) { $0.parent = task }
    }

    /// The open node that the event ends.
    func pairedBeginning(of kind: RunStep.Kind, _ event: CrewEvent) -> Int? {
        if open.isEmpty { return nil }
        let parent = event.parentID.flatMap { store.known($0) }
        let name = event.name(of: kind, isKnown: true) ?? (kind == .other ? event.name(of: kind) : nil)
        var (first, last): (Int?, Int?)
        for ordinal in open {
            guard let node = store[ordinal], node.kind == kind, parent == nil || node.parent == parent,
                event.agent == nil || node.agent == nil || node.agent == event.agent
            else { continue }
            let isSame = node.arguments != nil && node.arguments == event.arguments
            guard name == nil || node.name == nil || node.name == name || isSame else { continue }
            if kind == .tool, isSame { return ordinal }
            first = first ?? ordinal
            last = ordinal
        }
        return kind == .tool ? first : last
    }
}
