import CLibEdit

extension EditLineSession {
    /// Tab.
    /// - Returns: what libedit does next.
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
        let rows = CompletionLayout(columns: size.columns, rows: size.rows).rows(of: candidates)
        leaveRow(showing: "")
        terminal.write(rows.map { $0 + "\n" }.joined())
        libedit_refresh(editor)
    }
}
