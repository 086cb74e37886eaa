import Nx1Client

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
