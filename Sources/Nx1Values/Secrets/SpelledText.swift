/// A decoded text, with `%2F` or `\u002f` read as `/`, and the origin of each byte.
struct SpelledText: Sendable {
    private(set) var bytes: [UInt8] = []
    /// The end of each byte's source in the original; nil if the bytes are the original.
    private var ends: [Int]?

    /// The source range in the original of the bytes in `place`.
    func original(_ place: Range<Int>) -> Range<Int> {
        guard let ends, !place.isEmpty else { return place }
        return (place.lowerBound == 0 ? 0 : ends[place.lowerBound - 1])..<ends[place.upperBound - 1]
    }

    /// `text` itself, and decoded as URL, form and JSON, if that differs.
    static func readings(of text: [UInt8]) -> [SpelledText] {
        var readings = [SpelledText(text)]
        if text.contains(UInt8(ascii: "%")) { readings.append(SpelledText(text, reading: percentEncoded)) }
        if text.contains(UInt8(ascii: "+")) { readings.append(SpelledText(text, reading: formEncoded)) }
        if text.contains(UInt8(ascii: "\\")) { readings.append(SpelledText(text, reading: escaped)) }
        return readings
    }

    /// Whether decoding may change the text.
    static func hasOtherReadings(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.contains { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "\\") }
    }

    private init(_ text: [UInt8]) {
        bytes = text
    }

    /// - Parameter read: decodes the escape at the start of a slice and returns its length; nil if there is none.
    private init(_ text: [UInt8], reading read: (ArraySlice<UInt8>) -> (bytes: [UInt8], length: Int)?) {
        var ends: [Int] = []
        var index = 0
        while index < text.count {
            let (meaning, length) = read(text[index...]) ?? ([text[index]], 1)
            index += length
            bytes += meaning
            ends += repeatElement(index, count: meaning.count)
        }
        self.ends = ends
    }

    /// RFC 3986, section 2.1.
    private static func percentEncoded(_ rest: ArraySlice<UInt8>) -> (bytes: [UInt8], length: Int)? {
        guard rest.first == UInt8(ascii: "%"), let byte = number(rest.dropFirst().prefix(2), digits: 2) else {
            return nil
        }
        return ([UInt8(byte)], 3)
    }

    private static func formEncoded(_ rest: ArraySlice<UInt8>) -> (bytes: [UInt8], length: Int)? {
        rest.first == UInt8(ascii: "+") ? ([0x20], 1) : percentEncoded(rest)
    }

    /// RFC 8259, section 7.
    private static func escaped(_ rest: ArraySlice<UInt8>) -> (bytes: [UInt8], length: Int)? {
        guard rest.first == UInt8(ascii: "\\"), let letter = rest.dropFirst().first else { return nil }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return ([letter], 2)
        case UInt8(ascii: "b"): return ([0x08], 2)
        case UInt8(ascii: "f"): return ([0x0C], 2)
        case UInt8(ascii: "n"): return ([0x0A], 2)
        case UInt8(ascii: "r"): return ([0x0D], 2)
        case UInt8(ascii: "t"): return ([0x09], 2)
        case UInt8(ascii: "u"):
            guard let high = number(rest.dropFirst(2).prefix(4), digits: 4) else { return nil }
            if let scalar = Unicode.Scalar(high) { return (Array(String(Character(scalar)).utf8), 6) }
            let second = rest.dropFirst(6)
            guard second.starts(with: #"\u"#.utf8), (0xD800..<0xDC00).contains(high),
                let low = number(second.dropFirst(2).prefix(4), digits: 4), (0xDC00..<0xE000).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
            else { return nil }
            return (Array(String(Character(scalar)).utf8), 12)
        default: return nil
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>, digits count: Int) -> UInt32? {
        guard digits.count == count else { return nil }
        var number: UInt32 = 0
        for digit in digits {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            number = number << 4 | UInt32(value)
        }
        return number
    }
}
