/// A line split for comparison: words, numbers with their separators, whitespace, and other characters one by one.
struct Words {
    let texts: [Substring]

    init(_ line: Substring) {
        var texts: [Substring] = []
        let scalars = line.unicodeScalars
        var start = scalars.startIndex
        while start < scalars.endIndex {
            let end = Self.end(of: scalars, from: start)
            texts.append(line[start..<end])
            start = end
        }
        self.texts = texts
    }

    /// Returns whether at least half of the text, without whitespace, is in both lines.
    func resembles(_ other: Words) -> Bool {
        var counts: [Substring: Int] = [:]
        var (shared, total) = (0, 0)
        for text in texts where !Self.isBlank(text) {
            counts[text, default: 0] += 1
            total += text.utf8.count
        }
        for text in other.texts where !Self.isBlank(text) {
            total += text.utf8.count
            guard let count = counts[text], count > 0 else { continue }
            counts[text] = count - 1
            shared += text.utf8.count
        }
        return 4 * shared >= total && shared > 0
    }

    static func isBlank(_ text: Substring) -> Bool {
        text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }

    private enum Kind {
        case word, blank, other
    }

    private static func end(
        of scalars: Substring.UnicodeScalarView, from start: Substring.UnicodeScalarView.Index
    ) -> Substring.UnicodeScalarView.Index {
        let first = scalars[start]
        let kind = kind(of: first)
        var end = scalars.index(after: start)
        // An ideograph, or any other non-word character, is a unit together with its combining marks.
        let isAlone = kind == .other || first.properties.isIdeographic
        while end < scalars.endIndex {
            let scalar = scalars[end]
            let isPart =
                isAlone
                ? isMark(scalar)
                : Self.kind(of: scalar) == kind && !scalar.properties.isIdeographic
                    || kind == .word && separatesDigits(scalars, at: end)
            guard isPart else { break }
            end = scalars.index(after: end)
        }
        return end
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        if scalar.isASCII {
            switch scalar.value {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: return .word
            case 0x09...0x0D, 0x20: return .blank
            default: return .other
            }
        }
        if scalar.properties.isWhitespace { return .blank }
        let isWord =
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil || isMark(scalar)
        return isWord ? .word : .other
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .format: true
        default: false
        }
    }

    /// Returns whether a comma or a point is between two digits.
    private static func separatesDigits(
        _ scalars: Substring.UnicodeScalarView, at index: Substring.UnicodeScalarView.Index
    ) -> Bool {
        guard scalars[index] == "," || scalars[index] == ".", index > scalars.startIndex else { return false }
        let next = scalars.index(after: index)
        guard next < scalars.endIndex else { return false }
        let digits: ClosedRange<Unicode.Scalar> = "0"..."9"
        return digits.contains(scalars[next]) && digits.contains(scalars[scalars.index(before: index)])
    }
}
