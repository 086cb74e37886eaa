/// One change of the screen while crews work: rows to erase, rows to add, and the live rows below them.
///
/// Before and after it the cursor stands at the beginning of the first live row (or of the row where it will be). A terminal that
/// breaks rows anew when its window changes takes the cursor along, so what is below it can be erased whatever happened.
struct ProgressFrame: Sendable, Hashable {
    /// How many rows of the list are taken back.
    var erased = 0
    /// Rows to add to the list.
    var rows: [String] = []
    /// Text that is no part of the list and stands below it; it ends with a newline, and may be longer than a row.
    var note = ""
    /// The rows that are going to change; none when the list is finished.
    var liveRows: [String] = []

    /// What to write to a terminal.
    func text(isColored: Bool) -> String {
        // Ctrl-C makes a terminal forget what it was about to show, and with it the end of a frame.
        var text = "\r\u{1B}[?7h" + (erased > 0 ? "\u{1B}[\(erased)A" : "") + Self.erasure
        if !rows.isEmpty {
            text += Self.withoutWrapping(
                rows.map { (isColored ? "\u{1B}[2m\($0)\u{1B}[0m" : $0) + "\n" }.joined())
        }
        text += note
        if !liveRows.isEmpty {
            text += Self.withoutWrapping(liveRows.joined(separator: "\n")) + "\r"
            if liveRows.count > 1 { text += "\u{1B}[\(liveRows.count - 1)A" }
        }
        return text
    }

    /// The same where nothing may be erased.
    var plainText: String {
        rows.map { $0 + "\n" }.joined() + note
    }

    /// Erases from the beginning of the row on: first the row, as only a whole one forgets that it went on in the next, then
    /// what is below. tmux would keep a screen that is erased from its first character in the scroll-back, so that one is
    /// written over.
    private static let erasure = "\u{1B}[2K \u{1B}[J\r"

    /// A window may be narrower by now than the program has heard: a row stays one row.
    private static func withoutWrapping(_ text: String) -> String {
        "\u{1B}[?7l" + text + "\u{1B}[?7h"
    }
}
