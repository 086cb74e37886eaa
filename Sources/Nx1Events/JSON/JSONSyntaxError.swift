/// Where and why a text is not JSON (RFC 8259).
public struct JSONSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// How many bytes come before the place.
    public let offset: Int
    /// The line of the place, from 1. A line ends with LF, CR or CR LF.
    public let line: Int
    /// The column of the place in its line, from 1, in Unicode scalars.
    public let column: Int
    /// What is wrong there, such as `expected a value`.
    public let reason: String

    /// The reason and the place: `expected a value at line 1, column 8`.
    public var description: String { "\(reason) at line \(line), column \(column)" }
}

extension JSONSyntaxError {
    init(_ reason: String, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        let lineFeed = UInt8(ascii: "\n")
        let carriageReturn = UInt8(ascii: "\r")
        var line = 1
        var column = 1
        for position in 0..<Swift.min(offset, bytes.count) {
            let byte = bytes[position]
            if byte == lineFeed || byte == carriageReturn {
                let isMiddleOfEnd =
                    byte == carriageReturn && position + 1 < bytes.count && bytes[position + 1] == lineFeed
                if !isMiddleOfEnd { line += 1 }
                column = 1
            } else if !byte.continuesCharacter && !(position == 0 && bytes.startsWithByteOrderMark) {
                column += 1
            }
        }
        self.init(offset: offset, line: line, column: column, reason: reason)
    }
}

extension UInt8 {
    /// Whether a UTF-8 sequence can't begin with this byte because it belongs inside one.
    var continuesCharacter: Bool { self & 0xC0 == 0x80 }
}

extension UnsafeBufferPointer<UInt8> {
    var startsWithByteOrderMark: Bool {
        count >= 3 && self[0] == 0xEF && self[1] == 0xBB && self[2] == 0xBF
    }
}
