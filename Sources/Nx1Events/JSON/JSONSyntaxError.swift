/// A syntax error in JSON (RFC 8259), with its position.
public struct JSONSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The byte offset of the error.
    public let offset: Int
    /// The line of the error, starting at 1. A line ends with LF, CR or CR LF.
    public let line: Int
    /// The column of the error, starting at 1, in Unicode scalars.
    public let column: Int
    /// The problem, such as `expected a value`.
    public let reason: String

    /// The reason and the position: `expected a value at line 1, column 8`.
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
    /// Whether this is a UTF-8 continuation byte.
    var continuesCharacter: Bool { self & 0xC0 == 0x80 }
}

extension UnsafeBufferPointer<UInt8> {
    var startsWithByteOrderMark: Bool {
        count >= 3 && self[0] == 0xEF && self[1] == 0xBB && self[2] == 0xBF
    }
}
