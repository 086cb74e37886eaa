import Nx1Client
import ShellText

/// The words about steps and their details, kept while the steps stay as they are: an output of many rows isn't read again for
/// each turn of a sign.
struct StepDescriptions: Sendable {
    private var summaries: [String: (line: StepOutline.Line, summary: StepSummary)] = [:]
    private var details: [Excerpt: (step: RunStep, rows: [StyledText])] = [:]
    /// So many are kept.
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

    /// The rows of arguments and output, each of at most so many columns.
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
