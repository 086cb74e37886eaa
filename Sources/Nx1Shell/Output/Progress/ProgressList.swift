import LineEditor
import Nx1Client

/// The list of what a crew has done, and the live line below it, as a value: events, keys, the time and the window go in,
/// changes of the screen come out.
///
/// Rows of the list are written once and scroll away like any others. Only those that are surely still on the screen can be
/// taken back, to be folded or unfolded: at most a window's height of them, and none from before the window changed its
/// size. So the memory stays the same however many events there are.
struct ProgressList: Sendable {
    /// The shortest time between two writings of rows: an event after a longer one is shown at once.
    static let pause: Duration = .milliseconds(10)
    /// How often to ask for a change where nothing has happened.
    static let patience: Duration = .milliseconds(50)
    /// So many events are written without waiting for the pause, and so many are kept for folding.
    static let mostWaiting = 256
    static let mostInReach = 512

    /// Whether details are hidden.
    private(set) var isFolded: Bool
    private var outline: ProgressOutline
    /// Entries that are not on the screen yet.
    private var waiting: [ProgressEntry] = []
    /// Entries that are on the screen, or hidden between those that are.
    private var inReach: [ProgressEntry] = []
    /// How many rows these take.
    private var rowsInReach = 0
    /// Details that were hidden and can't be shown any more.
    private var lostDetails = 0
    private var hasTurned = false
    private var window: Window?
    /// When rows were written last, and the sign that the live line shows.
    private var lastRows: Duration?
    private var lastStep: Int?
    private let spinner: Spinner
    /// The runs that have a live row each, where it isn't one run that is watched.
    var board: JobBoard?

    /// - Parameter doing: what the live line says before the first event.
    init(doing: String, isFolded: Bool = false, spinner: Spinner = .dots) {
        outline = ProgressOutline(doing: doing)
        self.isFolded = isFolded
        self.spinner = spinner
    }

    /// - Parameter board: the runs that have a live row each.
    init(board: JobBoard, spinner: Spinner = .dots) {
        self.init(doing: "", spinner: spinner)
        self.board = board
    }

    /// An event has come.
    mutating func take(_ event: CrewEvent, at time: Duration) {
        waiting.append(outline.entry(for: event, at: time))
    }

    /// Folds the details, or unfolds them.
    mutating func turn() {
        isFolded.toggle()
        hasTurned.toggle()
    }

    /// The next change of the screen, if one is due; only then the window is asked for.
    mutating func frame(at time: Duration, in window: () -> Window) -> ProgressFrame? {
        let step = spinner.step(at: time)
        let hasRested = lastRows.map { time - $0 >= Self.pause } ?? true
        guard
            step != lastStep || hasTurned || waiting.count >= Self.mostWaiting
                || (hasRested && !waiting.isEmpty)
        else { return nil }
        lastStep = step
        if !waiting.isEmpty { lastRows = time }
        let window = window()
        var frame = list(in: window)
        frame.liveRows = liveRows(at: time, in: window)
        return frame
    }

    /// A text that is none of the list's is written below what there is, which stays as it is from now on.
    mutating func frame(noting note: String, at time: Duration, in window: Window) -> ProgressFrame {
        var frame = list(in: window)
        forgetRows()
        frame.note = note
        frame.liveRows = liveRows(at: time, in: window)
        return frame
    }

    /// The live line goes for now, and what there is stays as it is.
    mutating func frameToLeave(in window: Window) -> ProgressFrame {
        let frame = list(in: window)
        forgetRows()
        return frame
    }

    /// Nobody knows what the screen shows now: the list goes on below that.
    mutating func comeBack() {
        forgetRows()
        lastStep = nil
    }

    /// The last change: the live line goes, the list stays.
    mutating func lastFrame(in window: Window) -> ProgressFrame {
        var frame = list(in: window)
        let hidden = hiddenDetails
        forgetRows()
        if hidden > 0 {
            let text = hidden == 1 ? "1 detail is folded away" : "\(hidden) details are folded away"
            frame.rows.append(DisplayWidth.fitting("         " + text, into: max(1, window.columns - 1)))
        }
        return frame
    }

    // MARK: The list

    /// Brings the list up to date.
    private mutating func list(in window: Window) -> ProgressFrame {
        if let before = self.window, before != window { forgetRows() }
        self.window = window
        var frame = ProgressFrame()
        var fresh = waiting
        waiting = []
        if hasTurned {
            hasTurned = false
            frame.erased = rowsInReach
            fresh = inReach + fresh
            (inReach, rowsInReach) = ([], 0)
        }
        frame.rows = fresh.filter(isShown).map { $0.row(columns: window.columns) }
        inReach += fresh
        rowsInReach += frame.rows.count
        // One row is the live line's; one more is left for a terminal that counts differently.
        keepInReach(rows: window.rows - 2)
        return frame
    }

    private func isShown(_ entry: ProgressEntry) -> Bool {
        // Until the list is brought up to date the screen shows it as it was before the key.
        !(isFolded != hasTurned && entry.isDetail)
    }

    /// Lets the oldest entries go where there are too many.
    private mutating func keepInReach(rows: Int) {
        var (count, left) = (0, rowsInReach)
        while count < inReach.count, left > rows || inReach.count - count > Self.mostInReach {
            if isShown(inReach[count]) { left -= 1 }
            count += 1
        }
        forgetRows(count)
    }

    /// The first `count` entries, or all, stay on the screen as they are.
    private mutating func forgetRows(_ count: Int? = nil) {
        let count = count ?? inReach.count
        for entry in inReach.prefix(count) {
            if isShown(entry) { rowsInReach -= 1 } else { lostDetails += 1 }
        }
        inReach.removeFirst(count)
    }

    private var hiddenDetails: Int {
        lostDetails + inReach.count { !isShown($0) }
    }

    // MARK: The live line

    private func liveRows(at time: Duration, in window: Window) -> [String] {
        board?.rows(sign: spinner.sign(at: lastStep ?? 0), in: window)
            ?? [liveLine(at: time, columns: window.columns)]
    }

    private func liveLine(at time: Duration, columns: Int) -> String {
        let columns = max(1, columns - 1)
        let time = ProgressEntry.column(of: time)
        // The sign stands where the column of times is blank.
        let head =
            spinner.sign(at: lastStep ?? 0) + (time.first == " " ? time.dropFirst() : time[...]) + "  "
        var tail = outline.share.map { " · \(Int(($0 * 100).rounded()))%" } ?? ""
        if hiddenDetails > 0 { tail += " · \(hiddenDetails) folded" }
        let room = columns - DisplayWidth.of(head + tail)
        if room < 8 { return DisplayWidth.fitting(head + outline.doing, into: columns) }
        return head + DisplayWidth.fitting(outline.doing, into: room) + tail
    }
}
