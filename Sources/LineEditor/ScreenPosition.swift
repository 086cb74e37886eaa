/// A position on the screen, relative to the first character of the prompt.
///
/// The rules follow libedit's drawing (its `refresh.c`): a full row leads to the next one at once, a wide character
/// that doesn't fit moves to the next row, a tab moves to the next multiple of eight, and unprintable characters are
/// drawn as `^X` or `\U+1234`.
struct ScreenPosition: Equatable {
    var row = 0
    var column = 0

    /// The cursor's position after `prompt` and `text`, on a terminal with `columns` columns.
    /// - Parameter next: the character after the text; a wide one that doesn't fit moves the cursor to the next row.
    static func after(
        prompt: String, text: some Sequence<Unicode.Scalar>, next: Unicode.Scalar? = nil, columns: Int
    ) -> ScreenPosition {
        var position = ScreenPosition()
        for scalar in prompt.unicodeScalars {
            position.advance(DisplayWidth.of(scalar) ?? 0, columns: columns)
        }
        for scalar in text { position.draw(scalar, columns: columns) }
        if let next, let width = DisplayWidth.of(next), width > 1, position.column + width > columns {
            position = ScreenPosition(row: position.row + 1, column: 0)
        }
        return position
    }

    private mutating func draw(_ scalar: Unicode.Scalar, columns: Int) {
        switch scalar {
        case "\n":
            self = ScreenPosition(row: row + 1, column: 0)
        case "\t":
            repeat { advance(1, columns: columns) } while column % 8 != 0
        default:
            if let width = DisplayWidth.of(scalar) {
                advance(width, columns: columns)
            } else {
                for _ in 0..<Self.formLength(of: scalar) { advance(1, columns: columns) }
            }
        }
    }

    /// The length of libedit's representation of an unprintable character.
    private static func formLength(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0..<0x100: 2
        case 0x100...0xFFFF: 7
        default: 8
        }
    }

    private mutating func advance(_ width: Int, columns: Int) {
        if column + width > columns { self = ScreenPosition(row: row + 1, column: 0) }
        column += width
        if column >= columns { self = ScreenPosition(row: row + 1, column: 0) }
    }
}
