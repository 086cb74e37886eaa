import CLibEdit

extension EditLineSession {
    /// The arrow up: a row up in a text of several; from its first row, an older entry that begins like the line.
    func goUp() -> Int { move(TextRows.above) { $0.back(in: $1) } }

    /// The arrow down: a row down; from the last row, a newer entry, and at last the line as it was.
    func goDown() -> Int { move(TextRows.below) { $0.forth(in: $1) } }

    /// Page Up and Page Down: the same, from any row.
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

    /// Ctrl-X Ctrl-E: the line ends, and its rows leave the screen, for an editor to have it.
    func leaveForEditor() -> Int {
        let text = String(line.scalars)
        if terminal.understandsSequences, isEditing { eraseRows() } else { terminal.write("\n") }
        outcome = .forEditor(text)
        return libedit_ends_line
    }
}
