import CLibEdit

extension EditLineSession {
    /// Up arrow: moves up a row; from the first row, to an older entry that starts with the text before the cursor.
    func goUp() -> Int { move(TextRows.above) { $0.back(in: $1) } }

    /// Down arrow: moves down a row; from the last row, to a newer entry, and finally back to the original line.
    func goDown() -> Int { move(TextRows.below) { $0.forth(in: $1) } }

    /// Page Up and Page Down: the same from any row.
    func goToOlder() -> Int { move({ _, _ in nil }) { $0.back(in: $1) } }

    func goToNewer() -> Int { move({ _, _ in nil }) { $0.forth(in: $1) } }

    private func move(
        _ byRow: (Int, [Unicode.Scalar]) -> Int?, byEntry: (inout HistoryWalk, [String]) -> String?
    ) -> Int {
        let (scalars, cursor) = line
        let text = String(scalars)
        let isWalking = walk?.shown == text && cursor == scalars.count
        if !isWalking, let place = byRow(cursor, Array(scalars)) {
            libedit_move_cursor(editor, Int32(place))
            return libedit_moves_cursor
        }
        let fresh = HistoryWalk(
            from: text, beginning: String(scalars.prefix(cursor)), count: history.texts.count)
        var next = isWalking ? walk ?? fresh : fresh
        guard let entry = byEntry(&next, history.texts) else { return libedit_beeps }
        walk = next
        libedit_clear_line(editor)
        insert(entry)
        return libedit_redraws
    }

    /// Ctrl-X Ctrl-E: ends the line and erases its rows, so that an editor can open it.
    func leaveForEditor() -> Int {
        let text = String(line.scalars)
        if terminal.understandsSequences, isEditing { eraseRows() } else { terminal.write("\n") }
        outcome = .forEditor(text)
        return libedit_ends_line
    }
}
