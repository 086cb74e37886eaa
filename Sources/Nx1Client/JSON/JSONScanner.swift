/// Reads JSON token by token over bytes in UTF-8, and tells a ``JSONSink`` what it found. Keeps no more than the way back up,
/// so that no depth of nesting can exhaust the stack.
struct JSONScanner {
    private enum Container: UInt8 {
        case array, object
    }

    let bytes: UnsafeBufferPointer<UInt8>
    /// The next byte to be read.
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

    /// Nothing but white space may be left.
    mutating func expectEnd() throws(JSONSyntaxError) {
        skipWhitespace()
        if position < bytes.count { throw failure("expected the end of the text") }
    }

    /// Reads one value, white space before it included.
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

    /// Reads a scalar, or the opening bracket of the container that it returns.
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

    /// What follows an opening bracket. True if a value has to follow; else the closing bracket is next.
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

    /// What follows a value in a container. True if a value has to follow; false if the container ended.
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
                throw failure("a comma before the closing bracket", at: comma)
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
