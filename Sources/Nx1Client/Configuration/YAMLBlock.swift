import Yams

/// The keys of one block mapping, and the lines that each of them reigns over.
struct YAMLBlock {
    private let keys: [Node]
    private let range: Range<Int>
    let column: Int

    init(_ keys: [Node], in range: Range<Int>, column: Int) {
        self.keys = keys
        self.range = range
        self.column = column
    }

    /// The lines of a key and its value, without the blank lines and comments behind them.
    func lines(of index: Int, in lines: YAMLLines) throws -> Range<Int> {
        guard let mark = keys[index].mark, mark.column == column + 1 else {
            throw ProfileText.UnsuitableLayout()
        }
        let start = mark.line - 1
        var end = range.upperBound
        if index + 1 < keys.count {
            guard let next = keys[index + 1].mark, next.column == column + 1 else {
                throw ProfileText.UnsuitableLayout()
            }
            end = next.line - 1
        }
        guard range.contains(start), start < end, end <= range.upperBound else {
            throw ProfileText.UnsuitableLayout()
        }
        while end > start + 1, lines.isBesides(end - 1, column: column) { end -= 1 }
        return start..<end
    }
}
