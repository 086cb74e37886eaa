import CLibEdit

extension EditLineSession {
    /// Handles Tab.
    /// - Returns: libedit's next action.
    func complete() -> Int {
        let (scalars, cursor) = line
        let request = CompletionRequest(
            line: String(scalars), cursor: scalars.index(scalars.startIndex, offsetBy: cursor))
        switch CompletionStep(configuration.complete(request), to: request) {
        case .beep:
            return libedit_beeps
        case .replace(let count, let text):
            el_deletestr(editor, Int32(request.textBeforeCursor.suffix(count).unicodeScalars.count))
            insert(text)
            return libedit_redraws
        case .list(let candidates):
            show(candidates)
            return libedit_is_done
        }
    }

    private func show(_ candidates: [Candidate]) {
        let size = terminal.size
        let rows = CompletionLayout(columns: size.columns).rows(of: candidates)
        leaveRow(showing: "")
        let isLong = candidates.count > 100 || rows.count > size.rows - 2
        if !isLong || agrees(to: "Display all \(candidates.count) possibilities? (y or n)") {
            terminal.write(rows.map { $0 + "\n" }.joined())
        }
        libedit_refresh(editor)
    }

    /// Asks on the cursor's row. Text printed meanwhile appears above it.
    private func agrees(to text: String) -> Bool {
        question = text
        terminal.write(text)
        var key: wchar_t = 0
        let isKey = readKey(into: &key) == 1
        question = nil
        terminal.write(terminal.understandsSequences ? "\r\u{1B}[J" : "\n")
        return isKey && ["y", "Y", " ", "\t"].map { wchar_t(($0 as Unicode.Scalar).value) }.contains(key)
    }
}
