/// A bounded store of a run's nodes, looked up by ordinal and by the id of the event that started them.
struct StepStore: Sendable {
    /// The number of nodes to keep when the store is pruned, at twice as many.
    static let kept = 2000
    /// The number of bytes of names, arguments and outputs to keep when the store is pruned, at twice as many.
    static let keptBytes = 4 << 20

    /// The nodes, ordered by ordinal.
    private(set) var nodes: ContiguousArray<StepNode> = []
    private var ordinals: [String: Int] = [:]
    private var count = 0
    private var weight = 0
    /// The number of discarded nodes.
    private(set) var forgotten = 0

    /// The node with this ordinal; nil if it was discarded.
    subscript(_ ordinal: Int) -> StepNode? {
        place(of: ordinal).map { nodes[$0] }
    }

    /// Whether the event that starts the node has arrived; nil if the node was discarded.
    func hasBegun(_ ordinal: Int) -> Bool? {
        place(of: ordinal).map { nodes[$0].hasBegun }
    }

    /// Whether the node hasn't ended; nil if it was discarded.
    func isWorking(_ ordinal: Int) -> Bool? {
        place(of: ordinal).map { nodes[$0].ending == nil }
    }

    /// The ordinal of the node that the event with this id starts, created if it doesn't exist.
    mutating func ordinal(of eventID: String) -> Int {
        if let known = ordinals[eventID] { return known }
        let ordinal = add(eventID)
        ordinals[eventID] = ordinal
        return ordinal
    }

    /// The ordinal of the node that the event with this id starts, if it exists.
    func known(_ eventID: String) -> Int? { ordinals[eventID] }

    /// Adds a node, by default without an event id.
    mutating func add(_ eventID: String? = nil) -> Int {
        count += 1
        let node = StepNode(ordinal: count, eventID: eventID)
        weight += node.weight
        nodes.append(node)
        return count
    }

    /// Updates a node, if it exists.
    mutating func update(_ ordinal: Int, _ change: (inout StepNode) -> Void) {
        guard let place = place(of: ordinal) else { return }
        weight -= nodes[place].weight
        change(&nodes[place])
        nodes[place].weigh()
        weight += nodes[place].weight
    }

    /// Discards the oldest nodes that have ended, if there are too many.
    /// - Returns: whether any were discarded.
    mutating func tidy() -> Bool {
        guard nodes.count > 2 * Self.kept || weight > 2 * Self.keptBytes else { return false }
        // First those that have ended and have no children, then, if that isn't enough, any.
        drop(onlyIdle: true)
        drop(onlyIdle: false)
        return true
    }

    private mutating func drop(onlyIdle: Bool) {
        guard nodes.count > Self.kept || weight > Self.keptBytes else { return }
        let areParents = onlyIdle ? areParents() : []
        var (left, bytes) = (nodes.count, weight)
        var keptCount = 0
        for place in nodes.indices {
            let isDropped =
                (left > Self.kept || bytes > Self.keptBytes)
                && (!onlyIdle || !areParents[place] && nodes[place].ending != nil)
            guard isDropped else {
                if keptCount < place { nodes.swapAt(keptCount, place) }
                keptCount += 1
                continue
            }
            left -= 1
            bytes -= nodes[place].weight
            if let id = nodes[place].eventID { ordinals[id] = nil }
            if nodes[place].kind != .inside { forgotten += 1 }
        }
        nodes.removeLast(nodes.count - keptCount)
        weight = bytes
    }

    /// For each node, whether it's the parent of another.
    private func areParents() -> [Bool] {
        var areParents = [Bool](repeating: false, count: nodes.count)
        var latest: Int?
        for index in nodes.indices {
            guard let parent = nodes[index].parent, parent != latest else { continue }
            latest = parent
            if let place = place(of: parent) { areParents[place] = true }
        }
        return areParents
    }

    /// The index of the node with this ordinal; nil if it was discarded.
    func place(of ordinal: Int) -> Int? {
        var (low, high) = (0, nodes.count)
        // Without gaps, the distance from the end equals the distance from the newest ordinal.
        let guess = nodes.count - 1 - (count - ordinal)
        if nodes.indices.contains(guess), nodes[guess].ordinal == ordinal { return guess }
        while low < high {
            let middle = (low + high) / 2
            if nodes[middle].ordinal < ordinal { low = middle + 1 } else { high = middle }
        }
        return low < nodes.count && nodes[low].ordinal == ordinal ? low : nil
    }
}
