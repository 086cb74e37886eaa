extension JSONScanner {
    /// Reads a string, its quotes included.
    @inline(__always)
    mutating func scanString() throws(JSONSyntaxError) -> JSONStringToken {
        let quote = position
        var hasEscapes = false
        position &+= 1
        while true {
            position = bytes.firstIndex(from: position) { word in
                word.marks(of: UInt8(ascii: "\"")) | word.marks(of: UInt8(ascii: "\\"))
                    | word.marks(below: 0x20)
            }
            switch next {
            case UInt8(ascii: "\""):
                position &+= 1
                return JSONStringToken(content: bytes.part(quote + 1..<position - 1), hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try skipEscape()
            case nil:
                throw failure("a string without its closing quote", at: quote)
            default:
                throw failure("a control character in a string, which has to be escaped")
            }
        }
    }

    private mutating func skipEscape() throws(JSONSyntaxError) {
        let backslash = position
        position += 1
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            position += 1
            for _ in 0..<4 {
                guard let digit = next, digit.hexadecimalValue != nil else {
                    throw failure("\\u without four hexadecimal digits", at: backslash)
                }
                position += 1
            }
        default:
            throw failure("an unknown escape in a string", at: backslash)
        }
    }

    /// Reads a number and gives its place.
    @inline(__always)
    mutating func scanNumber() throws(JSONSyntaxError) -> Range<Int> {
        let start = position
        if next == UInt8(ascii: "-") { position &+= 1 }
        if next == UInt8(ascii: "0") {
            position &+= 1
        } else {
            try scanDigits()
        }
        if next == UInt8(ascii: ".") {
            position &+= 1
            try scanDigits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position &+= 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position &+= 1 }
            try scanDigits()
        }
        return start..<position
    }

    @inline(__always)
    private mutating func scanDigits() throws(JSONSyntaxError) {
        let start = position
        while let byte = next, UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9") { position &+= 1 }
        if position == start { throw failure("expected a digit") }
    }

    @inline(__always)
    mutating func scanWord(_ word: StaticString) throws(JSONSyntaxError) {
        let start = position
        for offset in 0..<word.utf8CodeUnitCount {
            guard next == word.utf8Start[offset] else { throw failure("expected a value", at: start) }
            position &+= 1
        }
    }
}

extension UInt8 {
    var hexadecimalValue: UInt16? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(self - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(self - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(self - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
