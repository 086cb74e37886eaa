package import Nx1Events

/// Which steps of a run have a row, and how deep each stands.
///
/// A task and its agent share a row; a model call has one if it failed; the crew has none, as it is what all is about.
package struct StepOutline: Sendable {
    /// One row's step.
    package struct Line: Sendable, Hashable {
        var step: RunStep
        /// How many rows it is inside of.
        var depth = 0
        /// Who is at work, where that isn't said by a row above.
        var agent: String?
        /// How often it was tried.
        var tries: Int
        /// Whether the reason of its failure is told here, and not by a row inside it.
        var showsError = true
        /// How many rows inside it are folded away.
        var folded = 0
    }

    package private(set) var lines: [Line] = []
    /// Each step with the row that shows it, or that shows what it is a part of.
    private var shown: [Shown] = []

    private struct Shown: Sendable {
        let id: String
        let place: Int?
    }

    /// - Parameter steps: each followed by those inside it.
    package init(_ steps: [RunStep], level: ProgressLevel) {
        // Where steps are nothing but messages, these are all there is.
        let hasTasks = steps.contains { $0.kind == .task || $0.kind == .agent }
        lines.reserveCapacity(steps.count)
        shown.reserveCapacity(steps.count)
        // What the next step may be inside of, as they follow each other depth first.
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

    /// The row that shows a step, or that shows what it is a part of.
    func place(of step: String) -> Int? {
        shown.last { $0.id == step }?.place
    }

    /// Whether an agent is the first of its task, or the same once more.
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

    /// One failure is told once: by the innermost row that has it.
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
                // What failed inside may be told again further out.
                told += inner.map { (depth, $0.error) }
            }
        }
    }
}

/// The outline of a run at one revision of its steps, which needn't be made again while only texts are written.
struct KnownOutline: Sendable {
    /// What the outline is of.
    private var revision: Int?
    private var level = ProgressLevel.steps
    private(set) var outline = StepOutline([], level: .steps)
    /// The step of the whole crew.
    private(set) var crew: RunStep?
    /// When the first step began, by the service's clock.
    private(set) var beginning: Int64?
    /// How many steps were let go.
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

    /// Whether it still is as it would be made now.
    func isOf(_ run: borrowing RunSteps, level: ProgressLevel) -> Bool {
        revision == run.revision && self.level == level
    }
}

/// How much of a run's work is shown; a key goes from one to the next.
package enum ProgressLevel: Sendable, Hashable, CaseIterable {
    /// Tasks only.
    case tasks
    /// Tasks, and the tool calls and failures inside them.
    case steps
    /// Everything, with arguments and outputs whole.
    case everything

    /// What the key shows next.
    var next: ProgressLevel {
        switch self {
        case .steps: .everything
        case .everything: .tasks
        case .tasks: .steps
        }
    }

    /// What the key showed before, if it was pressed once.
    var previous: ProgressLevel { next.next }

    /// What the key that shows it says.
    var words: String {
        switch self {
        case .tasks: "tasks only"
        case .steps: "steps"
        case .everything: "everything"
        }
    }
}
