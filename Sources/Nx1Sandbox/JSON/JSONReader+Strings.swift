extension JSONReader {
    /// Parses the string token at the current position. A lone surrogate becomes U+FFFD.
    mutating func string() throws -> String {
        let quote = position
        position += 1
        var text: [UInt8] = []
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                text += try escape(quote: quote)
            case 0..<0x20:
                throw error("Invalid control character at")
            default:
                text.append(byte)
                position += 1
            }
        }
        throw error("Unterminated string starting at", at: quote)
    }

    private mutating func escape(quote: Int) throws -> [UInt8] {
        let backslash = position
        position += 1
        guard let byte = current else { throw error("Unterminated string starting at", at: quote) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(try escapedScalar()).utf8)
        default: throw error("Invalid \\escape", at: backslash)
        }
    }

    private mutating func escapedScalar() throws -> Character {
        let first = try codeUnit()
        if UTF16.isLeadSurrogate(first), bytes[position...].starts(with: "\\u".utf8) {
            let afterFirst = position
            position += 2
            let second = try codeUnit()
            if UTF16.isTrailSurrogate(second) {
                return Character(UTF16.decode(UTF16.EncodedScalar([first, second])))
            }
            position = afterFirst
        }
        return Character(Unicode.Scalar(first) ?? "\u{FFFD}")
    }

    /// Parses the four hexadecimal digits after `\u`.
    private mutating func codeUnit() throws -> UInt16 {
        let letter = position - 1
        let end = position + 4
        guard end < bytes.count,
            bytes[position..<end].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16)
        else { throw error("Invalid \\uXXXX escape", at: letter) }
        position = end
        return unit
    }
}
