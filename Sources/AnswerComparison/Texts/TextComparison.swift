/// A comparison of two texts by line, and of changed lines by word.
package struct TextComparison: Sendable, Equatable {
    /// A line of the comparison.
    package enum Line: Sendable, Equatable {
        case same(String)
        case removed(String)
        case added(String)
        /// A line that was replaced by a similar one.
        case changed([WordComparison.Piece])
    }

    /// All lines of both texts, in reading order.
    package let lines: [Line]

    /// Lines end with LF or CR LF. A trailing one doesn't start another line.
    package init(_ old: String, _ new: String) {
        let (oldLines, newLines) = (Self.lines(of: old), Self.lines(of: new))
        var numbers: [Substring: Int] = [:]
        func number(_ line: Substring) -> Int {
            if let number = numbers[line] { return number }
            numbers[line] = numbers.count
            return numbers.count - 1
        }
        let matching = SequenceMatching(oldLines.map(number), newLines.map(number))
        var lines: [Line] = []
        lines.reserveCapacity(max(oldLines.count, newLines.count))
        var (oldStart, newStart) = (0, 0)
        for pair in matching.pairs + [.init(old: oldLines.count, new: newLines.count)] {
            lines += ChangedLines(oldLines[oldStart..<pair.old], newLines[newStart..<pair.new]).lines
            if pair.old < oldLines.count { lines.append(.same(String(newLines[pair.new]))) }
            (oldStart, newStart) = (pair.old + 1, pair.new + 1)
        }
        self.lines = lines
    }

    /// Whether the texts have the same lines.
    package var isSame: Bool { lines.allSatisfy { if case .same = $0 { true } else { false } } }

    private static func lines(of text: String) -> [Substring] {
        var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            Substring(line.last == 0x0D ? line.dropLast() : line)
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}

/// A group of removed and added lines at the same place.
private struct ChangedLines {
    private(set) var lines: [TextComparison.Line] = []

    /// With more lines than this, each line is compared only with the next one.
    private static let fewLines = 400
    /// The number of new lines that an old line is compared with.
    private static let window = 16

    init(_ old: ArraySlice<Substring>, _ new: ArraySlice<Substring>) {
        guard !old.isEmpty, !new.isEmpty else {
            lines = old.map { .removed(String($0)) } + new.map { .added(String($0)) }
            return
        }
        let newWords = new.map(Words.init)
        let window = old.count + new.count > Self.fewLines ? 1 : Self.window
        var next = 0
        var waiting: [TextComparison.Line] = []
        for line in old {
            let words = Words(line)
            let near = next..<min(next + window, newWords.count)
            guard let place = near.first(where: { words.resembles(newWords[$0]) }) else {
                waiting.append(.removed(String(line)))
                continue
            }
            lines += waiting
            waiting = []
            lines += new.dropFirst(next).prefix(place - next).map { .added(String($0)) }
            lines.append(.changed(WordComparison(words, newWords[place]).pieces))
            next = place + 1
        }
        lines += waiting
        lines += new.dropFirst(next).map { .added(String($0)) }
    }
}
