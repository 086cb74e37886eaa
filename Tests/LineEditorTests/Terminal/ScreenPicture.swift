/// What a person sees: a screen that obeys the control sequences of an xterm, as far as line editing needs them.
struct ScreenPicture: Sendable {
    private(set) var cells: [[String]]
    private(set) var row = 0
    private(set) var column = 0
    /// Whether pastes come in brackets.
    private(set) var bracketsPastes = false
    /// How often the bell rang.
    private(set) var bells = 0
    /// Every byte that came, for what the picture doesn't tell.
    private(set) var transcript: [UInt8] = []

    private let columns: Int
    private var wraps = false
    private var sequence: [UInt8] = []
    private var character: [UInt8] = []

    init(rows: Int, columns: Int) {
        self.columns = columns
        cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }

    /// The rows without the blanks at their ends, down to the last one with something on it.
    var rows: [String] {
        var rows = cells.map { row in
            String(row.joined().reversed().drop { $0 == " " }.reversed())
        }
        while rows.last == "" { rows.removeLast() }
        return rows
    }

    /// The row with the cursor, up to the cursor.
    var beforeCursor: String { cells[row][..<column].joined() }

    mutating func take(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            transcript.append(byte)
            if !sequence.isEmpty || byte == 0x1B {
                sequence.append(byte)
                obeySequence()
            } else if byte < 0x20 || byte == 0x7F {
                control(byte)
            } else {
                character.append(byte)
                let length = character[0] < 0x80 ? 1 : character[0] < 0xE0 ? 2 : character[0] < 0xF0 ? 3 : 4
                if character.count == length {
                    draw(String(decoding: character, as: UTF8.self))
                    character = []
                }
            }
        }
    }

    private mutating func control(_ byte: UInt8) {
        switch byte {
        case 0x07: bells += 1
        case 0x08: column = max(0, column - 1)
        case 0x09: column = min(columns - 1, (column / 8 + 1) * 8)
        case 0x0A: down()
        case 0x0D: column = 0
        default: break
        }
        wraps = false
    }

    private mutating func draw(_ text: String) {
        let width = Self.width(of: text)
        if width == 0 {
            cells[row][max(0, column - 1)] += text
            return
        }
        if wraps || column + width > columns {
            column = 0
            down()
            wraps = false
        }
        cells[row][column] = text
        // The second half of a wide character.
        if width == 2 { cells[row][column + 1] = "" }
        column += width
        if column >= columns {
            column = columns - 1
            wraps = true
        }
    }

    private static func width(of text: String) -> Int {
        switch text.unicodeScalars.first?.value ?? 0 {
        case 0x300...0x36F: 0
        case 0x1100...0x115F, 0x2E80...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x1F300...0x1FAFF: 2
        default: 1
        }
    }

    private mutating func down() {
        if row + 1 < cells.count {
            row += 1
        } else {
            cells.removeFirst()
            cells.append(Array(repeating: " ", count: columns))
        }
    }

    private mutating func obeySequence() {
        guard sequence.count > 1 else { return }
        guard sequence[1] == UInt8(ascii: "[") else {
            if sequence[1] != UInt8(ascii: "(") || sequence.count == 3 { sequence = [] }
            return
        }
        guard sequence.count > 2, let last = sequence.last, (0x40...0x7E).contains(last) else { return }
        let parameters = String(decoding: sequence[2..<(sequence.count - 1)], as: UTF8.self)
        sequence = []
        obey(Character(Unicode.Scalar(last)), parameters)
    }

    private mutating func obey(_ command: Character, _ parameters: String) {
        let given = parameters.split(separator: ";").map { Int($0) ?? 0 }
        let count = max(1, given.first ?? 1)
        let blank = Array(repeating: " ", count: columns)
        wraps = false
        switch command {
        case "A": row = max(0, row - count)
        case "B": row = min(cells.count - 1, row + count)
        case "C": column = min(columns - 1, column + count)
        case "D": column = max(0, column - count)
        case "G": column = min(columns, count) - 1
        case "H":
            row = min(cells.count, count) - 1
            column = min(columns, given.count > 1 ? max(1, given[1]) : 1) - 1
        case "J":
            if given.first == 2 { cells = cells.map { _ in blank } } else { clearBelow(blank) }
        case "K":
            cells[row].replaceSubrange(column..., with: blank[column...])
        case "@":
            cells[row].insert(contentsOf: repeatElement(" ", count: count), at: column)
            cells[row].removeLast(count)
        case "P":
            cells[row].removeSubrange(column..<min(columns, column + count))
            cells[row] += blank.prefix(columns - cells[row].count)
        case "h" where parameters == "?2004": bracketsPastes = true
        case "l" where parameters == "?2004": bracketsPastes = false
        default: break
        }
    }

    private mutating func clearBelow(_ blank: [String]) {
        cells[row].replaceSubrange(column..., with: blank[column...])
        for below in (row + 1)..<max(row + 1, cells.count) { cells[below] = blank }
    }
}
