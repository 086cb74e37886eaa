import Nx1Events
import ShellText

extension Look {
    static let removed = Look(color: .red)
    static let added = Look(color: .green)
    static let removedWord = Look(style: .struckOut, color: .red)
    static let addedWord = Look(style: .underlined, color: .green)
}

extension StyledText {
    /// Adds rows with a sign in front of the first one, and blanks in front of the others.
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

    /// Adds the words of a line that changed.
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

    /// Adds an old and a new value, and how much they differ; of long texts that resemble each other, the words that changed.
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

    /// Two texts with more bytes than this are better read as one.
    private static let longTexts = 80

    /// Adds a row that says how many changes are not shown.
    mutating func appendRemainder(_ count: Int, of what: String, on page: ComparisonPage) {
        guard count > 0 else { return }
        let text = "\(page.signs.ellipsis) \(count.rows("more " + what)). To see all of them, use -o json."
        appendRows(of: StyledText(text, .dim), columns: page.columns ?? .max)
    }
}

extension Int {
    /// The number with commas between thousands.
    var grouped: String { (self < 0 ? "-" : "") + String(magnitude).grouped(by: ",") }

    /// The number and the noun, such as `1 row` or `1,200 rows`.
    func rows(_ noun: String = "row") -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}
