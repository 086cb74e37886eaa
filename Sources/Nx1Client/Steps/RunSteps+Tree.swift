extension RunSteps {
    /// The steps, each followed by those inside it, in the order in which they began; what is only CrewAI's inside is left out.
    public var steps: [RunStep] { StepTree(self, hasInside: false).steps }

    /// The same, with what is only CrewAI's inside.
    public var allSteps: [RunStep] { StepTree(self, hasInside: true).steps }
}

/// Puts nodes together to a tree: finds each its place, joins attempts, and orders what stands side by side.
private struct StepTree {
    private(set) var steps: [RunStep] = []
    private let store: StepStore
    private let clock: StepNode.Stamp
    private let hasInside: Bool
    private var children: [Int: [StepNode]] = [:]
    /// The first crew.
    private var crew: Int?
    /// Tasks and agents by name, in the order in which they came.
    private var named: [Name: [StepNode]] = [:]

    private struct Name: Hashable {
        let kind: RunStep.Kind?
        let name: String?

        init(_ kind: RunStep.Kind, _ name: String?) {
            self.kind = kind
            self.name = name
        }

        init(_ node: StepNode) {
            kind = node.kind
            name = node.name
        }
    }

    /// The place of what is a part of nothing.
    private static let top = 0

    init(_ run: RunSteps, hasInside: Bool) {
        store = run.store
        clock = run.latest
        self.hasInside = hasInside
        for node in store.nodes {
            switch node.kind {
            case .crew: crew = crew ?? node.ordinal
            case .task, .agent: named[Name(node), default: []].append(node)
            default: break
            }
        }
        for node in store.nodes where isShown(node) { children[place(of: node), default: []].append(node) }
        for key in children.keys { children[key]?.sort(by: Self.isBefore) }
        collect()
    }

    private func isShown(_ node: StepNode) -> Bool {
        guard let kind = node.kind else { return false }
        return hasInside || kind != .inside
    }

    /// In CrewAI's order, and of those that have the same number the one that came first.
    private static func isBefore(_ left: StepNode, _ right: StepNode) -> Bool {
        let (first, second) = (left.sequence ?? .max, right.sequence ?? .max)
        return first == second ? left.ordinal < right.ordinal : first < second
    }

    // MARK: Where a node stands

    /// The number of the node that it stands under.
    private func place(of node: StepNode) -> Int {
        var next = node.parent
        // Parents that go round in a circle are as good as none.
        for _ in 0..<64 {
            guard let ordinal = next, ordinal != node.ordinal, let parent = store[ordinal] else { break }
            if isShown(parent) { return parent.ordinal }
            next = parent.parent
        }
        return likelyPlace(of: node)
    }

    /// Where the events between a node and its task were left out, agent and task are found by their names.
    private func likelyPlace(of node: StepNode) -> Int {
        guard let kind = node.kind, kind != .crew else { return Self.top }
        let outer: [StepNode?] =
            switch kind {
            case .task: []
            case .agent: [last(.task, node.task, before: node)]
            default: [last(.agent, node.agent, before: node), last(.task, node.task, before: node)]
            }
        return outer.compactMap { $0?.ordinal }.first ?? crew ?? Self.top
    }

    private func last(_ kind: RunStep.Kind, _ name: String?, before node: StepNode) -> StepNode? {
        guard let name else { return nil }
        return named[Name(kind, name)]?.last { $0.ordinal != node.ordinal && Self.isBefore($0, node) }
    }

    // MARK: From nodes to steps

    /// Some attempts at one thing, and where they stand.
    private struct Place {
        let attempts: [StepNode]
        let outer: RunStep?
    }

    /// Depth first, without recursion, as nobody knows how deep a service nests. A circle of parents has no way in from the top.
    private mutating func collect() {
        var waiting = places(of: children[Self.top] ?? [], within: nil)
        while let place = waiting.popLast() {
            let step = step(of: place.attempts, within: place.outer)
            steps.append(step)
            waiting += places(of: place.attempts.flatMap { children[$0.ordinal] ?? [] }, within: step)
        }
    }

    /// The last one first.
    private func places(of nodes: [StepNode], within outer: RunStep?) -> [Place] {
        grouped(nodes).reversed().map { Place(attempts: $0, outer: outer) }
    }

    /// The nodes that are attempts at the same: an agent that begins again under its task, a tool that is called again with the
    /// same arguments after it failed, a model call after one that failed.
    private func grouped(_ nodes: [StepNode]) -> [[StepNode]] {
        var groups: [[StepNode]] = []
        for node in nodes {
            if node.isEcho, groups.contains(where: { isFailure($0, repeatedBy: node) }) { continue }
            let place = groups.lastIndex { $0.last?.kind == node.kind }
            if let place, let last = groups[place].last, isRetry(node, after: last) {
                groups[place].append(node)
            } else {
                groups.append([node])
            }
        }
        return groups
    }

    private func isFailure(_ attempts: [StepNode], repeatedBy echo: StepNode) -> Bool {
        attempts.contains { node in
            node.kind == .tool && node.ending?.hasFailed == true
                && [node.name, node.ending?.name].contains(echo.name)
                && (echo.arguments == nil || node.arguments == echo.arguments)
        }
    }

    private func isRetry(_ node: StepNode, after last: StepNode) -> Bool {
        guard last.ending?.hasFailed == true, !node.isEcho, !last.isEcho, node.name == last.name else {
            return false
        }
        switch node.kind {
        case .agent: return node.agent == last.agent
        case .tool: return node.arguments == last.arguments
        case .model: return node.ending?.hasFailed == true || node.isWorking
        default: return false
        }
    }

    private func step(of attempts: [StepNode], within outer: RunStep?) -> RunStep {
        let (first, last) = (attempts[0], attempts[attempts.count - 1])
        let kind = first.kind ?? .other
        let ending = last.ending
        var step = RunStep(
            id: RunSteps.id(of: first), kind: kind, name: ending?.name ?? last.name ?? kind.rawValue)
        step.parent = outer?.id
        step.depth = outer.map { $0.depth + 1 } ?? 0
        step.agent = last.agent ?? outer?.agent
        step.attempts = attempts.count
        step.began = first.began.stamp
        step.arrived = first.began.arrival
        step.note = last.note
        step.arguments = last.arguments
        step.output = ending?.output
        step.error = ending?.error
        for tokens in attempts.compactMap({ $0.ending?.tokens }) {
            step.tokens = step.tokens.map { $0 + tokens } ?? tokens
        }
        step.isCut = attempts.contains(where: \.isCut)
        if let ending {
            step.state = ending.hasFailed ? .failed : .done
            step.duration = (ending.isTold ? ending.moment : clock).since(first.began)
        } else if let outer, outer.state != .working {
            // Its end was left out, and can't be later than that of what it is a part of.
            step.state = outer.state
        }
        return step
    }
}
