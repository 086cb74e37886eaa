/// How candidates are listed: in columns, read downwards, or, where they have notes, one a row.
struct CompletionLayout {
    /// The width of the terminal, in characters.
    let columns: Int

    /// The rows to show, each shorter than the terminal is wide, none with a newline.
    func rows(of candidates: [Candidate]) -> [String] {
        candidates.contains { $0.note?.isEmpty == false } ? withNotes(candidates) : inColumns(candidates)
    }

    private func withNotes(_ candidates: [Candidate]) -> [String] {
        let texts = candidates.map { VisibleText.row($0.label ?? $0.text) }
        let width = min(texts.map(DisplayWidth.of).max() ?? 0, max(1, columns / 2))
        return zip(texts, candidates).map { text, candidate in
            guard let note = candidate.note, !note.isEmpty else { return cut(text) }
            return cut(padded(text, to: width) + "  " + VisibleText.row(note))
        }
    }

    private func inColumns(_ candidates: [Candidate]) -> [String] {
        let texts = candidates.map { cut(VisibleText.row($0.label ?? $0.text)) }
        let width = (texts.map(DisplayWidth.of).max() ?? 0) + 2
        // The last column needs no gap behind it.
        let across = max(1, (columns - 1 + 2) / width)
        let height = (texts.count + across - 1) / across
        return (0..<height).map { row in
            stride(from: row, to: texts.count, by: height).map { index in
                index + height < texts.count ? padded(texts[index], to: width) : texts[index]
            }.joined()
        }
    }

    private func cut(_ text: String) -> String {
        DisplayWidth.fitting(text, into: columns - 1)
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    }
}
