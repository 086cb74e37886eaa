import CLibEdit

extension EditLineSession {
    /// The text being edited, and the number of its characters before the cursor.
    var line: (scalars: String.UnicodeScalarView, cursor: Int) {
        guard let info = el_wline(editor)?.pointee, let start = info.buffer, let last = info.lastchar else {
            return (String.UnicodeScalarView(), 0)
        }
        let text = scalars(from: start, count: last - start)
        return (text, info.cursor.map { min($0 - start, text.count) } ?? text.count)
    }

    /// Prints text in place of the prompt, then redraws the prompt and the line below it.
    /// - Parameter isNeeded: whether to redraw even without text, as after the terminal was resized.
    func showAbovePrompt(_ text: String, isNeeded: Bool) {
        // If the terminal itself edits, only it knows the line, so there is nothing to redraw.
        guard !text.isEmpty || (isNeeded && isEditing) else { return }
        if let question {
            terminal.write((terminal.understandsSequences ? "\r\u{1B}[J" : "\n") + text + question)
            return
        }
        if terminal.understandsSequences, isEditing {
            eraseRows()
            terminal.write(text.isEmpty ? "" : plain + text)
        } else {
            terminal.write("\n" + text)
        }
        drawAnew()
    }

    /// Draws the prompt and the line at the cursor.
    private func drawAnew() {
        libedit_forget_screen(editor)
        el_resize(editor)
        libedit_refresh(editor)
        let (text, cursor) = line
        if text.contains(where: Self.isWide) { drawRowToCursor(text.prefix(cursor)) }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x1100 && (DisplayWidth.of(scalar) ?? 0) > 1
    }

    /// Redraws the line if libedit may have drawn it wrong. It miscounts wide characters that an edit moves, above
    /// all across the end of a row, and those that the cursor reaches from another row.
    func mendRows() {
        guard terminal.understandsSequences, isEditing, question == nil, !isSearching else { return }
        let (scalars, cursor) = line
        let (before, text) = (shown.text, Array(scalars))
        // After several keys that arrived together, even an unchanged line may be drawn wrong.
        let isOneEdit = keysSinceMending <= 1
        keysSinceMending = 0
        guard shown.cursor != cursor || before != text || !isOneEdit else { return }
        shown = (text, cursor)
        // A character added after the last one is drawn correctly.
        if isOneEdit, cursor == text.count, text.count == before.count + 1, text.starts(with: before) {
            return
        }
        guard text.contains(where: Self.isWide) || before.contains(where: Self.isWide) else { return }
        if isOneEdit, before == text {
            drawRowToCursor(text.prefix(cursor))
        } else {
            eraseRows()
            drawAnew()
        }
    }

    /// Redraws the row up to the cursor. To move right, libedit rewrites what it believes to be there, and may start
    /// in the middle of a character.
    private func drawRowToCursor(_ text: some Collection<Unicode.Scalar>) {
        let columns = terminal.size.columns
        let place = cursorPosition(columns: columns)
        var row = String.UnicodeScalarView()
        var width = 0
        var rest = Array(text)
        while width < place.column, let scalar = rest.last, let own = DisplayWidth.of(scalar) {
            row.insert(scalar, at: row.startIndex)
            width += own
            rest.removeLast()
        }
        // The prompt comes before the text, and is drawn correctly.
        let isWhole = width == place.column || (width < place.column && rest.isEmpty)
        if !isWhole { (row, width) = (String.UnicodeScalarView(), 0) }
        terminal.write("\r" + Self.move(place.column - width, "C") + String(row))
    }

    /// Erases the prompt and all rows of the text, and moves to where the prompt started.
    func eraseRows() {
        let size = terminal.size
        // Only the lower part of a text taller than the screen is visible.
        let row = min(cursorPosition(columns: size.columns).row, size.rows - 1)
        // The space is needed because tmux moves a screen that is erased from its first character into the
        // scrollback.
        terminal.write("\r" + Self.move(row, "A") + " \u{1B}[J\r")
    }

    /// Moves from the cursor to a new row below the text.
    /// - Parameter mark: text to write after the last row.
    func leaveRow(showing mark: String) {
        guard terminal.understandsSequences, isEditing else {
            terminal.write(mark + "\n")
            return
        }
        let columns = terminal.size.columns
        let end = ScreenPosition.after(prompt: promptText, text: line.scalars, columns: columns)
        let down = end.row - cursorPosition(columns: columns).row
        terminal.write("\r" + Self.move(down, "B") + Self.move(end.column, "C") + plain + mark + "\n")
    }

    /// Whether libedit edits the line, and not the terminal itself.
    var isEditing: Bool { libedit_is_editing(editor) == 1 }

    private func cursorPosition(columns: Int) -> ScreenPosition {
        let (scalars, cursor) = line
        return .after(
            prompt: promptText, text: scalars.prefix(cursor), next: scalars.dropFirst(cursor).first,
            columns: columns)
    }

    private static func move(_ count: Int, _ direction: String) -> String {
        count > 0 ? "\u{1B}[\(count)\(direction)" : ""
    }
}

/// Bold input lines. The prompt turns bold on and nothing in the line turns it off, so anything that libedit redraws
/// is bold. Other output during editing starts with ``plain`` and ends before libedit draws the prompt again.
extension EditLineSession {
    /// Whether this line is bold.
    var isBold: Bool {
        // libedit writes a control sequence only before a character.
        configuration.hasBoldLines && terminal.understandsSequences && isEditing && !promptText.isEmpty
    }

    /// The control sequence that ends a bold line; empty if the line isn't bold.
    var plain: String { isBold ? Self.plain : "" }

    /// The prompt for libedit: the text, after the control sequence for bold between libedit's marks.
    var markedPrompt: String {
        let mark = String(Unicode.Scalar(UInt8(libedit_sequence_mark)))
        return isBold ? mark + "\u{1B}[1m" + mark + promptText : promptText
    }

    /// The control sequence that resets all attributes (SGR 0).
    static let plain = "\u{1B}[0m"
}
