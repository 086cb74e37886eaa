/// A command for a key that terminals send as an escape sequence. libedit gets it as one character, a C1 control,
/// which can't be typed.
struct FunctionKey: Equatable {
    /// The command, by libedit's name or ours.
    let command: String
    private let number: UInt8

    /// The character that stands for the key.
    var code: Unicode.Scalar { Unicode.Scalar(0x80 + number) }

    /// The same, in the notation of `bind`.
    var name: String { "\\" + String(code.value, radix: 8) }

    private init(_ number: UInt8, _ command: String) {
        self.number = number
        self.command = command
    }

    /// Whether a character stands for a key. If it arrives as text, it means something else.
    static func isCode(_ scalar: Unicode.Scalar) -> Bool { (0x80...0x9F).contains(scalar.value) }

    static let paste = FunctionKey(0, "paste-in-brackets")
    static let up = FunctionKey(1, "go-up")
    static let down = FunctionKey(2, "go-down")
    static let right = FunctionKey(3, "ed-next-char")
    static let left = FunctionKey(4, "ed-prev-char")
    static let home = FunctionKey(5, "ed-move-to-beg")
    static let end = FunctionKey(6, "go-to-end")
    static let delete = FunctionKey(7, "delete-forward")
    static let wordRight = FunctionKey(8, "em-next-word")
    static let wordLeft = FunctionKey(9, "ed-prev-word")
    static let deleteWord = FunctionKey(10, "em-delete-next-word")
    static let deleteWordBack = FunctionKey(11, "ed-delete-prev-word")
    static let newline = FunctionKey(12, "insert-newline")
    static let older = FunctionKey(13, "go-to-older")
    static let newer = FunctionKey(14, "go-to-newer")

    static let all = [
        paste, up, down, right, left, home, end, delete, wordRight, wordLeft, deleteWord, deleteWordBack,
        newline,
        older, newer,
    ]
}
