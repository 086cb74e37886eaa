/// Tells what a terminal sends as one key, or answers, from what is typed: a value that bytes and time go into.
///
/// A sequence is taken whole, as ECMA-48 says where it ends, whether or not anybody knows what it means: nothing of it may
/// become text. What only looks like the beginning of one is given back, byte by byte.
struct EscapeDecoder {
    /// What comes of a byte, or of the lack of one.
    enum Item: Equatable {
        case byte(UInt8)
        /// From its Escape on. The last one may be unfinished, when time has passed.
        case sequence([UInt8])
    }

    static let escape: UInt8 = 0x1B

    private enum Shape {
        /// Escape, and nothing behind it yet.
        case escape
        /// A control sequence (`ESC [`) or a shifted key (`ESC O`) that isn't complete.
        case key
        /// A text for the other side (`ESC ]`, `ESC P` and so on) that isn't complete.
        case text
        case whole
        /// A sequence that something else breaks off.
        case broken
        /// No sequence at all.
        case none
    }

    private var pending: [UInt8] = []

    /// Whether a sequence has begun.
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

    /// Nothing has followed for as long as ``patience(escapeIsKey:)`` says.
    mutating func pass() -> [Item] {
        guard case .key = Self.shape(of: pending) else { return giveBack() }
        defer { pending = [] }
        return [.sequence(pending)]
    }

    /// How long to wait for the next byte before ``pass()``; nil: until it comes.
    /// - Parameter escapeIsKey: whether Escape alone does something at once.
    func patience(escapeIsKey: Bool) -> Duration? {
        guard isOpen else { return nil }
        switch Self.shape(of: pending) {
        case .escape: return escapeIsKey ? .milliseconds(25) : nil
        // Alt with a letter begins like one: it should not take long.
        case .text: return .milliseconds(100)
        default: return .milliseconds(500)
        }
    }

    /// Forgets what has begun.
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
        // The function keys of Linux' console: ESC [ [ A.
        if body.count == 1, last == UInt8(ascii: "[") { return .key }
        switch last {
        // A key with Shift in rxvt: ESC [ 3 $. In others, something else follows.
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
