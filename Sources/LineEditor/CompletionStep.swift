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
