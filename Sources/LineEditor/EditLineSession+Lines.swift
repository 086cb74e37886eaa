import CLibEdit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension EditLineSession {
    /// Lets a person edit one line.
    /// - Throws: `CancellationError`.
    func readLine(prompt: String, text: String) throws(CancellationError) -> LineEditor.Reading {
        setPrompt(prompt)
        outcome = nil
        firstText = text
        walk = nil
        isQuoting = false
        (shown, keysSinceMending) = (([], 0), 0)
        holdsTerminal = true
        if pastesInBrackets { terminal.write("\u{1B}[?2004h") }
        printer.beginEditing()
        var count: Int32 = 0
        let line = el_wgets(editor, &count)
        terminal.write(plain)
        let reading = finish(line, count: count)
        printer.endEditing()
        if case .cancelled = outcome {
            release()
            throw CancellationError()
        }
        return reading
    }

    private func finish(_ line: UnsafePointer<wchar_t>?, count: Int32) -> LineEditor.Reading {
        switch outcome {
        case .interrupted:
            leaveRow(after: count, showing: "^C")
            characters = []
            readAhead = []
            escapes.reset()
            decoder.reset()
            return .interrupted
        case .cancelled:
            leaveRow(after: count, showing: "")
            return .endOfFile
        case .endOfFile:
            leaveRow(after: count, showing: "")
            return .endOfFile
        case .forEditor(let text):
            return .forEditor(text)
        case nil:
            guard let line, count > 0 else {
                terminal.write("\n")
                return .endOfFile
            }
            // libedit reuses its buffer for the next line, so copy it.
            var scalars = scalars(from: line, count: Int(count))
            if scalars.last == "\n" { scalars.removeLast() }
            return .line(String(scalars))
        }
    }

    /// Leaves the row of a line that ended without Enter, unless libedit has: it does so after a search or a quoted key, which
    /// end with "end of file" (0), but not where the terminal itself edits lines (`edit off`).
    private func leaveRow(after count: Int32, showing mark: String) {
        if count != 0 { leaveRow(showing: mark) } else if !isEditing { leaveRow(showing: "") }
    }

    func scalars(from start: UnsafePointer<wchar_t>, count: Int) -> String.UnicodeScalarView {
        var scalars = String.UnicodeScalarView()
        for index in 0..<count { scalars.append(Unicode.Scalar(UInt32(start[index])) ?? "\u{FFFD}") }
        return scalars
    }

    /// Inserts a text at the cursor.
    func insert(_ text: String) {
        // libedit reads a text up to a NUL.
        let wide = text.unicodeScalars.filter { $0 != "\0" }.map { wchar_t($0.value) } + [0]
        guard wide.count > 1 else { return }
        el_winsertstr(editor, wide)
    }

    private func setPrompt(_ text: String) {
        promptText = TerminalControl.row(text)
        prompt.deallocate()
        let wide = markedPrompt.unicodeScalars.map { wchar_t($0.value) } + [0]
        prompt = .allocate(capacity: wide.count)
        _ = prompt.initialize(from: wide)
    }

    /// Restores the terminal's original modes, until the next line or for good.
    func release() {
        guard holdsTerminal else { return }
        holdsTerminal = false
        if pastesInBrackets { terminal.write("\u{1B}[?2004l") }
        terminal.restore()
    }

    /// Sets libedit's modes again: after a stop, the terminal may have another program's modes.
    func takeTerminal(whileEditing: Bool) {
        guard holdsTerminal else { return }
        // libedit skips this if it believes that the mode is set.
        libedit_prepare_terminal(editor, whileEditing ? 0 : 1)
        libedit_prepare_terminal(editor, whileEditing ? 1 : 0)
        if pastesInBrackets { terminal.write("\u{1B}[?2004h") }
    }
}
