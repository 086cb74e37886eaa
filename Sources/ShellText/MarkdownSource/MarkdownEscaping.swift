import Nx1Events

/// Escapes untrusted text for Markdown, so that the rendered document shows it literally.
package enum MarkdownEscaping {
    /// Escapes a text for a single line; newlines become spaces.
    package static func line(_ text: String) -> String { row(text, isAtStart: true) }

    /// Escapes a text line by line. Line breaks are kept as hard breaks.
    package static func rows(_ text: String) -> [String] {
        let rows = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
            .map { row($0, isAtStart: true) }
        return rows.indices.map { index in
            let isBroken = index + 1 < rows.count && !rows[index].isEmpty && !rows[index + 1].isEmpty
            return isBroken ? rows[index] + "\\" : rows[index]
        }
    }

    /// Escapes a line, or a part of one.
    /// - Parameters:
    ///   - isAtStart: whether it starts the line, where some characters would start a list or a heading.
    ///   - isInCell: whether it is in a table cell, where `|` is a separator.
    static func row(_ text: String, isAtStart: Bool, isInCell: Bool = false) -> String {
        let scalars = Array(VisibleText.visibleLine(text).unicodeScalars)
        var escaped = String.UnicodeScalarView()
        var start = 0
        if isAtStart {
            // Four leading spaces would make a code block.
            start = scalars.firstIndex { !$0.properties.isWhitespace } ?? scalars.count
            if let sign = blockSign(scalars[start...]) {
                escaped.append(contentsOf: scalars[start..<sign])
                escaped.append("\\")
                escaped.append(scalars[sign])
                start = sign + 1
            }
        }
        for index in scalars.indices[start...] {
            let scalar = scalars[index]
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            switch scalar {
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case "&" where next.map { isWord($0) || $0 == "#" } ?? false:
                escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "_":
                let isInWord = index > 0 && isWord(scalars[index - 1]) && next.map(isWord) ?? false
                if !isInWord { escaped.append("\\") }
                escaped.append(scalar)
            case "|":
                if isInCell { escaped.append("\\") }
                escaped.append(scalar)
            // Before a link it would make an image.
            case "!" where next == nil:
                escaped.append("\\")
                escaped.append(scalar)
            case "\\", "`", "*", "[", "]", "~":
                escaped.append("\\")
                escaped.append(scalar)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    /// Returns the index of the character that would start a block: a heading, list, quote, rule, or the underline of a
    /// heading or a table.
    private static func blockSign(_ row: ArraySlice<Unicode.Scalar>) -> Int? {
        guard let first = row.first else { return nil }
        switch first {
        case "#", ">", "-", "+", "=", ":", "|": return row.startIndex
        case "0"..."9":
            guard let sign = row.firstIndex(where: { !("0"..."9").contains($0) }) else { return nil }
            return row[sign] == "." || row[sign] == ")" ? sign : nil
        default: return nil
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// A code span.
    package static func codeSpan(_ text: String, isInCell: Bool = false) -> String {
        var text = VisibleText.visibleLine(text)
        // md4c leaves the backslash of `\\|` in the code of a cell.
        if isInCell { text = text.replacing("\\|", with: "|").replacing("|", with: "\\|") }
        let fence = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
        let needsBlanks =
            text.hasPrefix("`") || text.hasSuffix("`")
            || text.hasPrefix(" ") && text.hasSuffix(" ") && !text.allSatisfy { $0 == " " }
        return fence + (needsBlanks ? " \(text) " : text) + fence
    }

    /// The lines of a fenced code block. The fence is longer than any in the text.
    package static func codeBlock(_ text: String, language: String) -> [String] {
        let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
        let name = language.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        let isName = name.utf8.count <= 32 && !name.contains { "`<>&\\\"".contains($0) }
        var rows = VisibleText.visible(text).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        )
        .map(String.init)
        if rows.last == "" { rows.removeLast() }
        return [fence + (isName ? VisibleText.visibleLine(name) : "")] + rows + [fence]
    }

    private static func longestRun(of sign: Character, in text: String) -> Int {
        var (longest, length) = (0, 0)
        for character in text {
            length = character == sign ? length + 1 : 0
            longest = max(longest, length)
        }
        return longest
    }
}
