/// A field of characters, each of several dots, on which lines are drawn.
struct DotRaster {
    let columns: Int
    let rows: Int
    private let signs: ChartSigns
    /// The dots of each cell, as bits.
    private var dots: [UInt8]
    /// Which series was drawn last in each cell.
    private(set) var owners: [UInt8]
    /// The marks that stand above the dots; 0 for none, else the number of a series from 1.
    private var marks: [UInt8]

    init(columns: Int, rows: Int, _ signs: ChartSigns) {
        self.columns = columns
        self.rows = rows
        self.signs = signs
        dots = Array(repeating: 0, count: columns * rows)
        owners = dots
        marks = dots
    }

    /// The dots in a row of cells, and in a column.
    var width: Int { columns * (signs == .unicode ? 2 : 1) }
    var height: Int { rows * (signs == .unicode ? 4 : 2) }

    /// Sets a dot, counted from the left and from the bottom.
    mutating func set(_ x: Int, _ y: Int, series: Int) {
        guard x >= 0, x < width, y >= 0, y < height else { return }
        let down = height - 1 - y
        let cell: Int
        let bit: UInt8
        if signs == .unicode {
            cell = down / 4 * columns + x / 2
            // Braille counts its dots column by column, but for the last row.
            let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
            bit = bits[down % 4][x % 2]
        } else {
            cell = down / 2 * columns + x
            bit = down % 2 == 0 ? 1 : 2
        }
        dots[cell] |= bit
        owners[cell] = UInt8(truncatingIfNeeded: series)
    }

    /// Draws a line between two dots.
    mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int), series: Int) {
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let steps = max(abs(dx), abs(dy))
        if steps == 0 { return set(start.x, start.y, series: series) }
        for step in 0...steps {
            set(
                start.x + (2 * dx * step + steps * dx.signum()) / (2 * steps),
                start.y + (2 * dy * step + steps * dy.signum()) / (2 * steps), series: series)
        }
    }

    /// Puts the mark of a series on the cell of a dot.
    mutating func mark(_ x: Int, _ y: Int, series: Int) {
        guard x >= 0, x < width, y >= 0, y < height else { return }
        let column = signs == .unicode ? x / 2 : x
        let row = (height - 1 - y) / (signs == .unicode ? 4 : 2)
        marks[row * columns + column] = UInt8(truncatingIfNeeded: series + 1)
        owners[row * columns + column] = UInt8(truncatingIfNeeded: series)
    }

    /// What is drawn in a cell; nil if nothing is.
    func character(_ column: Int, _ row: Int) -> Character? {
        let cell = row * columns + column
        if marks[cell] > 0 { return signs.mark(Int(marks[cell]) - 1) }
        if dots[cell] == 0 { return nil }
        if signs == .unicode { return Unicode.Scalar(0x2800 + UInt32(dots[cell])).map { Character($0) } }
        return dots[cell] == 1 ? "'" : dots[cell] == 2 ? "." : ":"
    }

    /// The series that was drawn last in a cell.
    func series(_ column: Int, _ row: Int) -> Int { Int(owners[row * columns + column]) }
}
