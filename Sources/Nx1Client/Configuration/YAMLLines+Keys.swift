extension Substring.UnicodeScalarView {
    /// Whether this is `{}` and nothing else.
    var isEmptyMapping: Bool {
        filter { $0 != " " && $0 != "\t" }.elementsEqual("{}".unicodeScalars)
    }

    /// Where the value begins of a key that stands at `column`: behind its colon.
    func endOfKey(from column: Int) -> Index? {
        guard let start = index(startIndex, offsetBy: column, limitedBy: endIndex), start < endIndex else {
            return nil
        }
        var index = endOfQuotes(from: start) ?? start
        while index < endIndex {
            let next = self.index(after: index)
            if self[index] == ":", next == endIndex || self[next] == " " || self[next] == "\t" { return next }
            index = next
        }
        return nil
    }

    /// The comment behind a value that ends on this line, with the blanks before it; empty if there is none.
    var comment: String {
        guard let start = firstIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        let rest = self[(self[start] == "#" ? startIndex : endOfQuotes(from: start) ?? start)...]
        var blanks: Index?
        for index in rest.indices {
            switch rest[index] {
            case " ", "\t": blanks = blanks ?? index
            case "#": if let blanks { return String(rest[blanks...]) }
            default: blanks = nil
            }
        }
        return ""
    }

    /// Behind the closing quote of a text in quotes that begins at `start`; nil if none does, or if it doesn't end.
    private func endOfQuotes(from start: Index) -> Index? {
        let quote = self[start]
        guard quote == "\"" || quote == "'" else { return nil }
        var index = self.index(after: start)
        while index < endIndex {
            let next = self.index(after: index)
            if self[index] == "\\", quote == "\"", next < endIndex {
                index = self.index(after: next)
            } else if self[index] == quote {
                guard quote == "'", next < endIndex, self[next] == quote else { return next }
                index = self.index(after: next)
            } else {
                index = next
            }
        }
        return nil
    }
}

extension String {
    var trimmingLineEnd: String {
        String(unicodeScalars.reversed().drop { $0 == "\n" || $0 == "\r" }.reversed().map(Character.init))
    }
}
