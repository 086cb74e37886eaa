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
/// Lines end with LF or CRLF; a CR elsewhere is part of the text, and the last line may have no ending. A UTF-8
/// byte order mark at the very start is ignored. A line that isn't text (a NUL byte, invalid UTF-8) or is longer
/// than the limit is refused by itself, as soon as that is known, and the lines after it are fine. An input that begins with the
/// byte order mark of UTF-16 is refused as a whole, once, and so is what follows in a line that goes on to sixteen times the limit.
///
/// Each byte is looked at a fixed number of times, whatever the chunks; no more than one line is held.
public struct LineDecoder: Sendable {
    /// The longest line that is taken unless ``init(limit:)`` says otherwise: 16 MiB.
    public static let defaultLimit = 16 << 20

    private enum Place {
        /// In a line that has been refused.
        case pastLimit
        case inLine
        /// In an input that is refused from here on.
        case over
    }

    /// A line that goes on for so many limits is taken for one that never ends.
    private static let mostLimits = 16
    /// So many bytes are no endless line, whatever the limit.
    private static let leastEndless = 1 << 20

    private let limit: Int
    private var place = Place.inLine
    private var number = 1
    private var pending: [UInt8] = []
    /// How many bytes of a refused line have come.
    private var passed = 0

    /// Whether nothing more of this input is taken, so that nobody need go on reading it.
    public var isOver: Bool { place == .over }

    /// A decoder at the beginning of an input. `limit` is the greatest length of a line in bytes, without its
    /// ending.
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

    /// The last line, if it has no line ending. The decoder is at the beginning of another input afterwards.
    public mutating func finish() -> DecodedLine? {
        defer { self = LineDecoder(limit: limit) }
        let isEmpty = pending.isEmpty || number == 1 && pending == LineScan.mark
        return place == .inLine && !isEmpty ? complete(hasEnding: false) : nil
    }

    /// - Returns: the line, if it is refused now.
    private mutating func append(_ bytes: Slice<UnsafeRawBufferPointer>) -> DecodedLine? {
        switch place {
        case .over: return nil
        case .inLine:
            // Room for what isn't the line's own: a byte order mark, and the CR of a CRLF.
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
                "goes on for more than \(ByteCount(most)), so nothing that comes after it in this input is taken"
            )
        }
    }

    private var tooLong: String { "is longer than \(ByteCount(limit))" }

    private func refused(_ reason: String) -> DecodedLine {
        DecodedLine(number: number, content: .refused(reason: reason))
    }

    /// - Returns: the line, unless it has been refused.
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
    /// What the bytes of a line turned out to be.
    public enum Content: Sendable, Equatable {
        /// The line's text, without its line ending.
        case text(String)
        /// The line can't be taken. The reason goes on after the words "Line 7 ", as in
        /// "has a NUL byte at column 3", and has no full stop.
        case refused(reason: String)
    }

    /// The number of the line in its input; the first is 1.
    public let number: Int
    /// The text, or why there is none.
    public let content: Content

    /// A line by its number, counted from 1, and what it holds.
    public init(number: Int, content: Content) {
        self.number = number
        self.content = content
    }
}

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
