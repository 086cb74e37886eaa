/// A possible completion.
public struct Candidate: Sendable, Equatable {
    /// The text to insert, without any quoting or escaping.
    public var text: String

    /// The text shown in the list instead, such as the last part of a path.
    public var label: String?

    /// A short description shown in the list.
    public var note: String?

    /// Whether it is complete: if it is the only candidate, a space is added.
    public var isFinal: Bool

    /// Creates a candidate; `note` appears only in the list.
    public init(text: String, note: String? = nil, label: String? = nil, isFinal: Bool = true) {
        self.text = text
        self.note = note
        self.label = label
        self.isFinal = isFinal
    }
}

/// The candidates at the cursor.
public struct CompletionAnswer: Sendable {
    /// The number of characters before the cursor that a candidate replaces; too large a number means all of them.
    public var replacing: Int

    /// The candidates, in display order. If there are none, the terminal beeps.
    public var candidates: [Candidate]

    /// Creates an answer with `candidates` for the `replacing` characters before the cursor.
    public init(replacing: Int, candidates: [Candidate]) {
        self.replacing = replacing
        self.candidates = candidates
    }
}

/// A request for completion: the text being edited and the cursor's position.
public struct CompletionRequest: Sendable {
    /// The whole text; rows are separated by newlines.
    public let line: String

    /// The cursor, between `line.startIndex` and `line.endIndex`.
    public let cursor: String.Index

    /// Creates a request for `line` with the cursor at `cursor`, an index of `line`.
    public init(line: String, cursor: String.Index) {
        self.line = line
        self.cursor = cursor
    }

    /// The text before the cursor, which a completion continues.
    public var textBeforeCursor: String { String(line[..<cursor]) }
}

/// The effect of pressing Tab.
enum CompletionStep: Equatable {
    /// No candidates.
    case beep

    /// Replaces this many characters before the cursor with a text.
    case replace(Int, with: String)

    /// Lists the candidates, which have no longer common prefix.
    case list([Candidate])

    /// Chooses the effect: a single candidate is inserted, with a space if it is final. Of several, the common prefix
    /// is inserted; if that adds nothing, they are listed.
    init(_ answer: CompletionAnswer, to request: CompletionRequest) {
        let before = request.textBeforeCursor
        let count = min(max(0, answer.replacing), before.count)
        let typed = String(before.suffix(count))
        guard let first = answer.candidates.first else {
            self = .beep
            return
        }
        if answer.candidates.count == 1 {
            let needsSpace = first.isFinal && request.line[request.cursor...].first != " "
            self = .replace(count, with: first.text + (needsSpace ? " " : ""))
            return
        }
        let common = answer.candidates.dropFirst().reduce(first.text) { Self.commonPrefix($0, $1.text) }
        // What was typed may differ from every candidate (in case, say); it is never shortened.
        self =
            common != typed && common.count >= typed.count
            ? .replace(count, with: common) : .list(answer.candidates)
    }

    private static func commonPrefix(_ one: String, _ other: String) -> String {
        String(zip(one, other).prefix { $0 == $1 }.map(\.0))
    }
}

/// The layout of a candidate list: in columns, read downwards, or one per row if there are notes.
struct CompletionLayout {
    /// The width of the terminal, in columns.
    let columns: Int

    /// The rows to print, each narrower than the terminal and without a newline.
    func rows(of candidates: [Candidate]) -> [String] {
        candidates.contains { $0.note?.isEmpty == false } ? withNotes(candidates) : inColumns(candidates)
    }

    private func withNotes(_ candidates: [Candidate]) -> [String] {
        let texts = candidates.map { TerminalControl.row($0.label ?? $0.text) }
        let width = min(texts.map(DisplayWidth.of).max() ?? 0, max(1, columns / 2))
        return zip(texts, candidates).map { text, candidate in
            guard let note = candidate.note, !note.isEmpty else { return cut(text) }
            return cut(padded(text, to: width) + "  " + TerminalControl.row(note))
        }
    }

    private func inColumns(_ candidates: [Candidate]) -> [String] {
        let texts = candidates.map { cut(TerminalControl.row($0.label ?? $0.text)) }
        let width = (texts.map(DisplayWidth.of).max() ?? 0) + 2
        // The last column needs no gap after it.
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
