/// Assembles bytes from the keyboard into characters. Invalid UTF-8 becomes U+FFFD, so that nothing disappears
/// silently.
struct KeyDecoder {
    private var pending: [UInt8] = []

    /// Adds a byte.
    /// - Returns: the characters that it completes: none while a character is unfinished, two if it shows that the
    ///   bytes before it were invalid.
    mutating func feed(_ byte: UInt8) -> [Unicode.Scalar] {
        if pending.isEmpty, byte < 0x80 { return [Unicode.Scalar(byte)] }
        pending.append(byte)
        if Self.isBeginning(pending) { return [] }
        let bytes = pending
        pending = []
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        if case .scalarValue(let scalar) = decoder.decode(&iterator), iterator.next() == nil {
            return [scalar]
        }
        return bytes.count == 1 ? ["\u{FFFD}"] : ["\u{FFFD}"] + feed(byte)
    }

    /// Ends an unfinished character: no more of its bytes will come.
    mutating func finish() -> [Unicode.Scalar] {
        defer { pending = [] }
        return pending.isEmpty ? [] : ["\u{FFFD}"]
    }

    /// Discards an unfinished character.
    mutating func reset() { pending = [] }

    /// Whether more bytes can complete these to a character (Unicode 16, table 3-7).
    private static func isBeginning(_ bytes: [UInt8]) -> Bool {
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch bytes[0] {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: return false
        }
        guard bytes.count < length else { return false }
        if bytes.count > 1, !second.contains(bytes[1]) { return false }
        return bytes.dropFirst(2).allSatisfy { (0x80...0xBF).contains($0) }
    }
}
