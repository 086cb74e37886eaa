package import Nx1Events
import ShellText

/// A step in the words of one row: what it is, with what, and what came of it.
struct StepSummary: Sendable, Hashable {
    /// The task, the tool, or what a service says.
    let lead: String
    /// What a tool was given, or what was said when it began.
    let detail: String
    /// What came out, or why it failed.
    let outcome: String
    /// Whether what came out is a table.
    let hasTable: Bool

    /// The longest text that is looked at, in characters.
    private static let most = 400

    /// - Parameter showsError: whether the reason of a failure is said here, and not at a step inside it.
    init(_ step: RunStep, showsError: Bool = true) {
        lead = Self.line(step.name)
        detail = Self.detail(of: step)
        guard step.state == .done else {
            // While it is tried again, the reason is why the last try failed.
            let reason = step.state == .failed ? showsError ? step.error : nil : step.failures.last
            outcome = reason.map(Self.firstLine) ?? ""
            hasTable = false
            return
        }
        let isCall = [.tool, .other].contains(step.kind)
        let output = isCall && step.output?.isNull == false ? StepOutput(of: step) : nil
        outcome = output.map(Self.outcome) ?? ""
        hasTable = output?.isTable == true
    }

    private static func detail(of step: RunStep) -> String {
        guard [.tool, .other].contains(step.kind) else { return "" }
        return step.arguments.map { line(ToolArguments($0).gist) } ?? step.note.map(line) ?? ""
    }

    /// An output in a few words: a short one as it is, rows or lines counted.
    private static func outcome(of found: StepOutput) -> String {
        let most = found.isCut ? "more than " : ""
        switch found.rowCount {
        case let rows? where found.isTable: return most + (rows == 1 ? "1 row" : "\(rows) rows")
        case let lines? where lines > 1: return most + "\(lines) lines"
        default: return line(found.text.isEmpty ? "nothing" : found.text)
        }
    }

    private static func firstLine(_ text: String) -> String {
        if text.isPlainLine { return line(text) }
        let rows = text.split(whereSeparator: \.isNewline)
        return line(String(rows.first { !$0.allSatisfy(\.isWhitespace) } ?? ""))
    }

    /// The beginning of a text on one row, fit for a terminal.
    static func line(_ text: String) -> String {
        if text.isPlainLine, text.utf8.count <= most { return text }
        var row = String.UnicodeScalarView()
        var gap = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                gap = !row.isEmpty
                continue
            }
            if row.count >= most {
                row.append("…")
                break
            }
            if gap { row.append(" ") }
            gap = false
            row.append(scalar)
        }
        return VisibleText.visible(String(row))
    }
}

/// What a run does at the moment, on one line.
package struct CurrentWork {
    /// The latest step at work, and who is at it; nil before the first.
    package let words: String?

    package init(_ run: borrowing RunSteps) {
        let steps = run.steps.filter { $0.kind != .crew }
        // A model call says less than the task it is for.
        let telling = steps.filter { $0.kind != .model && $0.kind != .agent }
        guard let step = telling.last(where: { $0.state == .working }) ?? telling.last ?? steps.last else {
            words = nil
            return
        }
        let summary = StepSummary(step)
        words = [step.agent.map(StepSummary.line), summary.lead, summary.detail].compactMap(\.self)
            .filter { !$0.isEmpty }.joined(separator: " · ")
    }
}
