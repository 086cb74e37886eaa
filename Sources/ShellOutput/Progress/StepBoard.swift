import LineEditor
import Nx1Events
import Nx1Values
import ShellText

/// Computes the live rows of a run from its steps, the time and the window.
///
/// All rows together fit into the window, so nothing scrolls away during the run, and the question stays on the screen.
struct StepBoard: Sendable {
    /// The interval at which to check for due rows without events.
    static let patience: Duration = .milliseconds(50)
    /// The minimum time between two frames while text is being written.
    private static let writingPause: Duration = .milliseconds(50)

    /// The level of detail.
    var level: ProgressLevel {
        didSet { if level != oldValue { drawn = nil } }
    }

    /// The usual duration of such a run, if known.
    var usual: Duration? {
        didSet { if usual != oldValue { drawn = nil } }
    }

    private let waiting: String
    private let hasKey: Bool
    let spinner: Spinner
    private var drawn: Drawn?
    /// The time that the last frame took.
    var cost: Duration = .zero
    private var outline = KnownOutline()
    var descriptions = StepDescriptions()

    /// The state that the rows on the screen were made from.
    private struct Drawn {
        let time: Duration
        let turn: Int
        let revision: Int
        let pieces: Int
    }

    /// - Parameters:
    ///   - waiting: the text of the last row before the first step.
    ///   - hasKey: whether a key changes the level of detail.
    init(waiting: String, level: ProgressLevel = .steps, spinner: Spinner = .dots, hasKey: Bool = false) {
        self.waiting = waiting
        self.level = level
        self.spinner = spinner
        self.hasKey = hasKey
    }

    /// Returns whether new rows are due. Changes after a pause are shown immediately; large trees and growing text are
    /// throttled.
    func isDue(_ run: borrowing RunSteps, at time: Duration) -> Bool {
        guard let drawn else { return true }
        if spinner.step(at: time) != drawn.turn { return true }
        let rest = time - drawn.time
        if run.revision != drawn.revision, rest >= Self.pause(for: run.count, cost: cost) { return true }
        return run.pieces != drawn.pieces && rest >= Self.writingPause
    }

    /// Returns the minimum time between two frames: several times the cost of one, so that drawing leaves most of the
    /// processor free.
    /// - Parameters:
    ///   - count: the number of steps.
    ///   - cost: the time that the last frame took.
    static func pause(for count: Int, cost: Duration) -> Duration {
        max(.milliseconds(4) + .microseconds(5 * count), cost * 4)
    }

    /// Makes the next rows due immediately, after the screen was changed.
    mutating func redraw() { drawn = nil }

    /// Returns the current rows, as many as fit into the window.
    mutating func rows(of run: borrowing RunSteps, at time: Duration, in window: Window) -> [StyledText] {
        let turn = spinner.step(at: time)
        drawn = Drawn(time: time, turn: turn, revision: run.revision, pieces: run.pieces)
        let known = outline(of: run)
        let page = page(for: run, known, at: time, in: window, signs: StepSigns(spinner: spinner, turn: turn))
        // One row stays free, since a terminal may count rows differently; one is for the status.
        let room = window.rows - 2
        var rows: [StyledText] = []
        if room > 0 {
            let inserts = inserts(in: run, known.outline, in: window)
            rows =
                level == .everything
                ? tail(known, page, rows: room - inserts.count) + inserts.rows.joined()
                : folded(known, page, rows: room, inserts: inserts)
        }
        return Self.fitted(rows + [status(of: run, known, page, at: time)], page)
    }

    /// Returns the rows that stay on the screen when the run is no longer watched.
    mutating func lastRows(of run: borrowing RunSteps, at time: Duration, in window: Window) -> [StyledText] {
        drawn = nil
        let known = outline(of: run)
        if known.lines.isEmpty { return [] }
        let page = page(for: run, known, at: time, in: window, signs: StepSigns(spinner: spinner.atRest))
        if level == .everything { return Self.fitted(whole(known, page), page) }
        return Self.fitted(folded(known, page, rows: max(1, window.rows - 2), inserts: Inserts()), page)
    }

    /// Truncates rows to the window, which may be narrower than an indentation.
    private static func fitted(_ rows: [StyledText], _ page: StepPage) -> [StyledText] {
        rows.map { row in
            row.width <= page.columns
                ? row : StyledText(DisplayWidth.fitting(row.text, into: page.columns), .dim)
        }
    }

    private func page(
        for run: borrowing RunSteps, _ known: KnownOutline, at time: Duration, in window: Window,
        signs: StepSigns
    ) -> StepPage {
        StepPage(
            run.clock, at: time, beginning: known.beginning, columns: window.columns - 1, signs: signs)
    }

    private mutating func outline(of run: borrowing RunSteps) -> KnownOutline {
        if !outline.isOf(run, level: level) { outline = KnownOutline(run, level: level) }
        return outline
    }

    /// Returns the last row: the spinner, elapsed time, progress, tokens and the key.
    private func status(
        of run: borrowing RunSteps, _ known: KnownOutline, _ page: StepPage, at time: Duration
    ) -> StyledText {
        let elapsed = known.crew.flatMap { run.clock.elapsed(of: $0, at: time) } ?? time
        var parts = [elapsed.inColumn]
        if let usual { parts.append("usually \(usual.rounded)") }
        if known.lines.isEmpty { parts.append(waiting) }
        if let share = run.progress { parts.append("\(Int((share * 100).rounded()))%") }
        if let tokens = run.tokens { parts.append("\(tokens.total.grouped) tokens") }
        if hasKey, !known.lines.isEmpty { parts.append("d: \(level.next.words)") }
        var row = StyledText(page.signs.spinner.sign(at: page.signs.turn) + " ")
        row.append(StepRow.fitted(parts.joined(separator: " · "), into: page.columns - row.width), .dim)
        return row
    }
}

/// The composition of the rows.
extension StepBoard {
    /// Returns the rows of tasks and steps, folded to at most `most` rows, with the temporary rows inserted.
    mutating func folded(
        _ known: KnownOutline, _ page: StepPage, rows most: Int, inserts: Inserts
    ) -> [StyledText] {
        var most = max(1, most - inserts.count)
        var rows: [StyledText] = []
        if known.forgotten > 0, most > 1 {
            rows.append(Self.leftOut(known.forgotten, "earlier"))
            most -= 1
        }
        let window = StepWindow(known.outline, rows: most)
        var behind: [Int: [StyledText]] = [:]
        for (step, texts) in inserts.places {
            behind[window.ends[step] ?? window.rows.count - 1, default: []] += texts
        }
        for (index, row) in window.rows.enumerated() {
            switch row {
            case .step(let line): rows.append(self.row(of: line, page))
            case .leftOut(let count): rows.append(Self.leftOut(count, "more"))
            }
            rows += behind[index] ?? []
        }
        rows += behind[-1] ?? []
        return rows
    }

    /// Returns the last rows at the most detailed level.
    mutating func tail(_ known: KnownOutline, _ page: StepPage, rows most: Int) -> [StyledText] {
        var parts: [[StyledText]] = []
        var count = 0
        for line in known.outline.lines.reversed() where count <= most {
            parts.append(whole(line, page))
            count += parts[parts.count - 1].count
        }
        let rows = Array(parts.reversed().joined())
        if rows.count <= most, parts.count == known.outline.lines.count, known.forgotten == 0 { return rows }
        guard most > 1 else { return rows.suffix(max(0, most)) }
        return [StyledText("  … earlier rows", .dim)] + rows.suffix(most - 1)
    }

    /// Returns all rows at the most detailed level, up to a limit.
    mutating func whole(_ known: KnownOutline, _ page: StepPage) -> [StyledText] {
        var rows: [StyledText] = []
        if known.forgotten > 0 { rows.append(Self.leftOut(known.forgotten, "earlier")) }
        for (index, line) in known.outline.lines.enumerated() {
            rows += whole(line, page)
            if rows.count >= Self.mostRows {
                rows.removeSubrange(Self.mostRows...)
                let left = known.outline.lines.count - index - 1
                let rest = left > 0 ? left.counted("more step") : "more"
                rows.append(StyledText("  … \(rest); :steps shows everything", .dim))
                break
            }
        }
        return rows
    }

    /// The maximum number of rows that stay on the screen at the most detailed level.
    private static let mostRows = 400

    private mutating func whole(_ line: StepOutline.Line, _ page: StepPage) -> [StyledText] {
        let indent = Self.indent(of: line)
        let details = descriptions.details(of: line.step, columns: max(8, page.columns - indent))
        return [row(of: line, page)] + details.map { Self.indented($0, by: indent) }
    }

    private mutating func row(of line: StepOutline.Line, _ page: StepPage) -> StyledText {
        StepRow(
            line: line, summary: descriptions.summary(of: line), time: page.timeWords(of: line.step) ?? "",
            signs: page.signs
        ).text(columns: page.columns)
    }

    private static func leftOut(_ count: Int, _ which: String) -> StyledText {
        StyledText("  … \(count) \(which) step\(count == 1 ? "" : "s")", .dim)
    }
}
