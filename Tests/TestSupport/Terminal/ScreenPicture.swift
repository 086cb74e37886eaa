/// A terminal screen that interprets the xterm control sequences used in line editing.
public struct ScreenPicture: Sendable {
    /// A cell of the screen.
    private struct Cell {
        var text = " "
        var isBold = false
    }

    private var cells: [[Cell]]
    /// Whether new text is bold.
    public private(set) var isBold = false
    /// The row of the cursor, from 0 at the top.
    public private(set) var row = 0
    /// The column of the cursor, from 0 at the left.
    public private(set) var column = 0
    /// Whether bracketed paste is on.
    public private(set) var bracketsPastes = false
    /// The number of bells.
    public private(set) var bells = 0
    /// All bytes received, for tests of what the screen doesn't show.
    public private(set) var transcript: [UInt8] = []

    private let columns: Int
    private var wraps = false
    private var isWrapping = true
    /// The rows that scrolled off the top of the screen.
    public private(set) var scrollBack: [String] = []
    private var sequence: [UInt8] = []
    private var character: [UInt8] = []

    /// Creates an empty screen with the cursor at the top left.
    public init(rows: Int, columns: Int) {
        self.columns = columns
        cells = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
    }

    /// The rows down to the last one that isn't empty, without trailing blanks.
    public var rows: [String] { rows { $0.text } }

    /// The rows, with bold text between « and ».
    public var rowsWithBold: [String] {
        rows { $0.isBold ? "«\($0.text)»" : $0.text }.map { $0.replacing("»«", with: "") }
    }

    private func rows(_ text: (Cell) -> String) -> [String] {
        var rows = cells.map { row in
            String(row.map(text).joined().reversed().drop { $0 == " " }.reversed())
        }
        while rows.last == "" { rows.removeLast() }
        return rows
    }

    /// The row with the cursor, up to the cursor.
    public var beforeCursor: String { cells[row][..<column].map(\.text).joined() }

    /// Interprets output of a program.
    public mutating func take(_ bytes: some Sequence<UInt8>) {
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
            cells[row][max(0, column - 1)].text += text
            return
        }
        if wraps || isWrapping && column + width > columns {
            column = 0
            down()
            wraps = false
        }
        cells[row][column] = Cell(text: text, isBold: isBold)
        // The second half of a wide character.
        if width == 2 { cells[row][column + 1] = Cell(text: "") }
        column += width
        if column >= columns {
            column = columns - 1
            wraps = isWrapping
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
            scrollBack.append(cells.removeFirst().map(\.text).joined())
            cells.append(Array(repeating: Cell(), count: columns))
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
        let blank = Array(repeating: Cell(), count: columns)
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
            cells[row].insert(contentsOf: repeatElement(Cell(), count: count), at: column)
            cells[row].removeLast(count)
        case "P":
            cells[row].removeSubrange(column..<min(columns, column + count))
            cells[row] += blank.prefix(columns - cells[row].count)
        case "m": isBold = (given.last ?? 0) == 1
        case "h" where parameters == "?2004": bracketsPastes = true
        case "l" where parameters == "?2004": bracketsPastes = false
        case "h" where parameters == "?7": isWrapping = true
        case "l" where parameters == "?7": isWrapping = false
        default: break
        }
    }

    private mutating func clearBelow(_ blank: [Cell]) {
        cells[row].replaceSubrange(column..., with: blank[column...])
        for below in (row + 1)..<max(row + 1, cells.count) { cells[below] = blank }
    }
}
