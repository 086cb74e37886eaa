package import Nx1Events
import ShellText
import Synchronization

/// The steps of a run as a tree to read: a row for each, with what it was given and what came out below it.
///
/// ```
/// ✓ Find the figures for: How many orders shipped late?      Data Analyst   1.7s
///   ✓ run_sql                                                               0.5s
///       SELECT count(*) FROM orders
///     → count
///       412
/// ```
struct StepTree {
    /// Each ended with a newline.
    private(set) var rows = StyledText()
    private let page: Page
    /// When the first step began, by the service's clock.
    private let beginning: Int64?
    /// The tasks and agents whose outputs come below the steps inside them, the outermost first.
    private var open: [StepOutline.Line] = []
    /// What has been shown as an output: a task has the output of its agent.
    private var shownOutputs: Set<JSONValue> = []

    init(_ report: StepReport, on page: Page) {
        self.page = page
        beginning = report.steps.lazy.compactMap(\.began).min()
        let dropped = report.dropped
        if dropped > 0 {
            append("… \(dropped.counted("more step")) didn't fit into the journal")
        }
        for line in report.outline.lines {
            close(downTo: line.depth)
            append(line)
        }
        close(downTo: 0)
        append(report.summary)
    }

    private mutating func append(_ remark: String) {
        rows.append(remark, .dim)
        rows.endRow()
    }

    private mutating func append(_ line: StepOutline.Line) {
        // What it was given and what came out is below, and whole.
        let bare = RunStep(id: line.step.id, kind: line.step.kind, name: line.step.name, state: .working)
        let row = StepRow(
            line: line, summary: StepSummary(bare), time: time(of: line.step),
            signs: StepSigns(spinner: .still))
        if let columns = page.columns {
            rows.append(row.text(columns: columns - 1))
        } else {
            rows.append(String(repeating: "  ", count: min(line.depth, 8)) + row.plainText(columns: 2000))
        }
        rows.endRow()
        appendDetails(of: line, [.note, .arguments], mark: "  ")
        if line.step.kind == .task || line.step.kind == .agent {
            open.append(line)
        } else {
            appendOutcome(of: line)
        }
    }

    /// Ends the tasks and agents at this depth and deeper.
    private mutating func close(downTo depth: Int) {
        while let last = open.last, last.depth >= depth {
            open.removeLast()
            appendOutcome(of: last)
        }
    }

    private mutating func appendOutcome(of line: StepOutline.Line) {
        var line = line
        if !line.showsError {
            line.step.error = nil
            line.step.failures = []
        }
        if let output = line.step.output, !shownOutputs.insert(output).inserted, line.step.kind != .tool {
            line.step.output = nil
        }
        appendDetails(of: line, [.output, .failure], mark: "→ ")
    }

    /// - Parameter mark: what stands in front of the first row.
    private mutating func appendDetails(of line: StepOutline.Line, _ parts: StepDetails.Parts, mark: String) {
        let indent = 2 * min(line.depth, 8) + 2
        var inner = page
        inner.columns = page.columns.map { max(8, $0 - 1 - indent - mark.count) }
        var mark = mark
        for row in StepDetails(line.step, parts, on: inner).rows.rows {
            if !row.text.allSatisfy(\.isWhitespace) {
                rows.pad(indent)
                rows.append(mark, .dim)
                rows.append(row)
                mark = "  "
            }
            rows.endRow()
        }
    }

    /// How long a step took, or, of what a service only says, how long after the beginning it came.
    private func time(of step: RunStep) -> String {
        guard step.kind == .message else { return step.duration?.inColumn ?? "" }
        guard let began = step.began, let beginning else { return "" }
        let (since, overflow) = began.subtractingReportingOverflow(beginning)
        return overflow ? "" : "+" + Duration.microseconds(max(0, since)).inColumn
    }
}

/// The steps of one run while it is watched, shared by the task that reads its events and those that show them.
package final class WatchedSteps: Sendable {
    private let steps = Mutex(RunSteps())

    package init() {}

    /// Adds an event.
    /// - Parameter arrival: when it came, since the run began.
    package func add(_ event: CrewEvent, at arrival: Duration) {
        steps.withLock { $0.add(event, at: arrival) }
    }

    /// The run has ended: none of its steps is at work any more.
    package func end(hasFailed: Bool) {
        steps.withLock { $0.end(hasFailed: hasFailed) }
    }

    /// How many steps there are.
    package var count: Int { read { $0.count } }

    /// Whether nothing has come yet.
    package var isEmpty: Bool { read { $0.isEmpty } }

    /// Reads from the steps as they are at this moment.
    package func read<Value>(_ body: (borrowing RunSteps) -> Value) -> Value {
        steps.withLock { body($0) }
    }

    /// A copy of the steps as they are at this moment.
    package var current: RunSteps { steps.withLock { $0 } }
}
