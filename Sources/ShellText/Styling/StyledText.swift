import LineEditor

/// Styled text that is safe for a terminal: every appended text is made visible, so it has no control characters except
/// newlines and tabs.
package struct StyledText: Sendable, Hashable {
    struct Span: Sendable, Hashable {
        /// The end, as a byte offset.
        var end: Int
        var look: Look
    }

    /// The text in UTF-8.
    private(set) var bytes: [UInt8] = []
    /// The spans of looks, in order; empty if everything is plain.
    private(set) var spans: [Span] = []
    /// The links that looks refer to.
    private(set) var links: [SafeLink] = []

    package init() {}

    package init(_ text: String, _ look: Look = .plain) {
        append(text, look)
    }

    var isEmpty: Bool { bytes.isEmpty }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The width on one row, in columns.
    package var width: Int { bytes.withUnsafeBufferPointer { DisplayWidth.of(row: $0) } }

    /// Removes the content, but keeps the memory.
    mutating func clear() {
        if !bytes.isEmpty { bytes.removeAll(keepingCapacity: true) }
        if !spans.isEmpty { spans.removeAll(keepingCapacity: true) }
        if !links.isEmpty { links.removeAll(keepingCapacity: true) }
    }

    /// Reserves memory. Unused memory isn't touched.
    mutating func reserve(bytes byteCount: Int, spans spanCount: Int) {
        bytes.reserveCapacity(byteCount)
        spans.reserveCapacity(spanCount)
    }

    // MARK: Adding

    /// Appends untrusted text.
    package mutating func append(_ text: String, _ look: Look = .plain) {
        var text = text
        text.withUTF8 { append(utf8: $0, look) }
    }

    /// Appends untrusted text.
    mutating func append(utf8 text: UnsafeBufferPointer<UInt8>, _ look: Look = .plain) {
        let start = bytes.count
        VisibleText.append(text, to: &bytes)
        extend(look, from: start)
    }

    /// Appends printable ASCII text.
    mutating func append(printable text: UnsafeBufferPointer<UInt8>, _ look: Look = .plain) {
        let start = bytes.count
        bytes.append(contentsOf: text)
        extend(look, from: start)
    }

    /// Appends trusted text, such as a bar.
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

    /// Appends a zero-width mark that ends right-to-left text, so that a terminal with bidirectional layout keeps
    /// numbers after it in place.
    package mutating func appendLeftToRightMark() { append(sign: "\u{200E}") }

    package mutating func append(_ other: StyledText) {
        var first = 0
        append(other, 0..<other.bytes.count, spansFrom: &first)
    }

    /// Appends a part of another text.
    /// - Parameter first: a span that doesn't end before the part; updated to one that doesn't end before the next
    ///   part.
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

    /// Appends spaces.
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

    /// Ends a row. If `start`, the row's first byte, is given, trailing spaces are removed.
    package mutating func endRow(trimmedTo start: Int? = nil) {
        if let start {
            var end = bytes.count
            while end > start, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
            if end < bytes.count { cut(at: end) }
        }
        bytes.append(UInt8(ascii: "\n"))
        extend(.plain, from: bytes.count - 1)
    }

    /// Appends a horizontal rule of at most forty columns.
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

    /// Applies a look to the text appended since `start`.
    private mutating func extend(_ look: Look, from start: Int) {
        guard bytes.count > start, look != .plain || !spans.isEmpty else { return }
        beginSpans(from: start)
        if let last = spans.last, last.look == look {
            spans[spans.count - 1].end = bytes.count
        } else {
            spans.append(Span(end: bytes.count, look: look))
        }
    }

    /// Adds a plain span up to `start`, if there are no spans yet.
    private mutating func beginSpans(from start: Int) {
        if spans.isEmpty, start > 0 { spans.append(Span(end: start, look: .plain)) }
    }

    /// Returns the number of a link for use in a look, reusing the last one if it is the same link.
    mutating func number(of link: SafeLink) -> UInt32 {
        if links.last != link { links.append(link) }
        return UInt32(links.count)
    }

    /// Returns the first span from `first` on that ends after a position.
    func span(endingBehind position: Int, from first: Int) -> Int {
        var next = first
        while next < spans.count, spans[next].end <= position { next += 1 }
        return next
    }

    func link(of look: Look) -> SafeLink? {
        look.link == 0 ? nil : links[Int(look.link) - 1]
    }

    /// Applies a look to all plain text, and adds its style to the rest.
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

    /// Replaces all looks by those that `spans` returns.
    mutating func paint(_ spans: (UnsafeBufferPointer<UInt8>) -> [Span]) {
        self.spans = bytes.withUnsafeBufferPointer(spans)
    }

    /// Replaces tabs by spaces from `start` on, since the width of a tab depends on its column.
    mutating func replaceTabs(from start: Int = 0) {
        var index = start
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\t") { bytes[index] = UInt8(ascii: " ") }
            index += 1
        }
    }
}
