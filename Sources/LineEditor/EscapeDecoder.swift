/// Separates keys and terminal responses from typed text: a value that takes bytes and the passing of time.
///
/// Sequences are recognized to their end according to ECMA-48, even if their meaning is unknown, so that no part of
/// one becomes text. Bytes that only look like the start of a sequence are returned one by one.
struct EscapeDecoder {
    /// A result of decoding.
    enum Item: Equatable {
        case byte(UInt8)
        /// Starts with Escape. Unfinished if it timed out.
        case sequence([UInt8])
    }

    static let escape: UInt8 = 0x1B

    private enum Shape {
        /// Escape, with nothing after it yet.
        case escape
        /// An incomplete control sequence (`ESC [`) or shifted key (`ESC O`).
        case key
        /// An incomplete string (`ESC ]`, `ESC P` and so on).
        case text
        case whole
        /// A sequence interrupted by another byte.
        case broken
        /// Not a sequence.
        case none
    }

    private var pending: [UInt8] = []

    /// Whether a sequence has started.
    var isOpen: Bool { !pending.isEmpty }

    mutating func feed(_ byte: UInt8) -> [Item] {
        guard isOpen || byte == Self.escape else { return [.byte(byte)] }
        pending.append(byte)
        switch Self.shape(of: pending) {
        case .escape, .key, .text: return []
        case .whole:
            defer { pending = [] }
            return [.sequence(pending)]
        case .broken:
            pending = []
            return feed(byte)
        case .none: return giveBack()
        }
    }

    /// Handles a timeout: no byte arrived within ``patience(escapeIsKey:)``.
    mutating func pass() -> [Item] {
        guard case .key = Self.shape(of: pending) else { return giveBack() }
        defer { pending = [] }
        return [.sequence(pending)]
    }

    /// How long to wait for the next byte before calling ``pass()``; nil means no limit.
    /// - Parameter escapeIsKey: whether Escape alone is a command.
    func patience(escapeIsKey: Bool) -> Duration? {
        guard isOpen else { return nil }
        switch Self.shape(of: pending) {
        case .escape: return escapeIsKey ? .milliseconds(25) : nil
        // Alt with a letter starts the same way and should not be delayed.
        case .text: return .milliseconds(100)
        default: return .milliseconds(500)
        }
    }

    /// Discards an unfinished sequence.
    mutating func reset() { pending = [] }

    private mutating func giveBack() -> [Item] {
        guard let first = pending.first else { return [] }
        let rest = pending.dropFirst()
        pending = []
        return rest.reduce(into: [.byte(first)]) { $0 += feed($1) }
    }
}

extension EscapeDecoder {
    private static func shape(of bytes: [UInt8]) -> Shape {
        var rest = bytes.dropFirst()
        // Alt with a function key, in some terminals.
        let isDoubled = rest.first == escape
        if isDoubled { rest = rest.dropFirst() }
        guard let introducer = rest.popFirst() else { return .escape }
        switch Unicode.Scalar(introducer) {
        case "[": return control(rest)
        case "O": return shifted(rest)
        case "]", "P", "X", "^", "_": return isDoubled ? .none : text(rest)
        default: return .none
        }
    }

    private static func control(_ body: ArraySlice<UInt8>) -> Shape {
        guard let last = body.last else { return .key }
        // Function keys of the Linux console: ESC [ [ A.
        if body.count == 1, last == UInt8(ascii: "[") { return .key }
        switch last {
        // A key with Shift in rxvt: ESC [ 3 $. In other terminals, more bytes follow.
        case UInt8(ascii: "$")
        where body.dropLast().allSatisfy({ (0x30...0x39).contains($0) }) && body.count > 1:
            return .whole
        case 0x20...0x3F: return body.count < 64 ? .key : .broken
        case 0x40...0x7E: return .whole
        default: return .broken
        }
    }

    private static func shifted(_ body: ArraySlice<UInt8>) -> Shape {
        guard let last = body.last else { return .key }
        return switch last {
        case 0x30...0x3B: body.count < 8 ? .key : .broken
        case 0x20...0x7E: .whole
        default: .broken
        }
    }

    private static func text(_ body: ArraySlice<UInt8>) -> Shape {
        guard let last = body.last else { return .text }
        if body.dropLast().last == escape { return last == UInt8(ascii: "\\") ? .whole : .none }
        switch last {
        case 0x07: return .whole
        case escape, 0x20...0x7E, 0x80...: return body.count < 1024 ? .text : .none
        default: return .none
        }
    }
}
