import LineEditor

/// Text with looks, fit for a terminal: it can't hold a control character but newlines and tabs, as every text that comes in
/// is made visible on its way.
package struct StyledText: Sendable, Hashable {
    struct Span: Sendable, Hashable {
        /// Where it ends.
        var end: Int
        var look: Look
    }

    /// The text in UTF-8.
    private(set) var bytes: [UInt8] = []
    /// The looks in their order; none at all where everything is plain.
    private(set) var spans: [Span] = []
    /// Where the looks lead that lead anywhere.
    private(set) var links: [SafeLink] = []

    package init() {}

    package init(_ text: String, _ look: Look = .plain) {
        append(text, look)
    }

    var isEmpty: Bool { bytes.isEmpty }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The columns that it takes on one row.
    package var width: Int { bytes.withUnsafeBufferPointer { DisplayWidth.of(row: $0) } }

    /// Makes it empty, to be filled again in the same memory.
    mutating func clear() {
        if !bytes.isEmpty { bytes.removeAll(keepingCapacity: true) }
        if !spans.isEmpty { spans.removeAll(keepingCapacity: true) }
        if !links.isEmpty { links.removeAll(keepingCapacity: true) }
    }

    /// Makes room; what isn't used of it takes no memory.
    mutating func reserve(bytes byteCount: Int, spans spanCount: Int) {
        bytes.reserveCapacity(byteCount)
        spans.reserveCapacity(spanCount)
    }

    // MARK: Adding

    /// Adds text of any origin.
    package mutating func append(_ text: String, _ look: Look = .plain) {
        var text = text
        text.withUTF8 { append(utf8: $0, look) }
    }

    /// Adds text of any origin.
    mutating func append(utf8 text: UnsafeBufferPointer<UInt8>, _ look: Look = .plain) {
        let start = bytes.count
        VisibleText.append(text, to: &bytes)
        extend(look, from: start)
    }

    /// Adds text that is printable ASCII.
    mutating func append(printable text: UnsafeBufferPointer<UInt8>, _ look: Look = .plain) {
        let start = bytes.count
        bytes.append(contentsOf: text)
        extend(look, from: start)
    }

    /// Adds a text of our own, such as a bar, with a look of its own.
    mutating func append(sign: StaticString, _ look: Look = .plain) {
        append(sign: UnsafeBufferPointer(start: sign.utf8Start, count: sign.utf8CodeUnitCount), look)
    }

    private mutating func append(sign: UnsafeBufferPointer<UInt8>, _ look: Look) {
        let start = bytes.count
        bytes.append(contentsOf: sign)
        if look == .plain {
            extend(look, from: start)
        } else {
            beginSpans(from: start)
            spans.append(Span(end: bytes.count, look: look))
        }
    }

    /// Adds a mark that takes no column and ends the order of text that runs from right to left, so that numbers behind such text
    /// stay behind it where a terminal puts that text in its order.
    package mutating func appendLeftToRightMark() { append(sign: "\u{200E}") }

    package mutating func append(_ other: StyledText) {
        var first = 0
        append(other, 0..<other.bytes.count, spansFrom: &first)
    }

    /// Adds a part of another text.
    /// - Parameter first: a span that doesn't end before the part; afterwards one that doesn't end before the next part.
    mutating func append(_ other: StyledText, _ range: Range<Int>, spansFrom first: inout Int) {
        if range.isEmpty { return }
        let start = bytes.count
        other.bytes.withUnsafeBufferPointer {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range]))
        }
        if other.spans.isEmpty {
            extend(.plain, from: start)
            return
        }
        beginSpans(from: start)
        first = other.span(endingBehind: range.lowerBound, from: first)
        var next = first
        while next < other.spans.count {
            var span = other.spans[next]
            let isLast = span.end >= range.upperBound
            span.end = start + min(span.end, range.upperBound) - range.lowerBound
            if let link = other.link(of: span.look) { span.look.link = number(of: link) }
            spans.append(span)
            if isLast { break }
            next += 1
        }
    }

    /// Adds blanks.
    package mutating func pad(_ columns: Int) {
        guard columns > 0 else { return }
        let blanks: StaticString = "                                                                "
        var left = columns
        while left > 0 {
            let count = min(left, blanks.utf8CodeUnitCount)
            append(printable: UnsafeBufferPointer(start: blanks.utf8Start, count: count))
            left -= count
        }
    }

    /// Adds the end of a row that began at `start`, where blanks are not kept.
    package mutating func endRow(trimmedTo start: Int? = nil) {
        if let start {
            var end = bytes.count
            while end > start, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
            if end < bytes.count { cut(at: end) }
        }
        bytes.append(UInt8(ascii: "\n"))
        extend(.plain, from: bytes.count - 1)
    }

    /// Adds a row that is a line across, of at most forty columns.
    mutating func appendRule(columns: Int) {
        let line: StaticString = "────────────────────────────────────────"
        let width = max(0, min(columns, 40)) * (line.utf8CodeUnitCount / 40)
        append(sign: UnsafeBufferPointer(start: line.utf8Start, count: width), .dim)
        endRow()
    }

    private mutating func cut(at end: Int) {
        bytes.removeLast(bytes.count - end)
        while spans.count > 1, spans[spans.count - 2].end >= end { spans.removeLast() }
        if end == 0 { spans = [] } else if !spans.isEmpty { spans[spans.count - 1].end = end }
    }

    // MARK: Looks

    /// Gives what was added behind `start` its look.
    private mutating func extend(_ look: Look, from start: Int) {
        guard bytes.count > start, look != .plain || !spans.isEmpty else { return }
        beginSpans(from: start)
        if let last = spans.last, last.look == look {
            spans[spans.count - 1].end = bytes.count
        } else {
            spans.append(Span(end: bytes.count, look: look))
        }
    }

    /// Notes that what is in front of `start` is plain, if no look was there before.
    private mutating func beginSpans(from start: Int) {
        if spans.isEmpty, start > 0 { spans.append(Span(end: start, look: .plain)) }
    }

    /// The number that a look has for a link; that of the link before, if it leads to the same place.
    mutating func number(of link: SafeLink) -> UInt32 {
        if links.last != link { links.append(link) }
        return UInt32(links.count)
    }

    /// The first span that ends behind a position, of those from `first` on.
    func span(endingBehind position: Int, from first: Int) -> Int {
        var next = first
        while next < spans.count, spans[next].end <= position { next += 1 }
        return next
    }

    func link(of look: Look) -> SafeLink? {
        look.link == 0 ? nil : links[Int(look.link) - 1]
    }

    /// Gives all of it a look, as far as it has none of its own; styles add up.
    mutating func apply(_ look: Look) {
        if isEmpty || look == .plain { return }
        if spans.isEmpty {
            spans.append(Span(end: bytes.count, look: look))
            return
        }
        for index in spans.indices {
            if spans[index].look == .plain {
                spans[index].look = look
            } else {
                spans[index].look.style.formUnion(look.style)
            }
        }
    }

    /// Gives all of it the looks that `spans` finds for it.
    mutating func paint(_ spans: (UnsafeBufferPointer<UInt8>) -> [Span]) {
        self.spans = bytes.withUnsafeBufferPointer(spans)
    }

    /// Puts blanks where tabs are behind `start`: the width of a tab depends on where it stands.
    mutating func replaceTabs(from start: Int = 0) {
        var index = start
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\t") { bytes[index] = UInt8(ascii: " ") }
            index += 1
        }
    }
}
