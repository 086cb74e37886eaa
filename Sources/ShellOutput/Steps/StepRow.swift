import LineEditor
import Nx1Events
import ShellText

/// A row about a step: its sign, name, arguments, outcome, agent and duration.
///
/// ```
/// ✓ Find the figures for: How many orders shipped late?           Data Analyst   1.7s
///   ✗ run_sql  SELECT * FROM boom  → relation "boom" does not exist  ·  3 tries  0.1s
/// ```
struct StepRow {
    let line: StepOutline.Line
    let summary: StepSummary
    /// The duration as text.
    let time: String
    let signs: StepSigns

    /// The maximum width, since very long rows are hard to read.
    static let widest = 110
    private static let agentColumn = 18
    /// Windows narrower than this have no agent column.
    private static let narrow = 60

    /// Returns the row, in at most this many columns.
    func text(columns: Int) -> StyledText {
        let columns = max(1, min(columns, Self.widest))
        var head = StyledText(
            String(repeating: columns < Self.narrow ? " " : "  ", count: min(line.depth, 8)))
        head.append(signs.sign(of: line.step) + " ", signLook)
        let agent = columns < Self.narrow ? "" : Self.fitted(line.agent ?? "", into: Self.agentColumn)
        let tail = agent.isEmpty ? time : agent + Self.padding(time, to: 7) + time
        let room = columns - head.width - (tail.isEmpty ? 0 : StyledText(tail).width + 2)
        guard room >= 6 else {
            head.append(Self.fitted(words, into: max(1, columns - head.width)), look)
            return head
        }
        append(to: &head, room: room)
        if !tail.isEmpty {
            head.pad(columns - head.width - StyledText(tail).width)
            head.append(tail, .dim)
        }
        return head
    }

    /// Returns the row as plain text without column alignment.
    func plainText(columns: Int) -> String {
        var text = StyledText(signs.sign(of: line.step) + " ")
        let tail = [line.agent.map(StepSummary.line) ?? "", time].filter { !$0.isEmpty }.joined(
            separator: "  ")
        append(to: &text, room: max(20, columns - 4 - StyledText(tail).width))
        return tail.isEmpty ? text.text : text.text + "  " + tail
    }

    private var words: String {
        [summary.lead, summary.detail, summary.outcome].filter { !$0.isEmpty }.joined(separator: "  ")
    }

    /// Appends name, arguments and outcome. Room is reserved for the outcome even if the arguments are long.
    private func append(to row: inout StyledText, room: Int) {
        let isNarrow = room < Self.narrow - 20
        let hasFailed = line.step.state == .failed
        // In a narrow row, the error matters more than the arguments.
        let detail = hasFailed && isNarrow ? "" : summary.detail
        var notes: [String] = []
        if line.tries > 1 { notes.append(isNarrow ? "×\(line.tries)" : "\(line.tries) tries") }
        if line.folded > 0 { notes.append(line.folded == 1 ? "1 step" : "\(line.folded) steps") }
        let note = notes.isEmpty ? "" : "  · " + notes.joined(separator: " · ")
        let room = max(4, room - note.count)
        let width = Self.width(of: summary.lead) + (detail.isEmpty ? 0 : 2 + Self.width(of: detail))
        let most = max(room - width, room * (hasFailed ? isNarrow ? 4 : 3 : 2) / 5)
        let outcome = Self.outcome(summary.outcome, into: most)
        let rest = room - Self.width(of: outcome)
        let lead = Self.fitted(summary.lead, into: rest)
        row.append(lead, leadLook)
        let left = rest - Self.width(of: lead) - 2
        if !detail.isEmpty, left > 3 {
            row.append("  " + Self.fitted(detail, into: left), look)
        }
        row.append(outcome, hasFailed ? Look(color: .red) : look)
        row.append(note, look)
    }

    private var look: Look { .dim }

    private var leadLook: Look {
        switch line.step.state {
        case .working: line.depth == 0 ? .bold : .plain
        case .done: .dim
        case .failed: .plain
        }
    }

    private var signLook: Look {
        switch line.step.state {
        case .working: .plain
        case .done: line.step.kind == .message ? .dim : Look(color: .green)
        case .failed: Look(color: .red)
        }
    }

    private static func outcome(_ text: String, into columns: Int) -> String {
        let arrow = "  → "
        if text.isEmpty || columns < arrow.count { return "" }
        return arrow + fitted(text, into: columns - arrow.count)
    }

    private static func width(of text: String) -> Int {
        text.isPlainLine ? text.utf8.count : StyledText(text).width
    }

    static func fitted(_ text: String, into columns: Int) -> String {
        if text.isPlainLine, text.utf8.count <= columns { return text }
        return DisplayWidth.fitting(VisibleText.visibleLine(text), into: max(0, columns))
    }

    private static func padding(_ text: String, to columns: Int) -> String {
        String(repeating: " ", count: max(1, columns - text.count))
    }
}

/// The signs for the state of a step.
struct StepSigns: Sendable {
    let spinner: Spinner
    /// The current frame of the spinner.
    var turn = 0

    func sign(of step: RunStep) -> String {
        switch step.state {
        case .working: spinner.sign(at: turn)
        case .done: step.kind == .message ? spinner.message : spinner.done
        case .failed: spinner.failed
        }
    }
}

/// The frames of a spinner for steps in progress, and the signs for finished steps.
struct Spinner: Sendable, Hashable {
    private let signs: [String]
    let done: String
    let failed: String
    let message: String

    /// For terminals with a Unicode font.
    static let dots = Spinner(
        signs: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"], done: "✓", failed: "✗", message: "·")
    /// For terminals without one, such as the Linux console.
    static let strokes = Spinner(signs: ["|", "/", "-", "\\"], done: "+", failed: "x", message: "-")

    /// For output that isn't animated.
    static let still = Spinner(signs: ["…"], done: "✓", failed: "✗", message: "·")

    /// A copy that isn't animated.
    var atRest: Spinner {
        Spinner(signs: [self == .strokes ? "." : "…"], done: done, failed: failed, message: message)
    }

    /// Returns the frame for a time, at ten frames per second.
    func step(at time: Duration) -> Int {
        time.wholeMilliseconds / 100
    }

    func sign(at step: Int) -> String {
        signs[step % signs.count]
    }
}
