import LineEditor

extension StyledText {
    /// Returns the text wrapped to a width: at newlines, between words, or else where the row is full.
    func wrapped(to columns: Int) -> [StyledText] {
        isOneRow(of: columns) ? [self] : parts(rowRanges(to: columns))
    }

    /// Returns the byte ranges of the wrapped rows.
    func rowRanges(to columns: Int) -> [Range<Int>] {
        rowRanges(of: 0..<bytes.count, to: columns)
    }

    /// Returns the byte ranges of the wrapped rows of a part.
    func rowRanges(of part: Range<Int>, to columns: Int) -> [Range<Int>] {
        bytes.withUnsafeBufferPointer { bytes in
            var wrapping = Wrapping(bytes, part, columns: max(2, columns))
            return wrapping.rows()
        }
    }

    /// Returns whether the text certainly fits into one row.
    func isOneRow(of columns: Int) -> Bool {
        isOneRow(0..<bytes.count, of: columns)
    }

    /// Returns whether a part certainly fits into one row.
    func isOneRow(_ part: Range<Int>, of columns: Int) -> Bool {
        part.count <= columns && !part.contains { bytes[$0] == UInt8(ascii: "\n") }
    }

    /// Appends a text, wrapped to a width. Each row ends with a newline.
    package mutating func appendRows(of text: StyledText, columns: Int) {
        if text.isOneRow(of: columns) {
            append(text)
            endRow()
            return
        }
        var first = 0
        for range in text.rowRanges(to: columns) {
            append(text, range, spansFrom: &first)
            endRow()
        }
    }

    /// Returns the parts in ascending ranges that don't overlap.
    private func parts(_ ranges: [Range<Int>]) -> [StyledText] {
        var first = 0
        return ranges.map { range in
            var part = StyledText()
            part.append(self, range, spansFrom: &first)
            return part
        }
    }

    /// The rows of a text in which every row ends with a newline.
    package var rows: [StyledText] {
        var ranges: [Range<Int>] = []
        var start = 0
        for end in bytes.indices where bytes[end] == UInt8(ascii: "\n") {
            ranges.append(start..<end)
            start = end + 1
        }
        return parts(ranges)
    }
}

/// Finds the rows of a part of a text in one pass.
private struct Wrapping {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let columns: Int
    private var found: [Range<Int>] = []
    /// The start of the current row.
    private var start: Int
    private var column = 0
    /// The last break opportunity: the end of the row before it, the start of the next row, and the column of that
    /// start.
    private var opportunity: (end: Int, next: Int, column: Int)?

    init(_ text: UnsafeBufferPointer<UInt8>, _ part: Range<Int>, columns: Int) {
        // Bytes after the part aren't read.
        bytes = UnsafeBufferPointer(rebasing: text[..<part.upperBound])
        start = part.lowerBound
        self.columns = columns
    }

    mutating func rows() -> [Range<Int>] {
        var position = start
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\n") {
                end(row: position, next: position + 1, column: column)
                column = 0
                position += 1
            } else if byte == UInt8(ascii: " ") {
                if opportunity?.next == position {
                    opportunity?.next = position + 1
                    opportunity?.column = column + 1
                } else {
                    opportunity = (position, position + 1, column + 1)
                }
                column += 1
                position += 1
            } else if byte < 0x80 {
                make(room: 1, at: position)
                position += 1
            } else {
                let cluster = Cluster(in: bytes, at: position)
                if cluster.isWide, position > start, opportunity?.next != position, cluster.mayBeginRow {
                    opportunity = (position, position, column)
                }
                make(room: cluster.width, at: position)
                position += cluster.length
                if cluster.isWide, position < bytes.count, bytes[position] > 0x20, bytes[position] < 0x80,
                    !isClosing(bytes[position])
                {
                    opportunity = (position, position, column)
                }
            }
        }
        end(row: bytes.count, next: bytes.count, column: column)
        return found
    }

    /// Reserves columns for the character at `position`, starting a new row if this one is full.
    private mutating func make(room: Int, at position: Int) {
        if column + room > columns, position > start {
            if let opportunity {
                end(row: opportunity.end, next: opportunity.next, column: opportunity.column)
            }
            if column + room > columns, position > start {
                end(row: position, next: position, column: column)
            }
        }
        column += room
    }

    private mutating func end(row end: Int, next: Int, column: Int) {
        var last = max(start, end)
        while last > start, bytes[last - 1] == UInt8(ascii: " ") { last -= 1 }
        found.append(start..<last)
        start = next
        self.column -= column
        opportunity = nil
    }

    private func isClosing(_ byte: UInt8) -> Bool {
        ".,;:!?)]}".utf8.contains(byte)
    }
}

/// A non-ASCII character with its combining marks.
private struct Cluster {
    private(set) var length: Int
    private(set) var width: Int
    private let first: UInt32
    var isWide: Bool { width > 1 }

    init(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
        var (scalar, size) = bytes.scalar(at: start)
        first = scalar.value
        length = size
        width = DisplayWidth.of(scalar) ?? 0
        var joins = false
        while start + length < bytes.count, bytes[start + length] >= 0x80 {
            (scalar, size) = bytes.scalar(at: start + length)
            guard joins || DisplayWidth.of(scalar) == 0 else { break }
            joins = scalar.value == 0x200D
            length += size
        }
    }

    /// Whether it may start a row, which closing punctuation must not.
    var mayBeginRow: Bool {
        switch first {
        case 0x3001, 0x3002, 0xFF0C, 0xFF0E, 0xFF01, 0xFF1F, 0xFF1A, 0xFF1B, 0xFF09: false
        case 0x300D, 0x300F, 0x3011, 0x3009, 0x300B, 0x30FC: false
        default: true
        }
    }
}
