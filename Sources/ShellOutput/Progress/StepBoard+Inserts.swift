import Nx1Events
import ShellText

/// Temporary rows between the rows of steps.
extension StepBoard {
    /// Rows below a step or its nested steps.
    struct Inserts {
        var places: [(step: String, rows: [StyledText])] = []

        var count: Int { places.reduce(0) { $0 + $1.rows.count } }
        var rows: [[StyledText]] { places.map(\.rows) }

        mutating func add(_ rows: [StyledText], below step: String) {
            if !rows.isEmpty { places.append((step, rows)) }
        }
    }

    /// Returns excerpts of running queries, fresh tables and text being written, if the window has room for them.
    mutating func inserts(in run: borrowing RunSteps, _ outline: StepOutline, in window: Window) -> Inserts {
        var inserts = Inserts()
        guard level != .tasks else { return inserts }
        let hasRoom = window.rows >= 16 || outline.lines.count + Self.excerptRoom <= window.rows
        if level == .steps, window.rows >= 12, hasRoom { addExcerpts(of: outline, in: window, to: &inserts) }
        if window.rows >= 10 { addWriting(in: run, outline, in: window, to: &inserts) }
        return inserts
    }

    /// Adds the last few rows of text that models are writing.
    private func addWriting(
        in run: borrowing RunSteps, _ outline: StepOutline, in window: Window, to inserts: inout Inserts
    ) {
        var left = max(3, min(6, window.rows / 4))
        for (step, text, thinking) in run.writing where left > 0 {
            // A call outside of any step is shown below all rows.
            let line = outline.place(of: step).map { outline.lines[$0] }
            if let line, line.step.state != .working { continue }
            let rows = WritingRows(
                text, thinking: thinking, columns: window.columns - 1, indent: line.map(Self.indent) ?? 4,
                most: left, page: Page(isTerminal: true, isStyled: true)
            ).rows
            left -= rows.count
            inserts.add(rows, below: line?.step.id ?? step)
        }
    }

    /// The rows needed in addition to the steps before a small window shows excerpts.
    private static let excerptRoom = 8
    /// The number of latest steps that are searched for excerpts.
    private static let reach = 40

    /// Adds the first rows of running queries that are too long for their row, and of the latest table of a running
    /// task.
    private mutating func addExcerpts(
        of outline: StepOutline, in window: Window, to inserts: inout Inserts
    ) {
        var left = max(3, min(6, window.rows / 4))
        for index in outline.lines.indices.suffix(Self.reach).reversed() where left > 2 {
            let line = outline.lines[index]
            guard line.step.kind == .tool, let parts = excerpt(of: index, in: outline) else { continue }
            let indent = Self.indent(of: line)
            let all = descriptions.details(
                of: line.step, parts, columns: max(8, min(window.columns - 1, StepRow.widest) - indent))
            var rows = Array(all.prefix(left))
            if rows.count < all.count { rows[rows.count - 1] = StyledText("…", .dim) }
            left -= rows.count
            inserts.add(rows.map { Self.indented($0, by: indent) }, below: line.step.id)
        }
    }

    private mutating func excerpt(of index: Int, in outline: StepOutline) -> StepDetails.Parts? {
        let line = outline.lines[index]
        if line.step.state == .working {
            let query = line.step.arguments.map { ToolArguments($0) }?.query
            // A short query fits into its row.
            return query.map { $0.utf8.count > 60 } == true ? .arguments : nil
        }
        let hasNext = outline.lines.suffix(from: index + 1).contains {
            $0.depth == line.depth && $0.step.parent == line.step.parent
        }
        guard !hasNext, line.step.state == .done,
            let outer = outline.lines[..<index].last(where: { $0.depth < line.depth }),
            outer.step.state == .working, descriptions.summary(of: line).hasTable
        else { return nil }
        return .output
    }

    static func indent(of line: StepOutline.Line) -> Int { 2 * min(line.depth, 8) + 4 }

    static func indented(_ row: StyledText, by columns: Int) -> StyledText {
        var indented = StyledText(String(repeating: " ", count: columns))
        indented.append(row)
        return indented
    }
}

/// A cache of step summaries and details, valid while the steps don't change, so that a large output isn't parsed again
/// for each frame of the spinner.
struct StepDescriptions: Sendable {
    private var summaries: [String: (line: StepOutline.Line, summary: StepSummary)] = [:]
    private var details: [Excerpt: (step: RunStep, rows: [StyledText])] = [:]
    /// The maximum number of cached entries.
    private static let most = 500

    private struct Excerpt: Hashable {
        let step: String
        let parts: StepDetails.Parts
        let columns: Int
    }

    mutating func summary(of line: StepOutline.Line) -> StepSummary {
        if let known = summaries[line.step.id], known.line == line { return known.summary }
        if summaries.count >= Self.most { summaries = [:] }
        let summary = StepSummary(line.step, showsError: line.showsError)
        summaries[line.step.id] = (line, summary)
        return summary
    }

    /// Returns the rows of arguments and output, each of at most `columns` columns.
    mutating func details(
        of step: RunStep, _ parts: StepDetails.Parts = .all, columns: Int
    ) -> [StyledText] {
        let excerpt = Excerpt(step: step.id, parts: parts, columns: columns)
        if let known = details[excerpt], known.step == step { return known.rows }
        if details.count >= Self.most { details = [:] }
        let page = Page(isTerminal: true, columns: columns, isStyled: true)
        let rows = StepDetails(step, parts, on: page).rows.rows
        details[excerpt] = (step, rows)
        return rows
    }
}
