/// The lines of a YAML text, each with its own ending, so that putting them together gives the text back.
struct YAMLLines {
    /// The lines, with their endings; the last one may have none.
    var lines: [String]

    /// Splits where YAML 1.1 ends a line: CR, LF, CRLF, and the three of Unicode.
    init(_ text: String) {
        lines = []
        var line = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            line.append(scalar)
            let isBreak: Bool
            switch scalar {
            case "\r": isBreak = index + 1 == scalars.count || scalars[index + 1] != "\n"
            case "\n", "\u{85}", "\u{2028}", "\u{2029}": isBreak = true
            default: isBreak = false
            }
            guard isBreak else { continue }
            lines.append(String(line))
            line = String.UnicodeScalarView()
        }
        if !line.isEmpty { lines.append(String(line)) }
    }

    /// The whole text.
    var text: String { lines.joined() }

    /// How lines end here.
    var ending: String { lines.first?.unicodeScalars.contains("\r") == true ? "\r\n" : "\n" }

    /// A line without its ending.
    func content(_ index: Int) -> String.UnicodeScalarView.SubSequence {
        var content = lines[index].unicodeScalars[...]
        while let last = content.last, "\r\n\u{85}\u{2028}\u{2029}".unicodeScalars.contains(last) {
            content.removeLast()
        }
        return content
    }

    /// Puts lines in, each given without its ending, at `index`.
    mutating func insert(_ new: [String], at index: Int) {
        if index > 0, index == lines.count, content(index - 1).count == lines[index - 1].unicodeScalars.count
        {
            lines[index - 1] += ending
        }
        let ending = ending
        lines.insert(contentsOf: new.map { $0 + ending }, at: index)
    }

    /// Puts lines, each given without its ending, in the place of others.
    mutating func replace(_ range: Range<Int>, with new: [String]) {
        let ending = ending
        lines.replaceSubrange(range, with: new.map { $0 + ending })
    }

    /// Whether a line holds nothing but blanks, or a comment that is indented by at most `column`.
    func isBesides(_ index: Int, column: Int) -> Bool {
        let line = content(index)
        let text = line.drop { $0 == " " || $0 == "\t" }
        return text.isEmpty || text.first == "#" && line.count - text.count <= column
    }

    /// Where the document ends: before `...`, or at the end of the text.
    var end: Int {
        lines.indices.first { content($0).elementsEqual("...".unicodeScalars) } ?? lines.count
    }
}

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
