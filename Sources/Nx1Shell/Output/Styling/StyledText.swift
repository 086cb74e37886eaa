import LineEditor

/// Text with looks, fit for a terminal: it can't hold a control character but newlines and tabs, as every text that comes in
/// is made visible on its way.
struct StyledText: Sendable, Hashable {
    struct Span: Sendable, Hashable {
        /// Where it ends.
        var end: Int
        var look: Look
    }

    /// The text in UTF-8.
    private(set) var bytes: [UInt8] = []
    /// The looks in their order; none at all where everything is plain.
    private(set) var spans: [Span] = []

    init() {}

    init(_ text: String, _ look: Look = .plain) {
        append(text, look)
    }

    /// Text that is printable ASCII; it shares the memory of `text`.
    init(printable text: [UInt8]) {
        bytes = text
    }

    var isEmpty: Bool { bytes.isEmpty }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The columns that it takes on one row.
    var width: Int { bytes.withUnsafeBufferPointer { DisplayWidth.of(row: $0) } }

    /// Adds text of any origin.
    mutating func append(_ text: String, _ look: Look = .plain) {
        var text = text
        text.withUTF8 { append(utf8: $0, look) }
    }

    /// Adds text of any origin.
    mutating func append(utf8 text: UnsafeBufferPointer<UInt8>, _ look: Look = .plain) {
        let start = bytes.count
        VisibleText.append(text, to: &bytes)
        extend(look, from: start)
    }

    mutating func append(_ other: StyledText) {
        if other.isEmpty { return }
        let start = bytes.count
        other.bytes.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        if other.spans.isEmpty {
            extend(.plain, from: start)
        } else {
            if spans.isEmpty, start > 0 { spans.append(Span(end: start, look: .plain)) }
            for span in other.spans { spans.append(Span(end: start + span.end, look: span.look)) }
        }
    }

    /// Adds a part of another text.
    /// - Parameter first: a span that doesn't end before the part; afterwards one that doesn't end before the next part.
    mutating func append(_ other: StyledText, _ range: Range<Int>, spansFrom first: inout Int) {
        let start = bytes.count
        other.bytes.withUnsafeBufferPointer {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range]))
        }
        if other.spans.isEmpty || range.isEmpty {
            extend(.plain, from: start)
            return
        }
        if spans.isEmpty, start > 0 { spans.append(Span(end: start, look: .plain)) }
        while first < other.spans.count, other.spans[first].end <= range.lowerBound { first += 1 }
        var next = first
        while next < other.spans.count {
            let end = min(other.spans[next].end, range.upperBound)
            spans.append(Span(end: start + end - range.lowerBound, look: other.spans[next].look))
            if other.spans[next].end >= range.upperBound { break }
            next += 1
        }
    }

    /// Adds text that is printable ASCII.
    mutating func append(printable text: [UInt8], _ look: Look = .plain) {
        let start = bytes.count
        bytes.append(contentsOf: text)
        extend(look, from: start)
    }

    /// Adds blanks.
    mutating func pad(_ columns: Int) {
        guard columns > 0 else { return }
        let start = bytes.count
        if columns < Self.blanks.count {
            Self.blanks.withUnsafeBufferPointer {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[..<columns]))
            }
        } else {
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: columns))
        }
        extend(.plain, from: start)
    }

    private static let blanks = [UInt8](repeating: UInt8(ascii: " "), count: 64)

    /// Adds the end of a row that began at `start`, where blanks are not kept.
    mutating func endRow(trimmedTo start: Int? = nil) {
        if let start {
            var end = bytes.count
            while end > start, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
            if end < bytes.count { cut(at: end) }
        }
        bytes.append(UInt8(ascii: "\n"))
        extend(.plain, from: bytes.count - 1)
    }

    private mutating func cut(at end: Int) {
        bytes.removeLast(bytes.count - end)
        while spans.count > 1, spans[spans.count - 2].end >= end { spans.removeLast() }
        if end == 0 { spans = [] } else if !spans.isEmpty { spans[spans.count - 1].end = end }
    }

    /// Gives what was added behind `start` its look.
    private mutating func extend(_ look: Look, from start: Int) {
        guard bytes.count > start, look != .plain || !spans.isEmpty else { return }
        if spans.isEmpty, start > 0 { spans.append(Span(end: start, look: .plain)) }
        if let last = spans.last, last.look == look {
            spans[spans.count - 1].end = bytes.count
        } else {
            spans.append(Span(end: bytes.count, look: look))
        }
    }

    /// The same text in another look, as far as it has none of its own; styles add up.
    func styled(_ look: Look) -> StyledText {
        if isEmpty { return self }
        var copy = self
        copy.spans =
            spans.isEmpty
            ? [Span(end: bytes.count, look: look)]
            : spans.map { Span(end: $0.end, look: $0.look == .plain ? look : $0.look.adding(look.style)) }
        return copy
    }

    /// The same text in looks that `spans` finds for it.
    func painted(_ spans: (UnsafeBufferPointer<UInt8>) -> [Span]) -> StyledText {
        var copy = self
        copy.spans = bytes.withUnsafeBufferPointer(spans)
        return copy
    }

    /// With blanks where tabs are, whose width depends on where they stand.
    var withoutTabs: StyledText {
        guard bytes.contains(UInt8(ascii: "\t")) else { return self }
        var copy = self
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\t") {
            copy.bytes[index] = UInt8(ascii: " ")
        }
        return copy
    }

    /// The parts of the text in ranges, which don't overlap and are in their order.
    func parts(_ ranges: [Range<Int>]) -> [StyledText] {
        var first = 0
        return ranges.map { range in
            var part = StyledText()
            part.append(self, range, spansFrom: &first)
            return part
        }
    }

    /// The rows of a text in which each of them ends with a newline.
    var rows: [StyledText] {
        var ranges: [Range<Int>] = []
        var start = 0
        for end in bytes.indices where bytes[end] == UInt8(ascii: "\n") {
            ranges.append(start..<end)
            start = end + 1
        }
        return parts(ranges)
    }
}

extension Look {
    fileprivate func adding(_ style: TextStyle) -> Look {
        Look(style: self.style.union(style), color: color, link: link)
    }
}
