import LineEditor
import Nx1Client

/// One event in the list of what a crew has done: when, how deep in its work, and what.
struct ProgressEntry: Sendable, Hashable {
    /// Since the run began.
    var time: Duration
    /// How far it is indented: 0 for the crew, then its agents, their tasks, and what they do for these.
    var depth: Int
    /// Whether folding hides it.
    var isDetail: Bool
    /// Nothing in it drives a terminal, and it is one line.
    var text: String

    /// The row, which fits into a window of so many columns.
    func row(columns: Int) -> String {
        let step = columns < 60 ? 1 : 2
        let indent = String(repeating: " ", count: depth * step)
        return DisplayWidth.fitting(
            "\(Self.column(of: time))  \(indent)\(text)", into: max(1, columns - 1))
    }

    /// A time in a column of seven characters.
    static func column(of time: Duration) -> String {
        let text = time.inColumn
        return String(repeating: " ", count: max(0, 7 - text.utf8.count)) + text
    }
}

extension Duration {
    /// As short as a column of times needs it: `2.6s`, `16m40s`, `3h05m`.
    var inColumn: String {
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let seconds = components.seconds
        if seconds < 999 { return tenths + "s" }
        if seconds < 6000 { return "\(seconds / 60)m\(two(seconds % 60))s" }
        return "\(seconds / 3600)h\(two(seconds / 60 % 60))m"
    }
}
