import Nx1Events
import ShellText

/// Computes the bytes that update the live rows of a terminal.
///
/// Only rows that differ from the screen are written, so nothing flickers. Before and after each change, the cursor is
/// at the start of the first row. A terminal that reflows rows when its window changes moves the cursor along, so
/// everything below it can always be erased.
struct LiveRows: Sendable {
    /// The rows on the screen; nil if unknown.
    private var shown: [[UInt8]]? = []
    private var window: Window?

    /// Returns the bytes that make the screen show these rows, and no others below the cursor.
    /// - Parameters:
    ///   - rows: rows that fit into the window without its last column, and no more of them than the window has.
    ///   - note: text that stays above them, ending with a newline.
    mutating func change(to rows: [StyledText], note: String = "", in window: Window, isColored: Bool)
        -> [UInt8]
    {
        let rows = rows.map { Self.bytes($0, isColored: isColored) }
        let isKnown = note.isEmpty && self.window == window
        defer { (shown, self.window) = (rows, window) }
        if isKnown, let shown { return Self.difference(from: shown, to: rows) }
        var bytes = Array((Self.erasure + note).utf8)
        bytes += Self.difference(from: [], to: rows)
        return bytes
    }

    /// Returns the bytes that leave these rows on the screen for good, with the cursor below them.
    mutating func end(with rows: [StyledText], isColored: Bool) -> [UInt8] {
        forget()
        var bytes = Array((Self.erasure + Self.unwrapped).utf8)
        for row in rows { bytes += Self.bytes(row, isColored: isColored) + Array("\n".utf8) }
        return bytes + Array(Self.wrapped.utf8)
    }

    /// Marks the content of the screen as unknown.
    mutating func forget() { shown = nil }

    private static func difference(from old: [[UInt8]], to new: [[UInt8]]) -> [UInt8] {
        if old == new { return [] }
        var bytes: [UInt8] = []
        // The row of the cursor.
        var place = 0
        for (index, row) in new.enumerated() {
            if index < old.count {
                if old[index] == row { continue }
                bytes += down(index - place)
            } else if index > 0 {
                bytes += down(max(0, index - 1 - place)) + Array("\r\n".utf8)
            }
            place = index
            bytes += Array("\r".utf8) + row
            if index < old.count { bytes += Array("\u{1B}[K".utf8) }
        }
        if old.count > new.count {
            bytes += down(new.count - place) + Array(erasure.utf8)
            place = new.count
        }
        bytes += Array((place > 0 ? "\r\u{1B}[\(place)A" : "\r").utf8)
        return Array(unwrapped.utf8) + bytes + Array(wrapped.utf8)
    }

    /// Moves down by line feeds, which scroll at the bottom. CUD would stop there instead, and the cursor would then
    /// return too far up if the window grew and shrank between two frames.
    private static func down(_ rows: Int) -> [UInt8] {
        Array(repeating: UInt8(ascii: "\n"), count: max(0, rows))
    }

    private static func bytes(_ row: StyledText, isColored: Bool) -> [UInt8] {
        TerminalText(row, on: Page(isTerminal: true, isStyled: isColored)).bytes
    }

    /// Erases everything from the cursor's row on. The row itself is erased separately, since only that clears the mark
    /// that it wraps into the next one. tmux would push a screen that is erased from its first cell into the
    /// scrollback, so a space is written there first. The mode is reset because Ctrl-C may have made the terminal drop
    /// the end of a change.
    private static let erasure = "\r\u{1B}[?7h\u{1B}[2K \u{1B}[J\r"

    /// Turns off wrapping, since the window may already be narrower than this process knows.
    private static let unwrapped = "\u{1B}[?7l"
    private static let wrapped = "\u{1B}[?7h"
}

/// The last rows of what an agent is writing: its thought dimmed, its answer laid out like the final one.
struct WritingRows {
    /// The rows, fitted to the window.
    private(set) var rows: [StyledText] = []

    /// - Parameters:
    ///   - columns: the width of the window, without its last column.
    ///   - indent: the indentation of the rows.
    ///   - most: the maximum number of rows.
    init(_ writing: AgentWriting, thinking: String, columns: Int, indent: Int, most: Int, page: Page) {
        let columns = max(8, columns - indent)
        if let answer = writing.answer, !answer.isEmpty {
            rows = Self.answer(answer, columns: columns, page: page)
        } else {
            let texts = [thinking, writing.thought].filter { !$0.isEmpty }
            rows = texts.flatMap { Self.paragraph($0, columns: columns) }
            if let action = writing.action, !action.isEmpty {
                let call = [action, writing.actionInput.map(Self.gist) ?? ""].map(StepSummary.line)
                    .filter { !$0.isEmpty }.joined(separator: "  ")
                rows.append(StyledText(StepRow.fitted(call, into: columns), .dim))
            }
        }
        rows = rows.suffix(most).map { row in
            var indented = StyledText(String(repeating: " ", count: indent))
            indented.append(row)
            return indented
        }
    }

    /// Returns the arguments written so far, in the form that the call's row will have.
    private static func gist(_ input: String) -> String {
        guard let start = input.utf8.first, "{[".utf8.contains(start) else { return input }
        return UnfinishedJSON(input).value.map { ToolArguments($0).gist } ?? ""
    }

    private static func answer(_ text: String, columns: Int, page: Page) -> [StyledText] {
        var page = page
        page.columns = columns
        guard let document = MarkdownDocument(text) else { return paragraph(text, columns: columns) }
        return MarkdownLayout(document, on: page).rows.rows
    }

    private static func paragraph(_ text: String, columns: Int) -> [StyledText] {
        var broken = StyledText()
        broken.appendRows(of: StyledText(text, .dim), columns: columns)
        return broken.rows
    }
}
