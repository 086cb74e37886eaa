package import Nx1Events
import ShellText
import Synchronization

/// A readable tree of a run's steps. Each step has a row, with its arguments and output below.
///
/// ```
/// ✓ Find the figures for: How many orders shipped late?      Data Analyst   1.7s
///   ✓ run_sql                                                               0.5s
///       SELECT count(*) FROM orders
///     → count
///       412
/// ```
struct StepTree {
    /// The rows, each ended with a newline.
    private(set) var rows = StyledText()
    private let page: Page
    /// The start of the first step, by the service's clock.
    private let beginning: Int64?
    /// The tasks and agents whose output comes after their nested steps, outermost first.
    private var open: [StepOutline.Line] = []
    /// The outputs already shown: a task repeats the output of its agent.
    private var shownOutputs: Set<JSONValue> = []

    init(_ report: StepReport, on page: Page) {
        self.page = page
        beginning = report.steps.lazy.compactMap(\.began).min()
        let dropped = report.dropped
        if dropped > 0 {
            append("… " + StepReport.droppedNote(dropped))
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
        // Arguments and output follow below in full, so the row has only the name.
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

    /// Closes the tasks and agents at this depth and deeper.
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

    /// - Parameter mark: the text before the first row.
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

    /// Returns the duration of a step, or, for a message, the time since the start of the run.
    private func time(of step: RunStep) -> String {
        guard step.kind == .message else { return step.duration?.inColumn ?? "" }
        guard let began = step.began, let beginning else { return "" }
        let (since, overflow) = began.subtractingReportingOverflow(beginning)
        return overflow ? "" : "+" + Duration.microseconds(max(0, since)).inColumn
    }
}

/// The steps of a run being watched, shared by the task that reads its events and the tasks that show them.
package final class WatchedSteps: Sendable {
    private let steps = Mutex(RunSteps())

    package init() {}

    /// Adds an event.
    /// - Parameter arrival: the time of arrival, since the start of the run.
    package func add(_ event: CrewEvent, at arrival: Duration) {
        steps.withLock { $0.add(event, at: arrival) }
    }

    /// Ends all steps that are still in progress.
    package func end(hasFailed: Bool) {
        steps.withLock { $0.end(hasFailed: hasFailed) }
    }

    /// The number of steps.
    package var count: Int { read { $0.count } }

    /// Whether there are no steps yet.
    package var isEmpty: Bool { read { $0.isEmpty } }

    /// Calls `body` with the current steps.
    package func read<Value>(_ body: (borrowing RunSteps) -> Value) -> Value {
        steps.withLock { body($0) }
    }

    /// A copy of the current steps.
    package var current: RunSteps { steps.withLock { $0 } }
}
