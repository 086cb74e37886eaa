#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What ``LineDecoder`` asks about bytes.
enum LineScan {
    /// The byte order mark of UTF-8 (Unicode 16, section 23.8).
    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    static let utf16Reason =
        "is UTF-16 text, and only UTF-8 is read; nothing of this input was taken. "
        + "Convert it first, for example with `iconv -f UTF-16 -t UTF-8`"

    static func beginsAsUTF16(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    }

    /// The index of the first LF.
    static func newline(in bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
        let part = UnsafeRawBufferPointer(rebasing: bytes)
        guard let start = part.baseAddress, let found = memchr(start, 0x0A, part.count) else { return nil }
        return bytes.startIndex + (UnsafeRawPointer(found) - start)
    }

    /// The bytes as text, or the first thing that keeps them from being text.
    static func text(of bytes: ArraySlice<UInt8>) -> DecodedLine.Content {
        let text = String(validating: bytes, as: UTF8.self)
        if text != nil, !bytes.contains(0) { return .text(text ?? "") }
        let (column, fault) = firstFault(in: bytes)
        return .refused(reason: fault == 0 ? "has a NUL byte at column \(column)" : invalid(fault, column))
    }

    private static func invalid(_ byte: UInt8, _ column: Int) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "is not UTF-8 text: the byte 0x\(digits) at column \(column) doesn't belong there"
    }

    /// The column, in characters from 1, of the first byte that is NUL or not UTF-8, and that byte.
    private static func firstFault(in bytes: ArraySlice<UInt8>) -> (column: Int, byte: UInt8) {
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        var offset = bytes.startIndex
        while offset < bytes.endIndex, bytes[offset] != 0,
            case .valid(let scalar) = parser.parseScalar(from: &rest)
        {
            offset += scalar.count
        }
        let before = String(decoding: bytes[..<offset], as: UTF8.self)
        return (before.count + 1, offset < bytes.endIndex ? bytes[offset] : 0)
    }
}
