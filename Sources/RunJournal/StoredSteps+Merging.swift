import Nx1Steps
import Nx1Values

extension StoredSteps {
    /// These steps, stored when the run was watched before, together with those of a later watching.
    ///
    /// A step is known by its id. The newer one counts, unless only the older has ended. Steps that the later watching
    /// didn't see stay in front of their siblings. Ids that are numbers of a process (`#12`) say nothing in another
    /// process: where there are any, the longer list counts.
    package func merging(_ newer: StoredSteps) -> StoredSteps {
        guard !hasNumbers, !newer.hasNumbers else { return steps.count > newer.steps.count ? self : newer }
        let known = Dictionary(steps.map { ($0.id, $0) }) { $1 }
        let seen = Set(newer.steps.map(\.id))
        let merged =
            steps.filter { !seen.contains($0.id) }
            + newer.steps.map { step in
                guard step.state == .working, let old = known[step.id], old.state != .working else {
                    return step
                }
                return old
            }
        return StoredSteps(Self.treeOrder(merged), dropped: max(dropped, newer.dropped))
    }

    private var hasNumbers: Bool { steps.contains { $0.id.hasPrefix("#") } }

    /// The steps with each followed by those inside it; siblings keep their order.
    private static func treeOrder(_ steps: [RunStep]) -> [RunStep] {
        let ids = Set(steps.map(\.id))
        var children: [String: [RunStep]] = [:]
        var waiting: [RunStep] = []
        for step in steps {
            if let parent = step.parent, ids.contains(parent), parent != step.id {
                children[parent, default: []].append(step)
            } else {
                waiting.append(step)
            }
        }
        waiting.reverse()
        var ordered: [RunStep] = []
        var depths: [String: Int] = [:]
        while var step = waiting.popLast() {
            guard depths[step.id] == nil else { continue }
            step.depth = step.parent.flatMap { depths[$0] }.map { $0 + 1 } ?? 0
            depths[step.id] = step.depth
            ordered.append(step)
            waiting += (children[step.id] ?? []).reversed()
        }
        // A circle of parents has no way in from the top.
        return ordered + steps.filter { depths[$0.id] == nil }
    }
}
