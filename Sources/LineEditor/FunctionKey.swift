/// A key that a terminal sends as Escape and more, and that vi mode gets as one character instead: a C1 control, which
/// nobody types.
struct FunctionKey {
    static let escape: UInt8 = 0x1B

    /// What the key does, by libedit's name or ours.
    let command: String
    private let sequences: [String]
    private let number: UInt8

    /// The character in its place.
    var code: Unicode.Scalar { Unicode.Scalar(0x80 + number) }

    /// The same as `bind` reads it.
    var name: String { "\\" + String(code.value, radix: 8) }

    /// The key whose bytes behind Escape these are.
    init?(_ sequence: [UInt8]) {
        let text = String(decoding: sequence, as: UTF8.self)
        guard let key = Self.all.first(where: { $0.sequences.contains(text) }) else { return nil }
        self = key
    }

    private init(_ number: UInt8, _ command: String, _ sequences: String...) {
        self.number = number
        self.command = command
        self.sequences = sequences
    }

    /// Whether these bytes behind Escape can become a key's.
    static func isBeginning(_ sequence: [UInt8]) -> Bool {
        let text = String(decoding: sequence, as: UTF8.self)
        return all.contains { $0.sequences.contains { $0.hasPrefix(text) } }
    }

    static let all = [
        FunctionKey(0, "paste-in-brackets", "[200~"), FunctionKey(1, "go-up", "[A", "OA"),
        FunctionKey(2, "go-down", "[B", "OB"), FunctionKey(3, "ed-next-char", "[C", "OC"),
        FunctionKey(4, "ed-prev-char", "[D", "OD"), FunctionKey(5, "ed-move-to-beg", "[H", "OH", "[1~"),
        FunctionKey(6, "go-to-end", "[F", "OF", "[4~"), FunctionKey(7, "ed-delete-next-char", "[3~"),
    ]
}
