/// Scans JSON in UTF-8 token by token, and passes the tokens to a ``JSONSink``. Uses a stack of its own instead of
/// recursion, so that deep nesting can't exhaust the call stack.
struct JSONScanner {
    private enum Container: UInt8 {
        case array, object
    }

    let bytes: UnsafeBufferPointer<UInt8>
    /// The position of the next byte.
    var position: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    @inline(__always)
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipByteOrderMark() {
        if position == 0 && bytes.startsWithByteOrderMark { position = 3 }
    }

    @inline(__always)
    mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position &+= 1
            default: return
            }
        }
    }

    func failure(_ reason: String, at offset: Int? = nil) -> JSONSyntaxError {
        JSONSyntaxError(reason, at: offset ?? position, in: bytes)
    }

    /// Checks that only white space is left.
    mutating func expectEnd() throws(JSONSyntaxError) {
        skipWhitespace()
        if position < bytes.count { throw failure("expected the end of the text") }
    }

    /// Scans one value, including leading white space.
    mutating func scanValue(into sink: inout some JSONSink) throws(JSONSyntaxError) {
        var open: [Container] = []
        repeat {
            if let container = try beginValue(into: &sink) {
                if open.count == JSONValue.maximumDepth {
                    throw failure("nesting deeper than \(JSONValue.maximumDepth) levels", at: position - 1)
                }
                open.append(container)
                if try beginContent(of: container, into: &sink) { continue }
            }
            while let container = open.last {
                if try continueContent(of: container, into: &sink) { break }
                open.removeLast()
            }
        } while !open.isEmpty
    }

    /// Scans a scalar, or the opening bracket of the returned container.
    @inline(__always)
    private mutating func beginValue(into sink: inout some JSONSink) throws(JSONSyntaxError) -> Container? {
        skipWhitespace()
        switch next {
        case UInt8(ascii: "\""):
            let string = try scanString()
            sink.string(string)
        case UInt8(ascii: "{"):
            position &+= 1
            return .object
        case UInt8(ascii: "["):
            position &+= 1
            return .array
        case let byte?
        where byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte):
            let range = try scanNumber()
            sink.number(bytes.part(range))
        case UInt8(ascii: "t"):
            try scanWord("true")
            sink.bool(true)
        case UInt8(ascii: "f"):
            try scanWord("false")
            sink.bool(false)
        case UInt8(ascii: "n"):
            try scanWord("null")
            sink.null()
        default:
            throw failure("expected a value")
        }
        return nil
    }

    /// Scans what follows an opening bracket. True if a value must follow; otherwise the closing bracket is next.
    @inline(__always)
    private mutating func beginContent(
        of container: Container, into sink: inout some JSONSink
    ) throws(JSONSyntaxError) -> Bool {
        skipWhitespace()
        switch container {
        case .array:
            sink.beginArray()
            return next != UInt8(ascii: "]")
        case .object:
            sink.beginObject()
            if next == UInt8(ascii: "}") { return false }
            try scanKey(into: &sink)
            return true
        }
    }

    /// Scans what follows a value in a container. True if a value must follow; false if the container ended.
    @inline(__always)
    private mutating func continueContent(
        of container: Container, into sink: inout some JSONSink
    ) throws(JSONSyntaxError) -> Bool {
        skipWhitespace()
        switch (next, container) {
        case (UInt8(ascii: ","), _):
            let comma = position
            position &+= 1
            skipWhitespace()
            if next == UInt8(ascii: container == .array ? "]" : "}") {
                throw failure("unexpected comma before the closing bracket", at: comma)
            }
            if container == .object { try scanKey(into: &sink) }
            return true
        case (UInt8(ascii: "]"), .array):
            position &+= 1
            sink.endArray()
            return false
        case (UInt8(ascii: "}"), .object):
            position &+= 1
            sink.endObject()
            return false
        case (_, .array):
            throw failure("expected a comma or ]")
        case (_, .object):
            throw failure("expected a comma or }")
        }
    }

    @inline(__always)
    private mutating func scanKey(into sink: inout some JSONSink) throws(JSONSyntaxError) {
        guard next == UInt8(ascii: "\"") else { throw failure("expected a member name in double quotes") }
        sink.key(try scanString())
        skipWhitespace()
        guard next == UInt8(ascii: ":") else { throw failure("expected a colon") }
        position &+= 1
    }
}

extension JSONScanner {
    /// Scans a string, including its quotes.
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
                throw failure("unterminated string", at: quote)
            default:
                throw failure("unescaped control character in a string")
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
                    throw failure("expected four hexadecimal digits after \\u", at: backslash)
                }
                position += 1
            }
        default:
            throw failure("invalid escape in a string", at: backslash)
        }
    }

    /// Scans a number and returns its range.
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
