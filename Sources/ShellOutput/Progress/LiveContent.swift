import Nx1Values
import ShellText

/// The content of the live display: one run being watched, or the runs in progress.
struct LiveContent: Sendable {
    private enum Subject: Sendable {
        case run(StepBoard, WatchedSteps)
        case jobs(JobBoard, spinner: Spinner, isFresh: Bool)
        /// A placeholder while the subject is mutated, to avoid copying its storage.
        case away
    }

    private var subject: Subject
    private let began: ContinuousClock.Instant
    /// Whether the rows of a run stay on the screen at its end.
    private let leavesRows: Bool
    private var lastTurn: Int?
    /// The lines written instead of rows while another program has the terminal.
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

    /// Updates the list of runs.
    mutating func show(_ board: JobBoard) {
        if case .jobs(_, let spinner, _) = subject { subject = .jobs(board, spinner: spinner, isFresh: true) }
    }

    /// Changes the level of detail.
    mutating func show(_ level: ProgressLevel) {
        guard case .run(var board, let steps) = subject else { return }
        board.level = level
        subject = .run(board, steps)
    }

    /// Sets how long such a run usually takes.
    mutating func expect(_ usual: Duration) {
        guard case .run(var board, let steps) = subject else { return }
        board.usual = usual
        subject = .run(board, steps)
    }

    /// Makes the rows due immediately.
    mutating func redraw() {
        switch subject {
        case .run(var board, let steps):
            board.redraw()
            subject = .run(board, steps)
        case .jobs(let board, let spinner, _): subject = .jobs(board, spinner: spinner, isFresh: true)
        case .away: break
        }
    }

    /// Returns the current rows; nil if they aren't due. `window` is called only if they are.
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

    /// Returns the rows that stay on the screen at the end.
    mutating func lastRows(in window: Window) -> [StyledText] {
        guard leavesRows, case .run(var board, let steps) = subject else { return [] }
        let time = time
        return steps.read { run in
            lines.skip(run, at: time)
            return board.lastRows(of: run, at: time, in: window)
        }
    }

    /// Returns the lines of finished steps that weren't shown yet; empty if none are due.
    mutating func linesIfDue(isLast: Bool = false) -> [String] {
        guard case .run(_, let steps) = subject else { return [] }
        let (time, began) = (time, began)
        return steps.read { run in lines.linesIfDue(of: run, at: time, isLast: isLast) { .now - began } }
    }
}
