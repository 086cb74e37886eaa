import YAMLDocuments

/// The lines of a YAML text, each with its line ending, so that joining them restores the text.
struct YAMLLines {
    /// The lines with their endings; the last may have none.
    var lines: [String]

    /// Splits at the line breaks of YAML 1.1: CR, LF, CRLF, and the three of Unicode.
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

    /// The line ending of this text.
    var ending: String { lines.first?.unicodeScalars.contains("\r") == true ? "\r\n" : "\n" }

    /// A line without its ending.
    func content(_ index: Int) -> String.UnicodeScalarView.SubSequence {
        var content = lines[index].unicodeScalars[...]
        while let last = content.last, "\r\n\u{85}\u{2028}\u{2029}".unicodeScalars.contains(last) {
            content.removeLast()
        }
        return content
    }

    /// Inserts lines, given without endings, at `index`.
    mutating func insert(_ new: [String], at index: Int) {
        if index > 0, index == lines.count, content(index - 1).count == lines[index - 1].unicodeScalars.count
        {
            lines[index - 1] += ending
        }
        let ending = ending
        lines.insert(contentsOf: new.map { $0 + ending }, at: index)
    }

    /// Replaces lines with others, given without endings.
    mutating func replace(_ range: Range<Int>, with new: [String]) {
        let ending = ending
        lines.replaceSubrange(range, with: new.map { $0 + ending })
    }

    /// Whether a line is blank, or a comment indented by at most `column`.
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

    /// The position after the colon of a key at `column`.
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

    /// The comment after a value that ends on this line, including the blanks before it; empty if there is none.
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

    /// The position after the closing quote of a quoted string at `start`; nil if there is no complete quoted string.
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

/// A YAML scalar, written so that YAML 1.1 (PyYAML, the official tool) and 1.2 read it alike.
enum YAMLScalar: Hashable {
    case text(String)
    case flag(Bool)
    case number(Double)

    /// The value in YAML syntax.
    var written: String {
        switch self {
        case .text(let text): Self.isPlain(text) ? text : Self.quoted(text)
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number):
            number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
        }
    }

    /// Whether `text` needs no quotes: it starts with a letter, every parser reads it as a string, and it contains
    /// nothing that ends a plain scalar.
    private static func isPlain(_ text: String) -> Bool {
        (text.utf8.first.map(isLetter) ?? false) && text.utf8.allSatisfy(isInPlain)
            && text.utf8.last != UInt8(ascii: ":")
            && YAMLNode(.scalar(text)).isText
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isInPlain(_ byte: UInt8) -> Bool {
        isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || "-_./:+=@".utf8.contains(byte)
    }

    /// Quotes `text` in ASCII, so that the parser's encoding doesn't matter.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case " "..."~": quoted.unicodeScalars.append(scalar)
            case let scalar where scalar.value <= 0xFF: quoted += "\\x" + digits(scalar, 2)
            case let scalar where scalar.value <= 0xFFFF: quoted += "\\u" + digits(scalar, 4)
            default: quoted += "\\U" + digits(scalar, 8)
            }
        }
        return quoted + "\""
    }

    private static func digits(_ scalar: Unicode.Scalar, _ count: Int) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
    }
}
