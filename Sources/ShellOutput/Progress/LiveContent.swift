import Nx1Values
import ShellText

/// What the rows are about that change at a terminal: one run that is watched, or the several that are at work.
struct LiveContent: Sendable {
    private enum Subject: Sendable {
        case run(StepBoard, WatchedSteps)
        case jobs(JobBoard, spinner: Spinner, isFresh: Bool)
        /// While one of the others is being changed: what it keeps would be copied.
        case away
    }

    private var subject: Subject
    private let began: ContinuousClock.Instant
    /// Whether the rows about a run stay at its end.
    private let leavesRows: Bool
    private var lastTurn: Int?
    /// Lines instead of rows, for as long as the terminal is another program's.
    private var lines = StepLines()

    init(
        _ board: StepBoard, of steps: WatchedSteps, began: ContinuousClock.Instant, leavesRows: Bool = true
    ) {
        subject = .run(board, steps)
        self.began = began
        self.leavesRows = leavesRows
    }

    init(_ board: JobBoard, spinner: Spinner) {
        subject = .jobs(board, spinner: spinner, isFresh: true)
        began = .now
        leavesRows = false
    }

    private var time: Duration { .now - began }

    /// The several runs have come further.
    mutating func show(_ board: JobBoard) {
        if case .jobs(_, let spinner, _) = subject { subject = .jobs(board, spinner: spinner, isFresh: true) }
    }

    /// Shows more, or less.
    mutating func show(_ level: ProgressLevel) {
        guard case .run(var board, let steps) = subject else { return }
        board.level = level
        subject = .run(board, steps)
    }

    /// Shows how long such a run usually takes.
    mutating func expect(_ usual: Duration) {
        guard case .run(var board, let steps) = subject else { return }
        board.usual = usual
        subject = .run(board, steps)
    }

    /// The rows are due at once, whatever has changed.
    mutating func redraw() {
        switch subject {
        case .run(var board, let steps):
            board.redraw()
            subject = .run(board, steps)
        case .jobs(let board, let spinner, _): subject = .jobs(board, spinner: spinner, isFresh: true)
        case .away: break
        }
    }

    /// The rows of this moment; nil if none are due. Only if they are the window is asked for.
    mutating func rows(in window: () -> Window) -> [StyledText]? {
        let time = time
        switch subject {
        case .run(var board, let steps):
            subject = .away
            defer { subject = .run(board, steps) }
            let rows = steps.read { run in
                board.isDue(run, at: time) ? board.rows(of: run, at: time, in: window()) : nil
            }
            if rows != nil { board.cost = self.time - time }
            return rows
        case .away: return nil
        case .jobs(let board, let spinner, let isFresh):
            let turn = spinner.step(at: time)
            guard isFresh || turn != lastTurn else { return nil }
            lastTurn = turn
            subject = .jobs(board, spinner: spinner, isFresh: false)
            return board.rows(sign: spinner.sign(at: turn), in: window()).map { StyledText($0, .dim) }
        }
    }

    /// The rows that stay when nothing changes any more.
    mutating func lastRows(in window: Window) -> [StyledText] {
        guard leavesRows, case .run(var board, let steps) = subject else { return [] }
        let time = time
        return steps.read { run in
            lines.skip(run, at: time)
            return board.lastRows(of: run, at: time, in: window)
        }
    }

    /// The lines about steps that have ended and had neither row nor line; nil if none are due.
    mutating func linesIfDue(isLast: Bool = false) -> [String] {
        guard case .run(_, let steps) = subject else { return [] }
        let (time, began) = (time, began)
        return steps.read { run in lines.linesIfDue(of: run, at: time, isLast: isLast) { .now - began } }
    }
}
