/// The byte ranges of the parts of a JSON text, for extracting them verbatim. Ranges exclude surrounding white space.
enum JSONOutline {
    struct Member {
        let key: String
        let value: Range<Int>
    }

    /// The range of the JSON text that `bytes` consist of.
    /// - Throws: ``JSONSyntaxError`` if they aren't one JSON text.
    static func text(of bytes: [UInt8]) throws(JSONSyntaxError) -> Range<Int> {
        try withContiguousBytes(of: bytes) { bytes throws(JSONSyntaxError) in
            var scanner = JSONScanner(bytes)
            scanner.skipByteOrderMark()
            let text = try scanner.skipValue()
            try scanner.expectEnd()
            return text
        }
    }

    /// The ranges of consecutive JSON texts in `bytes`, separated by white space or record separators (RFC 7464).
    static func texts(in bytes: [UInt8]) throws(JSONSyntaxError) -> [Range<Int>] {
        try withContiguousBytes(of: bytes) { bytes throws(JSONSyntaxError) in
            var scanner = JSONScanner(bytes)
            scanner.skipByteOrderMark()
            var texts: [Range<Int>] = []
            while true {
                scanner.skipWhitespace()
                if scanner.next == nil { return texts }
                if scanner.next == 0x1E {
                    scanner.position += 1
                } else {
                    texts.append(try scanner.skipValue())
                }
            }
        }
    }

    /// The ranges of the elements of the array at `range`.
    static func elements(of bytes: [UInt8], at range: Range<Int>) throws(JSONSyntaxError) -> [Range<Int>] {
        try withContiguousBytes(of: bytes) { bytes throws(JSONSyntaxError) in
            var scanner = JSONScanner(bytes, at: range.lowerBound + 1)
            var elements: [Range<Int>] = []
            while scanner.hasPart(before: UInt8(ascii: "]")) {
                elements.append(try scanner.skipValue())
            }
            return elements
        }
    }

    /// The names and the ranges of the values of the object at `range`.
    static func members(of bytes: [UInt8], at range: Range<Int>) throws(JSONSyntaxError) -> [Member] {
        try withContiguousBytes(of: bytes) { bytes throws(JSONSyntaxError) in
            var scanner = JSONScanner(bytes, at: range.lowerBound + 1)
            var members: [Member] = []
            while scanner.hasPart(before: UInt8(ascii: "}")) {
                let key = try scanner.scanString().text
                scanner.skipWhitespace()
                scanner.position += 1
                members.append(Member(key: key, value: try scanner.skipValue()))
            }
            return members
        }
    }
}

extension JSONScanner {
    /// Scans a value and returns its range.
    fileprivate mutating func skipValue() throws(JSONSyntaxError) -> Range<Int> {
        skipWhitespace()
        let start = position
        var void = JSONVoid()
        try scanValue(into: &void)
        return start..<position
    }

    /// Advances to the next part of a well-formed container; false at its end.
    fileprivate mutating func hasPart(before closing: UInt8) -> Bool {
        skipWhitespace()
        if next == UInt8(ascii: ",") {
            position += 1
            skipWhitespace()
        }
        return next != nil && next != closing
    }
}
