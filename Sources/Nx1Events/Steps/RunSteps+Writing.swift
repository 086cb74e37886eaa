/// The text that models write: that of the latest few calls, each until the next call or tool of its agent starts.
extension RunSteps {
    /// The maximum number of model calls whose text is kept at once.
    private static let mostWriters = 4

    mutating func write(_ event: CrewEvent, isThought: Bool, at moment: StepNode.Stamp) {
        guard let piece = event.piece, !piece.isEmpty, let node = modelCall(of: event, at: moment),
            store.isWorking(node) == true
        else { return }
        pieces &+= 1
        let place: Int
        if let known = writers.lastIndex(where: { $0.node == node }) {
            place = known
        } else {
            writers.append(Writer(node: node))
            if writers.count > Self.mostWriters { writers.removeFirst() }
            place = writers.count - 1
        }
        if isThought {
            writers[place].thinking.append(piece, sequence: event.sequence)
        } else {
            writers[place].text.append(piece, sequence: event.sequence)
        }
    }

    /// The node of the call that a piece belongs to. The piece may arrive before the call's start event, which may be
    /// missing.
    private mutating func modelCall(of event: CrewEvent, at moment: StepNode.Stamp) -> Int? {
        let ordinal: Int
        if let id = event.parentID {
            ordinal = store.ordinal(of: id)
        } else if let known = pairedBeginning(of: .model, event) {
            return known
        } else {
            ordinal = store.add()
            markOpen(ordinal)
        }
        guard let node = store[ordinal], node.kind == nil else { return ordinal }
        let parent = event.parentID == nil ? parent(of: .model, event) : nil
        store.update(ordinal) { node in
            node.kind = .model
            node.agent = event.agent
            node.task = event.task
            node.parent = parent
            node.began = moment
        }
        revision &+= 1
        return ordinal
    }

    /// The call that this event, which has no id, starts, if its pieces arrived before the event.
    func callWithoutBeginning(_ kind: RunStep.Kind, _ event: CrewEvent) -> Int? {
        guard kind == .model, event.eventID == nil, let call = pairedBeginning(of: .model, event),
            store.hasBegun(call) == false
        else { return nil }
        return call
    }

    /// When an agent starts a call or tool, discards what it wrote before, and the text of other calls that have ended.
    mutating func forgetWriters(before ordinal: Int) {
        guard !writers.isEmpty, let node = store[ordinal] else { return }
        writers.removeAll { writer in
            guard writer.node != ordinal, let other = store[writer.node] else {
                return writer.node != ordinal
            }
            if other.kind == .model, node.kind == .model, !other.isWorking { return true }
            return other.parent == node.parent && !other.isWorking
        }
    }

    /// The text being written, or written last, with its step; the latest first.
    public var writing: [(step: String, text: AgentWriting, thinking: String)] {
        writers.reversed().compactMap { writer in
            guard let node = store[writer.node] else { return nil }
            return (Self.id(of: node), AgentWriting(writer.text.text), writer.thinking.text)
        }
    }

    static func id(of node: StepNode) -> String { node.eventID ?? "#\(node.ordinal)" }
}
