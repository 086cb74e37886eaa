import Nx1Events
import ShellText

extension Look {
    static let removed = Look(color: .red)
    static let added = Look(color: .green)
    static let removedWord = Look(style: .struckOut, color: .red)
    static let addedWord = Look(style: .underlined, color: .green)
}

extension StyledText {
    /// Appends wrapped rows, with a sign in front of the first one and an indentation in front of the others.
    mutating func appendRows(
        of text: StyledText, behind sign: String, _ look: Look = .plain, on page: ComparisonPage
    ) {
        var wrapped = StyledText()
        let width = sign.count + 1
        wrapped.appendRows(of: text, columns: page.columns.map { max(8, $0 - width) } ?? .max)
        for (index, row) in wrapped.rows.enumerated() {
            let isEmpty = row.width == 0
            if index == 0, !(isEmpty && sign == " ") {
                append(sign, look)
            } else if !isEmpty {
                pad(sign.count)
            }
            if !isEmpty {
                pad(1)
                append(row)
            }
            endRow()
        }
    }

    /// Appends the pieces of a changed line.
    mutating func append(_ pieces: [WordComparison.Piece], on page: ComparisonPage) {
        for piece in pieces {
            switch (piece, page.isStyled) {
            case (.same(let text), _): append(text)
            case (.removed(let text), true): append(text, .removedWord)
            case (.removed(let text), false): append("[-" + text + "-]")
            case (.added(let text), true): append(text, .addedWord)
            case (.added(let text), false): append("{+" + text + "+}")
            }
        }
    }

    /// Appends an old and a new value with their difference, or, for long similar texts, the changed words.
    mutating func append(
        _ old: JSONValue, to new: JSONValue, text: (JSONValue) -> String, on page: ComparisonPage
    ) {
        if let old = old.string, let new = new.string, old.utf8.count + new.utf8.count > Self.longTexts {
            let words = (Words(old[...]), Words(new[...]))
            if words.0.resembles(words.1) {
                append(WordComparison(words.0, words.1).pieces, on: page)
                return
            }
        }
        append(text(old), .removed)
        append(" " + page.signs.arrow + " ")
        append(text(new), .added)
        if let difference = NumberDifference(from: old, to: new) {
            append(" (" + difference.signed(minus: page.signs.minus) + ")")
        }
    }

    /// The total length, in bytes, above which two similar texts are merged.
    private static let longTexts = 80

    /// Appends a row with the number of omitted changes.
    mutating func appendRemainder(_ count: Int, of what: String, on page: ComparisonPage) {
        guard count > 0 else { return }
        let text = "\(page.signs.ellipsis) \(count.rows("more " + what)). To see all of them, use -o json."
        appendRows(of: StyledText(text, .dim), columns: page.columns ?? .max)
    }
}

extension Int {
    /// The number with thousands separators.
    var grouped: String { (self < 0 ? "-" : "") + String(magnitude).grouped(by: ",") }

    /// Returns the number with a noun, such as `1 row` or `1,200 rows`.
    func rows(_ noun: String = "row") -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}
