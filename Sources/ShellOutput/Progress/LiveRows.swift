import Nx1Events
import ShellText

/// The rows of a terminal that change while crews work: turns the rows that should be there into what to write.
///
/// Only rows that differ from what the screen shows are written, so nothing flickers. Before and after each change the cursor stands at
/// the beginning of the first of these rows. A terminal that breaks rows anew when its window changes takes the cursor along, so what is
/// below it can be erased whatever happened.
struct LiveRows: Sendable {
    /// What the screen shows; nil if that isn't known.
    private var shown: [[UInt8]]? = []
    private var window: Window?

    /// What to write so that the screen shows these rows, and no others below the cursor.
    /// - Parameters:
    ///   - rows: each fits into the window without its last column; together they are no more than its rows.
    ///   - note: text that stays above them; it ends with a newline.
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

    /// What to write so that these rows stay for good, and the cursor is below them.
    mutating func end(with rows: [StyledText], isColored: Bool) -> [UInt8] {
        forget()
        var bytes = Array((Self.erasure + Self.unwrapped).utf8)
        for row in rows { bytes += Self.bytes(row, isColored: isColored) + Array("\n".utf8) }
        return bytes + Array(Self.wrapped.utf8)
    }

    /// Nobody knows what the screen shows now.
    mutating func forget() { shown = nil }

    private static func difference(from old: [[UInt8]], to new: [[UInt8]]) -> [UInt8] {
        if old == new { return [] }
        var bytes: [UInt8] = []
        // The row in which the cursor stands.
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

    /// By line feeds, which scroll at the bottom. CUD stops there instead, and the way back up would then end above the rows,
    /// if a window grew and shrank between two frames.
    private static func down(_ rows: Int) -> [UInt8] {
        Array(repeating: UInt8(ascii: "\n"), count: max(0, rows))
    }

    private static func bytes(_ row: StyledText, isColored: Bool) -> [UInt8] {
        TerminalText(row, on: Page(isTerminal: true, isStyled: isColored)).bytes
    }

    /// Erases from the beginning of the row on: first the row, as only a whole one forgets that it went on in the next, then
    /// what is below. tmux would keep a screen that is erased from its first character in the scroll-back, so that one is
    /// written over. Ctrl-C makes a terminal forget what it was about to show, and with it the end of a change.
    private static let erasure = "\r\u{1B}[?7h\u{1B}[2K \u{1B}[J\r"

    /// A window may be narrower by now than the program has heard: a row stays one row.
    private static let unwrapped = "\u{1B}[?7l"
    private static let wrapped = "\u{1B}[?7h"
}

/// The last rows of what an agent is writing: its thought dimmed, its answer laid out as the answer that it will be.
struct WritingRows {
    /// At most the number of rows that was asked for, each fit for the window.
    private(set) var rows: [StyledText] = []

    /// - Parameters:
    ///   - columns: the width of the window, without its last column.
    ///   - indent: how far the rows are indented.
    ///   - most: how many rows there may be.
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

    /// What a tool is about to get, in the words of the row that its call will have.
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
