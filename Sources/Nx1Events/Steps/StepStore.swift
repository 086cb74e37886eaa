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

    /// Whether the event has come that begins the node of that number; nil if it was let go.
    func hasBegun(_ ordinal: Int) -> Bool? {
        place(of: ordinal).map { nodes[$0].hasBegun }
    }

    /// Whether the node of that number has no end yet; nil if it was let go.
    func isWorking(_ ordinal: Int) -> Bool? {
        place(of: ordinal).map { nodes[$0].ending == nil }
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
        nodes[place].weigh()
        weight += nodes[place].weight
    }

    /// Lets the oldest nodes go that have ended, if there are too many.
    /// - Returns: whether any are gone.
    mutating func tidy() -> Bool {
        guard nodes.count > 2 * Self.kept || weight > 2 * Self.keptBytes else { return false }
        // First those that have ended and hold nothing, then, if that isn't enough, any.
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

    /// Of each node, whether it is the parent of another.
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

    /// Where the node of that number is; nil if it was let go.
    func place(of ordinal: Int) -> Int? {
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
