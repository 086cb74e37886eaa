/// One way to complete what was typed.
public struct Candidate: Sendable, Equatable {
    /// The text that is inserted, as it is: nothing is quoted or escaped.
    public var text: String

    /// What the list shows in place of the text, such as a path's last part.
    public var label: String?

    /// A few words shown beside it in the list.
    public var note: String?

    /// Whether it is whole: a space follows it when it is the only candidate.
    public var isFinal: Bool

    /// A candidate; `note` appears only in the list.
    public init(text: String, note: String? = nil, label: String? = nil, isFinal: Bool = true) {
        self.text = text
        self.note = note
        self.label = label
        self.isFinal = isFinal
    }
}

/// What can stand where the cursor is.
public struct CompletionAnswer: Sendable {
    /// How many characters before the cursor a candidate replaces; more than there are means all of them.
    public var replacing: Int

    /// The candidates, in the order in which they are shown. None: the terminal beeps.
    public var candidates: [Candidate]

    /// An answer with `candidates` that take the place of the `replacing` characters before the cursor.
    public init(replacing: Int, candidates: [Candidate]) {
        self.replacing = replacing
        self.candidates = candidates
    }
}

/// What Tab asks: the text that is being edited, and where the cursor stands in it.
public struct CompletionRequest: Sendable {
    /// The whole text; a newline for each further row.
    public let line: String

    /// Where the cursor is, between `line.startIndex` and `line.endIndex`.
    public let cursor: String.Index

    /// A request for `line` with the cursor at `cursor`, an index of `line`.
    public init(line: String, cursor: String.Index) {
        self.line = line
        self.cursor = cursor
    }

    /// The text from the start to the cursor: what a completion continues.
    public var textBeforeCursor: String { String(line[..<cursor]) }
}

/// What one press of Tab does.
enum CompletionStep: Equatable {
    /// Nothing fits.
    case beep

    /// So many characters before the cursor give way to a text.
    case replace(Int, with: String)

    /// Several fit, and nothing more is certain.
    case list([Candidate])

    /// Decides: one candidate is inserted, with a space if it is final; of several, what they have in common is
    /// inserted; when that says nothing new, they are listed.
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
        // What was typed may differ from every candidate (in case, say): it is never made shorter.
        self =
            common != typed && common.count >= typed.count
            ? .replace(count, with: common) : .list(answer.candidates)
    }

    private static func commonPrefix(_ one: String, _ other: String) -> String {
        String(zip(one, other).prefix { $0 == $1 }.map(\.0))
    }
}

/// How candidates are listed: in columns, read downwards, or, where they have notes, one a row.
struct CompletionLayout {
    /// The width of the terminal, in characters.
    let columns: Int

    /// The rows to show, each shorter than the terminal is wide, none with a newline.
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
