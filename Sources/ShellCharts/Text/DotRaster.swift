/// A grid of character cells, each with several dots, for drawing lines.
struct DotRaster {
    let columns: Int
    let rows: Int
    private let signs: ChartSigns
    /// The dots of each cell as bits.
    private var dots: [UInt8]
    /// The series last drawn in each cell.
    private(set) var owners: [UInt8]
    /// The markers, which cover the dots: 0 for none, otherwise the series number starting at 1.
    private var marks: [UInt8]

    init(columns: Int, rows: Int, _ signs: ChartSigns) {
        self.columns = columns
        self.rows = rows
        self.signs = signs
        dots = Array(repeating: 0, count: columns * rows)
        owners = dots
        marks = dots
    }

    /// The number of dots in a row of cells.
    var width: Int { columns * (signs == .unicode ? 2 : 1) }
    var height: Int { rows * (signs == .unicode ? 4 : 2) }

    /// Sets a dot at coordinates from the bottom left.
    mutating func set(_ x: Int, _ y: Int, series: Int) {
        guard x >= 0, x < width, y >= 0, y < height else { return }
        let down = height - 1 - y
        let cell: Int
        let bit: UInt8
        if signs == .unicode {
            cell = down / 4 * columns + x / 2
            // Braille numbers its dots column by column, except for the last row.
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

    /// Sets a series' marker in the cell of a dot.
    mutating func mark(_ x: Int, _ y: Int, series: Int) {
        guard x >= 0, x < width, y >= 0, y < height else { return }
        let column = signs == .unicode ? x / 2 : x
        let row = (height - 1 - y) / (signs == .unicode ? 4 : 2)
        marks[row * columns + column] = UInt8(truncatingIfNeeded: series + 1)
        owners[row * columns + column] = UInt8(truncatingIfNeeded: series)
    }

    /// Returns the character of a cell; nil if it is empty.
    func character(_ column: Int, _ row: Int) -> Character? {
        let cell = row * columns + column
        if marks[cell] > 0 { return signs.mark(Int(marks[cell]) - 1) }
        if dots[cell] == 0 { return nil }
        if signs == .unicode { return Unicode.Scalar(0x2800 + UInt32(dots[cell])).map { Character($0) } }
        return dots[cell] == 1 ? "'" : dots[cell] == 2 ? "." : ":"
    }

    /// Returns the series last drawn in a cell.
    func series(_ column: Int, _ row: Int) -> Int { Int(owners[row * columns + column]) }
}
