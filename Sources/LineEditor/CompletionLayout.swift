/// How candidates are listed: in columns, read downwards, or, where they have notes, one a row.
struct CompletionLayout {
    /// The size of the terminal, in characters.
    let columns: Int
    let rows: Int

    /// The rows to show, each shorter than the terminal is wide, none with a newline. A list that would fill more
    /// than the screen ends with a row that says how many are left out.
    func rows(of candidates: [Candidate]) -> [String] {
        let all =
            candidates.contains { $0.note?.isEmpty == false } ? withNotes(candidates) : inColumns(candidates)
        let most = max(1, rows - 2)
        guard all.rows.count > most else { return all.rows }
        let shown = all.rows.prefix(most - 1)
        let left = candidates.count - min(candidates.count, shown.count * all.across)
        return shown + ["... and \(left) more"]
    }

    private typealias Table = (rows: [String], across: Int)

    private func withNotes(_ candidates: [Candidate]) -> Table {
        let texts = candidates.map { VisibleText.row($0.text) }
        let width = min(texts.map(DisplayWidth.of).max() ?? 0, max(1, columns / 2))
        let lines = zip(texts, candidates).map { text, candidate in
            guard let note = candidate.note, !note.isEmpty else { return cut(text) }
            return cut(padded(text, to: width) + "  " + VisibleText.row(note))
        }
        return (lines, 1)
    }

    private func inColumns(_ candidates: [Candidate]) -> Table {
        let texts = candidates.map { cut(VisibleText.row($0.text)) }
        let width = (texts.map(DisplayWidth.of).max() ?? 0) + 2
        // The last column needs no gap behind it.
        let across = max(1, (columns - 1 + 2) / width)
        let height = (texts.count + across - 1) / across
        let lines = (0..<height).map { row in
            stride(from: row, to: texts.count, by: height).map { index in
                index + height < texts.count ? padded(texts[index], to: width) : texts[index]
            }.joined()
        }
        return (lines, across)
    }

    private func cut(_ text: String) -> String {
        DisplayWidth.fitting(text, into: columns - 1)
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    }
}
