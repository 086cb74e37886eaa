import Nx1Events

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Turns bytes, in chunks of any size, into lines of text.
///
/// Lines end with LF or CRLF; a CR elsewhere is part of the text, and the last line may have no ending. A UTF-8 byte
/// order mark at the very start is ignored. A line that isn't text (a NUL byte, invalid UTF-8) or exceeds the limit
/// is rejected as soon as that is known; the lines after it are unaffected. An input that starts with UTF-16's byte
/// order mark is rejected as a whole, once. So is the rest of an input whose line reaches sixteen times the limit.
///
/// Each byte is examined a fixed number of times, whatever the chunks, and at most one line is held in memory.
public struct LineDecoder: Sendable {
    /// The default limit of a line's length: 16 MiB.
    public static let defaultLimit = 16 << 20

    private enum Place {
        /// In the rest of a rejected line.
        case pastLimit
        case inLine
        /// In an input whose rest is rejected.
        case over
    }

    /// A line longer than this many limits counts as endless.
    private static let mostLimits = 16
    /// A line of at most this many bytes never counts as endless, whatever the limit.
    private static let leastEndless = 1 << 20

    private let limit: Int
    private var place = Place.inLine
    private var number = 1
    private var pending: [UInt8] = []
    /// The number of bytes of a rejected line so far.
    private var passed = 0

    /// Whether the rest of the input is rejected, so there is no point in reading on.
    public var isOver: Bool { place == .over }

    /// Creates a decoder for a new input. `limit` is the maximum length of a line in bytes, without its ending.
    public init(limit: Int = LineDecoder.defaultLimit) {
        self.limit = max(0, limit)
    }

    /// The lines that these bytes complete, in order.
    public mutating func decode(_ bytes: some Collection<UInt8>) -> [DecodedLine] {
        if let lines = bytes.withContiguousStorageIfAvailable({ decode(UnsafeRawBufferPointer($0)) }) {
            return lines
        }
        return Array(bytes).withUnsafeBytes { decode($0) }
    }

    /// The lines that these bytes complete, in order.
    public mutating func decode(_ bytes: UnsafeRawBufferPointer) -> [DecodedLine] {
        var lines: [DecodedLine] = []
        var rest = bytes[...]
        while !rest.isEmpty, place != .over {
            let end = LineScan.newline(in: rest)
            if let refusal = append(rest[..<(end ?? rest.endIndex)]) { lines.append(refusal) }
            guard let end, place != .over else { break }
            if let line = complete(hasEnding: true) { lines.append(line) }
            rest = rest[(end + 1)...]
        }
        return lines
    }

    /// The last line, if it has no line ending. Afterwards the decoder is ready for another input.
    public mutating func finish() -> DecodedLine? {
        defer { self = LineDecoder(limit: limit) }
        let isEmpty = pending.isEmpty || number == 1 && pending == LineScan.mark
        return place == .inLine && !isEmpty ? complete(hasEnding: false) : nil
    }

    /// - Returns: the line, if these bytes get it rejected.
    private mutating func append(_ bytes: Slice<UnsafeRawBufferPointer>) -> DecodedLine? {
        switch place {
        case .over: return nil
        case .inLine:
            // Room for bytes that aren't part of the line: a byte order mark, and the CR of a CRLF.
            let room = limit + LineScan.mark.count + 1
            passed = pending.count + bytes.count
            if passed <= room {
                pending.append(contentsOf: bytes)
                return nil
            }
            place =
                number == 1 && LineScan.beginsAsUTF16(Array(pending.prefix(2) + bytes.prefix(2)))
                ? .over : .pastLimit
            pending = []
            return refused(place == .over ? LineScan.utf16Reason : tooLong)
        case .pastLimit:
            passed += bytes.count
            let most = max(limit * Self.mostLimits, Self.leastEndless)
            guard passed > most else { return nil }
            place = .over
            return refused(
                "is longer than \(ByteCount(most)), so the rest of the input is ignored"
            )
        }
    }

    private var tooLong: String { "is longer than \(ByteCount(limit))" }

    private func refused(_ reason: String) -> DecodedLine {
        DecodedLine(number: number, content: .refused(reason: reason))
    }

    /// - Returns: the line, unless it was rejected.
    private mutating func complete(hasEnding: Bool) -> DecodedLine? {
        let line =
            place == .inLine ? DecodedLine(number: number, content: content(hasEnding: hasEnding)) : nil
        if place == .pastLimit { place = .inLine }
        pending.removeAll(keepingCapacity: pending.capacity <= 1 << 20)
        number += 1
        return line
    }

    private mutating func content(hasEnding: Bool) -> DecodedLine.Content {
        if number == 1, LineScan.beginsAsUTF16(pending) {
            place = .over
            return .refused(reason: LineScan.utf16Reason)
        }
        var line = pending[...]
        if number == 1, line.starts(with: LineScan.mark) { line = line.dropFirst(LineScan.mark.count) }
        if hasEnding, line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        return line.count > limit ? .refused(reason: tooLong) : LineScan.text(of: line)
    }
}

/// One line of a script or of piped input, as ``LineDecoder`` found it.
public struct DecodedLine: Sendable, Equatable {
    /// The result of decoding a line.
    public enum Content: Sendable, Equatable {
        /// The line's text, without its line ending.
        case text(String)
        /// The line is rejected. The reason continues the words "Line 7 ", as in "has a NUL byte at column 3", and
        /// has no full stop.
        case refused(reason: String)
    }

    /// The line number in its input, starting at 1.
    public let number: Int
    /// The text, or why the line was rejected.
    public let content: Content

    /// Creates a line with its number, starting at 1.
    public init(number: Int, content: Content) {
        self.number = number
        self.content = content
    }
}

/// Byte-level helpers of ``LineDecoder``.
enum LineScan {
    /// The byte order mark of UTF-8 (Unicode 16, section 23.8).
    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    static let utf16Reason =
        "is UTF-16 text, but only UTF-8 is supported, so the input was ignored. "
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

    /// The bytes as text, or the first reason why they aren't text.
    static func text(of bytes: ArraySlice<UInt8>) -> DecodedLine.Content {
        let text = String(validating: bytes, as: UTF8.self)
        if text != nil, !bytes.contains(0) { return .text(text ?? "") }
        let (column, fault) = firstFault(in: bytes)
        return .refused(reason: fault == 0 ? "has a NUL byte at column \(column)" : invalid(fault, column))
    }

    private static func invalid(_ byte: UInt8, _ column: Int) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "isn't valid UTF-8: unexpected byte 0x\(digits) at column \(column)"
    }

    /// The first byte that is NUL or invalid, and its column in characters, starting at 1.
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
