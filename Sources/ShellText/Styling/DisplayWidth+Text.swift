import LineEditor

extension DisplayWidth {
    /// Returns the width of UTF-8 text on one row. Characters combined by a joiner count as one.
    static func of(row text: UnsafeBufferPointer<UInt8>) -> Int {
        if text.allSatisfy({ $0 < 0x80 }) { return text.count }
        var columns = 0
        var joins = false
        var position = 0
        // Cache the last lookup, since some characters are repeated, as in a rule.
        var last: (scalar: Unicode.Scalar, width: Int) = (" ", 1)
        while position < text.count {
            let (scalar, length) = text.scalar(at: position)
            if !joins {
                if scalar != last.scalar { last = (scalar, of(scalar) ?? 0) }
                columns += last.width
            }
            joins = scalar.value == 0x200D
            position += length
        }
        return columns
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Returns the index of the next newline from `start` on, or the end of the text.
    func end(ofRowFrom start: Int) -> Int {
        var end = start
        while end < count, self[end] != UInt8(ascii: "\n") { end += 1 }
        return end
    }

    /// Returns the character at a position of valid UTF-8, and its length in bytes.
    func scalar(at start: Int) -> (Unicode.Scalar, length: Int) {
        let first = UInt32(self[start])
        if first < 0x80 { return (Unicode.Scalar(UInt8(first)), 1) }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = first & (0xFF >> UInt32(length + 1))
        for offset in 1..<length where start + offset < count {
            value = value << 6 | UInt32(self[start + offset] & 0x3F)
        }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }
}
