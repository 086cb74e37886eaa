package import Nx1Events
import ShellText

/// The text of a step's row: its name, arguments and outcome.
struct StepSummary: Sendable, Hashable {
    /// The name of the task or tool, or the service's message.
    let lead: String
    /// The arguments of a tool, or the message at its start.
    let detail: String
    /// The output or the error.
    let outcome: String
    /// Whether the output is a table.
    let hasTable: Bool

    /// The maximum length of a text, in characters.
    private static let most = 400

    /// - Parameter showsError: whether to include the error, rather than leave it to a nested step.
    init(_ step: RunStep, showsError: Bool = true) {
        lead = Self.line(step.name)
        detail = Self.detail(of: step)
        guard step.state == .done else {
            // During a retry, show the error of the last attempt.
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

    /// Summarizes an output: the number of rows or lines, or the text itself if it is short.
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

    /// Returns the beginning of a text on one row, safe for a terminal.
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

/// A one-line description of what a run is doing.
package struct CurrentWork {
    /// The latest step in progress, with its agent; nil before the first step.
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
