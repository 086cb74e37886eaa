extension RunSteps {
    /// The steps without CrewAI's internal ones, each followed by the steps inside it, in order of their start.
    public var steps: [RunStep] { StepTree(self, hasInside: false).steps }

    /// The steps including CrewAI's internal ones.
    public var allSteps: [RunStep] { StepTree(self, hasInside: true).steps }
}

/// Builds the tree of steps: finds each node's parent, merges attempts, and orders siblings.
///
/// Nodes are referenced by their index in the store, since copying them would dominate the cost.
private struct StepTree {
    private(set) var steps: [RunStep] = []
    private let nodes: ContiguousArray<StepNode>
    private let store: StepStore
    private let clock: StepNode.Stamp
    private let hasInside: Bool
    /// The indices of each node's children, keyed by the node's ordinal.
    private var children: [Int: [Int]] = [:]
    /// The ordinal of the first crew.
    private var crew: Int?
    /// Tasks and agents by name, in order of arrival.
    private var named: [Name: [Int]] = [:]

    private struct Name: Hashable {
        let kind: RunStep.Kind?
        let name: String?

        init(_ kind: RunStep.Kind?, _ name: String?) {
            self.kind = kind
            self.name = name
        }
    }

    /// The maximum number of failed attempts of a step whose errors are kept.
    private static let mostFailures = 16
    /// The key of nodes without a parent.
    private static let top = 0

    init(_ run: borrowing RunSteps, hasInside: Bool) {
        store = run.store
        nodes = store.nodes
        clock = run.latest
        self.hasInside = hasInside
        steps.reserveCapacity(nodes.count)
        for place in nodes.indices {
            switch nodes[place].kind {
            case .crew: crew = crew ?? nodes[place].ordinal
            case .task, .agent:
                named[Name(nodes[place].kind, nodes[place].name), default: []].append(place)
            default: break
            }
        }
        for place in nodes.indices where isShown(place) {
            children[outer(of: place), default: []].append(place)
        }
        for (key, places) in children where !isSorted(places) { children[key] = places.sorted(by: isBefore) }
        collect()
    }

    private func isShown(_ place: Int) -> Bool {
        guard let kind = nodes[place].kind else { return false }
        return hasInside || kind != .inside
    }

    /// Whether nodes are in order already, as most are.
    private func isSorted(_ places: [Int]) -> Bool {
        zip(places, places.dropFirst()).allSatisfy { !isBefore($1, $0) }
    }

    /// Orders by CrewAI's sequence number, then by arrival.
    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        let (first, second) = (nodes[left].sequence ?? .max, nodes[right].sequence ?? .max)
        return first == second ? left < right : first < second
    }

    // MARK: Where a node stands

    /// The ordinal of the node's parent in the tree.
    private func outer(of place: Int) -> Int {
        var next = nodes[place].parent
        // A cycle of parents counts as no parent.
        for _ in 0..<64 {
            guard let ordinal = next, ordinal != nodes[place].ordinal, let parent = store.place(of: ordinal)
            else { break }
            if isShown(parent) { return ordinal }
            next = nodes[parent].parent
        }
        return likelyOuter(of: place)
    }

    /// If the events between a node and its task are missing, finds agent and task by name.
    private func likelyOuter(of place: Int) -> Int {
        guard let kind = nodes[place].kind, kind != .crew else { return Self.top }
        let agent = kind == .agent || kind == .task ? nil : last(.agent, nodes[place].agent, before: place)
        let found = agent ?? (kind == .task ? nil : last(.task, nodes[place].task, before: place))
        return found.map { nodes[$0].ordinal } ?? crew ?? Self.top
    }

    private func last(_ kind: RunStep.Kind, _ name: String?, before place: Int) -> Int? {
        guard let name else { return nil }
        return named[Name(kind, name)]?.last { $0 != place && isBefore($0, place) }
    }

    // MARK: From nodes to steps

    /// The attempts of one step, nearly always one, and the enclosing step.
    private struct Attempts {
        let first: Int
        var more: [Int] = []
        let outer: Int?

        var last: Int { more.last ?? first }
        var all: [Int] { [first] + more }
    }

    private mutating func collect() {
        var isReached = [Bool](repeating: false, count: nodes.count)
        collect(children[Self.top] ?? [], &isReached)
        // A cycle of parents isn't reachable from the top, so it's broken at its oldest node.
        for place in nodes.indices where !isReached[place] && isShown(place) { collect([place], &isReached) }
    }

    /// Traverses depth first, without recursion: a service may nest steps arbitrarily deep.
    private mutating func collect(_ top: [Int], _ isReached: inout [Bool]) {
        for place in top { isReached[place] = true }
        var waiting = Array(attempts(of: top, within: nil))
        while let attempt = waiting.popLast() {
            steps.append(step(of: attempt))
            var inside = children[nodes[attempt.first].ordinal] ?? []
            for place in attempt.more { inside += children[nodes[place].ordinal] ?? [] }
            inside.removeAll { isReached[$0] }
            for place in inside { isReached[place] = true }
            if !inside.isEmpty { waiting += attempts(of: inside, within: steps.count - 1) }
        }
    }

    /// Last first, for use as a stack.
    private func attempts(of places: [Int], within outer: Int?) -> ReversedCollection<[Attempts]> {
        grouped(places, within: outer).reversed()
    }

    /// Groups the nodes that are attempts of the same step: an agent restarted under its task, a tool called again with
    /// the same arguments after it failed, a model call after a failed one.
    private func grouped(_ places: [Int], within outer: Int?) -> [Attempts] {
        var groups: [Attempts] = []
        groups.reserveCapacity(places.count)
        /// The last failed group of each kind: only that can be retried.
        var failed: [(kind: RunStep.Kind, group: Int)] = []
        for place in places {
            if nodes[place].isEcho, groups.contains(where: { isFailure($0, repeatedBy: place) }) { continue }
            let kind = nodes[place].kind ?? .other
            let known = failed.firstIndex { $0.kind == kind }
            var group = groups.count
            if let known, isRetry(place, after: groups[failed[known].group].last) {
                group = failed[known].group
                groups[group].more.append(place)
            } else {
                groups.append(Attempts(first: place, outer: outer))
            }
            if let known { failed.remove(at: known) }
            if nodes[place].ending?.hasFailed == true { failed.append((kind, group)) }
        }
        return groups
    }

    private func isFailure(_ attempts: Attempts, repeatedBy echo: Int) -> Bool {
        attempts.all.contains { place in
            nodes[place].kind == .tool && nodes[place].ending?.hasFailed == true
                && [nodes[place].name, nodes[place].ending?.name].contains(nodes[echo].name)
                && (nodes[echo].arguments == nil || nodes[place].arguments == nodes[echo].arguments)
        }
    }

    private func isRetry(_ place: Int, after last: Int) -> Bool {
        guard nodes[last].ending?.hasFailed == true, !nodes[place].isEcho, !nodes[last].isEcho,
            nodes[place].name == nodes[last].name
        else { return false }
        return switch nodes[place].kind {
        case .agent: nodes[place].agent == nodes[last].agent
        case .tool: nodes[place].arguments == nodes[last].arguments
        case .model: nodes[place].ending?.hasFailed == true || nodes[place].isWorking
        default: false
        }
    }

    /// The agent of a task or agent whose own events don't name it, from the steps inside it.
    private func agentInside(_ attempts: Attempts, _ kind: RunStep.Kind) -> String? {
        guard kind == .agent || kind == .task else { return nil }
        let inside = children[nodes[attempts.last].ordinal] ?? []
        if let named = inside.lazy.compactMap(agentNamed).first { return named }
        let unnamed = kind == .task ? inside.lazy.filter { nodes[$0].kind == .agent } : nil
        return unnamed?.flatMap { children[nodes[$0].ordinal] ?? [] }.compactMap { nodes[$0].agent }.first
    }

    private func agentNamed(by place: Int) -> String? {
        if let agent = nodes[place].agent { return agent }
        let isNamed = nodes[place].kind == .agent && nodes[place].name != RunStep.Kind.agent.rawValue
        return isNamed ? nodes[place].name : nil
    }

    private func step(of attempts: Attempts) -> RunStep {
        let (first, last, outer) = (attempts.first, attempts.last, attempts.outer)
        let kind = nodes[first].kind ?? .other
        let name = nodes[last].ending?.name ?? nodes[last].name ?? kind.rawValue
        var step = RunStep(
            id: RunSteps.id(of: nodes[first]), kind: kind,
            name: name == RunStep.Kind.agent.rawValue ? agentInside(attempts, kind) ?? name : name)
        step.parent = outer.map { steps[$0].id }
        step.depth = outer.map { steps[$0].depth + 1 } ?? 0
        step.agent = nodes[last].agent ?? agentInside(attempts, kind) ?? outer.flatMap { steps[$0].agent }
        step.attempts = 1 + attempts.more.count
        step.began = nodes[first].began.stamp
        step.arrived = nodes[first].began.arrival
        step.note = nodes[last].note
        step.arguments = nodes[last].arguments
        step.output = nodes[last].ending?.output
        step.error = nodes[last].ending?.error
        step.tokens = nodes[first].ending?.tokens
        step.isCut = nodes[first].isCut
        if !attempts.more.isEmpty {
            let tries = attempts.all.dropLast().suffix(Self.mostFailures)
            step.failures = tries.compactMap { nodes[$0].ending?.error }
        }
        for place in attempts.more {
            step.isCut = step.isCut || nodes[place].isCut
            guard let tokens = nodes[place].ending?.tokens else { continue }
            step.tokens = step.tokens.map { $0 + tokens } ?? tokens
        }
        if nodes[last].ending != nil {
            let isTold = nodes[last].ending?.isTold == true
            step.state = nodes[last].ending?.hasFailed == true ? .failed : .done
            step.duration = (isTold ? nodes[last].ending?.moment ?? clock : clock).since(nodes[first].began)
        } else if let outer, steps[outer].state != .working {
            // Its end event is missing, and can't be later than that of the enclosing step.
            step.state = steps[outer].state
        }
        return step
    }
}
