import CLibEdit

extension EditLineSession {
    /// The text that is being edited, and how many of its characters stand before the cursor.
    var line: (scalars: String.UnicodeScalarView, cursor: Int) {
        guard let info = el_wline(editor)?.pointee, let start = info.buffer, let last = info.lastchar else {
            return (String.UnicodeScalarView(), 0)
        }
        let text = scalars(from: start, count: last - start)
        return (text, info.cursor.map { min($0 - start, text.count) } ?? text.count)
    }

    /// Prints text where the prompt is, and draws the prompt and the line anew below it.
    /// - Parameter isNeeded: whether to draw also if there is no text, as after a change of the terminal's size.
    func showAbovePrompt(_ text: String, isNeeded: Bool) {
        // Where the terminal edits, only it knows the line: there is nothing to draw anew.
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

    /// Draws prompt and line where the cursor is.
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

    /// Draws the line anew where libedit may have drawn it wrong: it loses count of wide characters that an edit moves, most
    /// of all over the end of a row, and of those that the cursor comes to from another row.
    func mendRows() {
        guard terminal.understandsSequences, isEditing, question == nil, !isSearching else { return }
        let (scalars, cursor) = line
        let (before, text) = (shown.text, Array(scalars))
        guard shown.cursor != cursor || before != text else { return }
        shown = (text, cursor)
        // A character behind the last one it draws right.
        if cursor == text.count, text.count == before.count + 1, text.starts(with: before) { return }
        guard text.contains(where: Self.isWide) || before.contains(where: Self.isWide) else { return }
        if before == text {
            drawRowToCursor(text.prefix(cursor))
        } else {
            eraseRows()
            drawAnew()
        }
    }

    /// To move right, libedit writes again what it believes to stand there, and may begin in the middle of a character.
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
        // In front of the text stands the prompt, which is right.
        let isWhole = width == place.column || (width < place.column && rest.isEmpty)
        if !isWhole { (row, width) = (String.UnicodeScalarView(), 0) }
        terminal.write("\r" + Self.move(place.column - width, "C") + String(row))
    }

    /// Wipes the prompt and all rows of the text, and stands where the prompt began.
    func eraseRows() {
        let size = terminal.size
        // Of a text that is taller than the screen, only the lower part is on it.
        let row = min(cursorPosition(columns: size.columns).row, size.rows - 1)
        // The blank, since tmux keeps a screen that is erased from its first character in the scroll-back.
        terminal.write("\r" + Self.move(row, "A") + " \u{1B}[J\r")
    }

    /// Moves from the cursor to a new row below everything that is being edited.
    /// - Parameter mark: what is written behind the text.
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

    /// Whether libedit edits, and not the terminal itself.
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

/// Bold input lines. The prompt turns bold on and nothing in the line turns it off, so any part that libedit redraws is bold.
/// Other output during editing starts with ``plain`` and ends before libedit draws the prompt again.
extension EditLineSession {
    /// Whether this line is bold.
    var isBold: Bool {
        // libedit writes a control sequence only in front of a character.
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
