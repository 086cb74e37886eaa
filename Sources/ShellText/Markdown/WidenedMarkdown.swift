/// A Markdown text whose delimiter rows, such as `|-|:-:|`, are widened to three hyphens per column, which md4c 0.4
/// requires and GitHub doesn't. The additions are recorded, so that they never show up in the output.
struct WidenedMarkdown {
    /// The text, followed by padding newlines.
    let bytes: [UInt8]
    /// The size of the text, which ends with a newline: md4c 0.4 reads beyond the end of a text that ends inside a
    /// link.
    let count: Int
    /// The ranges of the added hyphens, in order.
    let added: [Range<Int>]
    private static let padding = 16

    init(_ source: String) {
        var source = source
        var bytes: [UInt8] = []
        var added: [Range<Int>] = []
        source.withUTF8 { text in
            bytes.reserveCapacity(text.count + 64)
            /// The start of the part that isn't copied yet.
            var rest = 0
            var start = 0
            while start < text.count {
                let end = text.end(ofRowFrom: start)
                if end - start > 1, Self.mayBeginDelimiterRow(text[start]) {
                    let line = text[start..<end]
                    if Self.isDelimiterRow(line) {
                        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[rest..<start]))
                        Self.widen(line, into: &bytes, noting: &added)
                        rest = end
                    }
                }
                start = end + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[rest...]))
        }
        if bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
        count = bytes.count
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: Self.padding))
        self.bytes = bytes
        self.added = added
    }

    private static func mayBeginDelimiterRow(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "|"), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: ">"): true
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): true
        default: false
        }
    }

    private static func isDelimiterRow(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var hasBar = false
        var hasHyphen = false
        var previous: UInt8 = 0
        for byte in line {
            switch byte {
            case UInt8(ascii: "|"): hasBar = true
            case UInt8(ascii: "-"): hasHyphen = true
            case UInt8(ascii: " "), UInt8(ascii: "\t"):
                // "- |" starts a list item.
                if previous == UInt8(ascii: "-"), !hasBar { return false }
            case UInt8(ascii: ":"), UInt8(ascii: "\r"): break
            case UInt8(ascii: ">") where !hasBar && !hasHyphen: break
            default: return false
            }
            previous = byte
        }
        return hasBar && hasHyphen
    }

    private static func widen(
        _ line: Slice<UnsafeBufferPointer<UInt8>>, into bytes: inout [UInt8], noting added: inout [Range<Int>]
    ) {
        var hyphens = 0
        func finish(_ bytes: inout [UInt8], _ added: inout [Range<Int>]) {
            if hyphens > 0, hyphens < 3 {
                added.append(bytes.count..<bytes.count + 3 - hyphens)
                bytes.append(contentsOf: repeatElement(UInt8(ascii: "-"), count: 3 - hyphens))
            }
            hyphens = 0
        }
        for byte in line {
            if byte == UInt8(ascii: "-") { hyphens += 1 } else { finish(&bytes, &added) }
            bytes.append(byte)
        }
        finish(&bytes, &added)
    }

    /// Returns whether a range certainly has no additions, as is the case for nearly all ranges.
    func isOriginal(_ range: Range<Int>) -> Bool {
        guard let first = added.first, let last = added.last else { return true }
        return range.upperBound <= first.lowerBound || range.lowerBound >= last.upperBound
    }

    /// Returns the original parts of a range.
    func original(_ range: Range<Int>) -> [Range<Int>] {
        var first = 0
        var end = added.count
        while first < end {
            let middle = (first + end) / 2
            if added[middle].upperBound <= range.lowerBound { first = middle + 1 } else { end = middle }
        }
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        while first < added.count, added[first].lowerBound < range.upperBound {
            parts.append(start..<max(start, added[first].lowerBound))
            start = min(range.upperBound, added[first].upperBound)
            first += 1
        }
        parts.append(start..<range.upperBound)
        return parts
    }
}
