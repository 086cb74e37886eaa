/// A number in the writings that most tables have: `-2,410.50`, `€ 5`, `3.2 %`.
///
/// It is much faster than ``WrittenNumber``, which reads all the others and gives the same values for these.
struct PlainNumber {
    let value: Double

    /// Nil for any other text, which may be a number in another writing.
    init?(_ text: String) {
        var text = text
        let value = text.withUTF8 { Self.value(of: $0) }
        guard let value else { return nil }
        self.value = value
    }

    private static func value(of bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        guard bytes.count <= 32 else { return nil }
        var (start, end) = (0, bytes.count)
        if bytes.starts(with: "€".utf8) { start = 3 } else if bytes.first == UInt8(ascii: "$") { start = 1 }
        if start > 0, start < end, bytes[start] == 0x20 { start += 1 }
        if end > start, bytes[end - 1] == UInt8(ascii: "%") {
            // A currency and a percent sign are no number.
            if start > 0 { return nil }
            end -= 1
            if end > start, bytes[end - 1] == 0x20 { end -= 1 }
        }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 33) { plain in
            guard let count = copy(bytes, start..<end, to: plain), count > 0 else { return nil }
            return Double(String(decoding: UnsafeRawBufferPointer(plain)[..<count], as: UTF8.self))
        }
    }

    /// Copies the digits and the point, without commas between groups of three.
    /// - Returns: how many characters were copied; nil for what isn't written so.
    private static func copy(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, to plain: UnsafeMutableBufferPointer<CChar>
    ) -> Int? {
        var (count, digits, sinceComma) = (0, 0, -1)
        var hasPoint = false
        for place in range {
            let byte = bytes[place]
            switch byte {
            case 0x30...0x39:
                digits += 1
                if sinceComma >= 0, !hasPoint { sinceComma += 1 }
            case UInt8(ascii: "-") where place == range.lowerBound: break
            case UInt8(ascii: ",")
            where !hasPoint && (sinceComma == 3 || sinceComma < 0 && (1...3).contains(digits)):
                // `0,123` has a decimal comma.
                if sinceComma < 0, bytes[place - digits] == UInt8(ascii: "0") { return nil }
                sinceComma = 0
                continue
            case UInt8(ascii: ".") where !hasPoint && digits > 0:
                hasPoint = true
            default: return nil
            }
            plain[count] = CChar(bitPattern: byte)
            count += 1
        }
        guard digits > 0, sinceComma < 0 || sinceComma == 3, bytes[range.upperBound - 1] != UInt8(ascii: ".")
        else { return nil }
        return count
    }
}
