import Nx1Values
import ShellText

/// How the rows of a board come together.
extension StepBoard {
    /// The rows of tasks and steps, folded to so many, with what is being written.
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

    /// The last rows of everything.
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

    /// Everything, from the beginning, up to a bound.
    mutating func whole(_ known: KnownOutline, _ page: StepPage) -> [StyledText] {
        var rows: [StyledText] = []
        if known.forgotten > 0 { rows.append(Self.leftOut(known.forgotten, "earlier")) }
        for (index, line) in known.outline.lines.enumerated() {
            rows += whole(line, page)
            if rows.count >= Self.mostRows {
                rows.removeSubrange(Self.mostRows...)
                let left = known.outline.lines.count - index - 1
                rows.append(
                    StyledText("  … the rest" + (left > 0 ? ", \(left) steps: " : ": ") + ":steps", .dim))
                break
            }
        }
        return rows
    }

    /// So many rows of everything are written at the end.
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
