/// The nodes of a run, found by their number and by the id of the event that began them; a bounded number of them.
struct StepStore: Sendable {
    /// So many nodes are kept at least, and twice as many at the most.
    static let kept = 2000
    /// So many bytes of names, arguments and outputs are kept at least, and twice as many at the most.
    static let keptBytes = 4 << 20

    /// In the order of their ordinals.
    private(set) var nodes: ContiguousArray<StepNode> = []
    private var ordinals: [String: Int] = [:]
    private var count = 0
    private var weight = 0
    /// How many have been let go.
    private(set) var forgotten = 0

    /// The node of that number; nil if it was let go.
    subscript(_ ordinal: Int) -> StepNode? {
        place(of: ordinal).map { nodes[$0] }
    }

    /// The number of the node that the event of this id begins, which is made if it isn't there.
    mutating func ordinal(of eventID: String) -> Int {
        if let known = ordinals[eventID] { return known }
        let ordinal = add(eventID)
        ordinals[eventID] = ordinal
        return ordinal
    }

    /// The number of the node that the event of this id begins, if it is there.
    func known(_ eventID: String) -> Int? { ordinals[eventID] }

    /// Adds a node that no event's id names.
    mutating func add(_ eventID: String? = nil) -> Int {
        count += 1
        let node = StepNode(ordinal: count, eventID: eventID)
        weight += node.weight
        nodes.append(node)
        return count
    }

    /// Changes a node, if it is there.
    mutating func update(_ ordinal: Int, _ change: (inout StepNode) -> Void) {
        guard let place = place(of: ordinal) else { return }
        weight -= nodes[place].weight
        change(&nodes[place])
        weight += nodes[place].weight
    }

    /// Lets the oldest nodes go that have ended, if there are too many.
    /// - Returns: whether any are gone.
    mutating func tidy() -> Bool {
        guard nodes.count > 2 * Self.kept || weight > 2 * Self.keptBytes else { return false }
        // First those that have ended and hold nothing, then, if that isn't enough, any.
        drop { node, isParent in !node.isWorking && !isParent }
        drop { _, _ in true }
        return true
    }

    private mutating func drop(where isIdle: (StepNode, _ isParent: Bool) -> Bool) {
        let parents = Set(nodes.compactMap(\.parent))
        var (left, bytes) = (nodes.count, weight)
        nodes.removeAll { node in
            guard left > Self.kept || bytes > Self.keptBytes, isIdle(node, parents.contains(node.ordinal))
            else { return false }
            left -= 1
            bytes -= node.weight
            if let id = node.eventID { ordinals[id] = nil }
            if node.kind != .inside { forgotten += 1 }
            return true
        }
        weight = bytes
    }

    private func place(of ordinal: Int) -> Int? {
        var (low, high) = (0, nodes.count)
        // Without gaps it is as far from the end as it is from the newest.
        let guess = nodes.count - 1 - (count - ordinal)
        if nodes.indices.contains(guess), nodes[guess].ordinal == ordinal { return guess }
        while low < high {
            let middle = (low + high) / 2
            if nodes[middle].ordinal < ordinal { low = middle + 1 } else { high = middle }
        }
        return low < nodes.count && nodes[low].ordinal == ordinal ? low : nil
    }
}
