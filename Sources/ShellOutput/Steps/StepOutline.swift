package import Nx1Events

/// The steps of a run that have a row, with their depth.
///
/// A task and its agent share a row. A model call has a row only if it failed. The crew has none, since every row
/// belongs to it.
package struct StepOutline: Sendable {
    /// The step of one row.
    package struct Line: Sendable, Hashable {
        var step: RunStep
        /// The nesting depth.
        var depth = 0
        /// The agent, unless an enclosing row names it.
        var agent: String?
        /// The number of attempts.
        var tries: Int
        /// Whether this row shows the error, rather than a row nested in it.
        var showsError = true
        /// The number of nested rows that are folded.
        var folded = 0
    }

    package private(set) var lines: [Line] = []
    /// Each step with the row that shows it, or that shows the step it is part of.
    private var shown: [Shown] = []

    private struct Shown: Sendable {
        let id: String
        let place: Int?
    }

    /// - Parameter steps: the steps, depth first.
    package init(_ steps: [RunStep], level: ProgressLevel) {
        // Without tasks or agents, every level shows the messages.
        let hasTasks = steps.contains { $0.kind == .task || $0.kind == .agent }
        lines.reserveCapacity(steps.count)
        shown.reserveCapacity(steps.count)
        // The steps that may enclose the next one.
        var open: [Shown] = []
        for step in steps {
            let outer = step.parent.flatMap { parent in
                guard let index = open.lastIndex(where: { $0.id == parent }) else { return place(of: parent) }
                open.removeSubrange((index + 1)...)
                return open[index].place
            }
            var row = outer
            if let outer, step.kind == .agent, lines[outer].step.kind == .task, isOnly(step, at: outer) {
                lines[outer].agent = step.name
                lines[outer].tries = max(lines[outer].tries, step.attempts)
            } else if Self.isShown(step, level, hasTasks: hasTasks) {
                row = lines.count
                lines.append(line(of: step, in: outer))
            }
            shown.append(Shown(id: step.id, place: row))
            if step.parent == nil { open.removeAll() }
            open.append(Shown(id: step.id, place: row))
        }
        hideRepeatedErrors()
    }

    /// Returns the index of the row that shows a step, or that shows the step it is part of.
    func place(of step: String) -> Int? {
        shown.last { $0.id == step }?.place
    }

    /// Returns whether an agent is the only one of its task so far.
    private func isOnly(_ agent: RunStep, at task: Int) -> Bool {
        lines[task].agent == nil || lines[task].agent == agent.name
    }

    private static func isShown(_ step: RunStep, _ level: ProgressLevel, hasTasks: Bool) -> Bool {
        switch step.kind {
        case .crew: false
        case .task, .agent: true
        case .tool, .message, .other: level != .tasks || !hasTasks
        case .model: level == .everything || level == .steps && step.state == .failed
        case .inside: level == .everything
        }
    }

    private func line(of step: RunStep, in outer: Int?) -> Line {
        var line = Line(step: step, tries: step.attempts)
        if let outer { line.depth = lines[outer].depth + 1 }
        let agentAbove = outer.flatMap { lines[$0].agent ?? lines[$0].step.agent }
        if let agent = step.agent, agent != agentAbove, agent != step.name { line.agent = agent }
        return line
    }

    /// Shows each error only once, in the innermost row that has it.
    private mutating func hideRepeatedErrors() {
        var told: [(depth: Int, error: String)] = []
        for index in lines.indices.reversed() {
            let depth = lines[index].depth
            let inner = told.filter { $0.depth > depth }
            told.removeAll { $0.depth > depth }
            if let error = lines[index].step.error {
                lines[index].showsError = !inner.contains { error.contains($0.error) }
                told.append((depth, error))
            } else {
                // Outer rows may repeat the errors of nested ones.
                told += inner.map { (depth, $0.error) }
            }
        }
    }
}

/// The outline of a run, cached until its steps change. Text that is still being written doesn't invalidate it.
struct KnownOutline: Sendable {
    /// The revision of the steps that the outline was made from.
    private var revision: Int?
    private var level = ProgressLevel.steps
    private(set) var outline = StepOutline([], level: .steps)
    /// The crew's step.
    private(set) var crew: RunStep?
    /// The start of the first step, by the service's clock.
    private(set) var beginning: Int64?
    /// The number of steps that were dropped.
    private(set) var forgotten = 0

    var lines: [StepOutline.Line] { outline.lines }

    init() {}

    init(_ run: borrowing RunSteps, level: ProgressLevel) {
        let steps = level == .everything ? run.allSteps : run.steps
        outline = StepOutline(steps, level: level)
        for index in steps.indices {
            if crew == nil, steps[index].kind == .crew { crew = steps[index] }
            if let began = steps[index].began { beginning = min(beginning ?? began, began) }
        }
        forgotten = run.forgotten
        revision = run.revision
        self.level = level
    }

    /// Returns whether the outline is up to date.
    func isOf(_ run: borrowing RunSteps, level: ProgressLevel) -> Bool {
        revision == run.revision && self.level == level
    }
}

/// The level of detail of a run's progress. A key cycles through the levels.
package enum ProgressLevel: Sendable, Hashable, CaseIterable {
    /// Tasks only.
    case tasks
    /// Tasks, and the tool calls and failures inside them.
    case steps
    /// Everything, with full arguments and outputs.
    case everything

    /// The level that the key selects next.
    var next: ProgressLevel {
        switch self {
        case .steps: .everything
        case .everything: .tasks
        case .tasks: .steps
        }
    }

    /// The level before the last press of the key.
    var previous: ProgressLevel { next.next }

    /// The label of the key that selects the level.
    var words: String {
        switch self {
        case .tasks: "tasks only"
        case .steps: "steps"
        case .everything: "everything"
        }
    }
}
