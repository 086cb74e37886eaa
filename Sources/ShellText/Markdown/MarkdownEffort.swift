/// An estimate of the work that md4c 0.4 spends in its nonlinear parts, computed in one pass over the lines: it
/// searches the line of each bracket from the start of the block, scans all following special characters for each bare
/// address, and fills table rows that are shorter than the others.
///
/// The estimate is never too low. It is too high only for blocks of thousands of rows without a blank one.
struct MarkdownEffort {
    private var lookups = 0
    private var scans = 0
    private var fillers = 0
    private let size: Int
    private var block = Block()
    private var table = Table.none
    /// Whether the previous block has certainly ended, so that a table may start.
    private var isBetweenBlocks = true
    /// The fence of the current code block.
    private var fence: Fence?
    /// Whether fences can no longer be recognized reliably, after HTML or a nested fence.
    private var mistrustsFences = false

    private struct Block {
        var lines = 0
        var addresses = 0
        var signs = 0
    }

    private enum Table {
        case none
        /// One line that may be the titles.
        case titles
        case rows(columns: Int)
    }

    init(_ text: UnsafeBufferPointer<UInt8>) {
        size = text.count
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: "\n"), text[end] != UInt8(ascii: "\r") {
                end += 1
            }
            let line = UnsafeBufferPointer(rebasing: text[start..<end])
            if !isCode(line) { feed(line) }
            start = end + 1
            if start < text.count, text[end] == UInt8(ascii: "\r"), text[start] == UInt8(ascii: "\n") {
                start += 1
            }
        }
        endBlock()
    }

    /// The maximum number of steps, of about a nanosecond each.
    private var bound: Int { 20 * size + 10_000_000 }

    /// Whether the work exceeds the limit for a text of this size.
    var isTooLarge: Bool { lookups > bound || fillers > size + 50_000 }

    /// Whether bare addresses can't be recognized as links within the limit.
    var hasTooManyAddresses: Bool { scans > bound }

    private mutating func feed(_ line: UnsafeBufferPointer<UInt8>) {
        let start = LineStart(line)
        if start.isBlank {
            endBlock()
            isBetweenBlocks = true
            return
        }
        if start.beginsBlock { endBlock() }
        switch table {
        case .titles:
            let columns = Self.columns(ofDelimiterRow: line)
            table = columns > 0 ? .rows(columns: columns) : begun(by: start)
        case .rows where line[0] == UInt8(ascii: "|"): break
        default: table = begun(by: start)
        }
        isBetweenBlocks = false
        if case .rows = table { endBlock(keepsTable: true) }
        let bars = count(line)
        if case .rows(let columns) = table { fillers += max(0, columns - bars) }
    }

    private func begun(by start: LineStart) -> Table {
        isBetweenBlocks && start.isAtMargin ? .titles : .none
    }

    /// Returns whether a line is a fence or inside fenced code, which needs no extra work.
    private mutating func isCode(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        if let open = fence {
            if open.isClosed(by: line) { fence = nil }
            return true
        }
        if mistrustsFences { return false }
        fence = Fence(line)
        if fence != nil {
            endBlock()
            isBetweenBlocks = true
            return true
        }
        mistrustsFences = Fence.mayStand(in: line)
        return false
    }

    private mutating func endBlock(keepsTable: Bool = false) {
        scans += block.addresses * block.signs
        block = Block()
        if !keepsTable { table = .none }
    }

    /// Counts the special characters of a line.
    /// - Returns: the number of bars.
    private mutating func count(_ line: UnsafeBufferPointer<UInt8>) -> Int {
        var bars = 0
        var brackets = 0
        for (index, byte) in line.enumerated() {
            switch byte {
            case UInt8(ascii: "|"): bars += 1
            case UInt8(ascii: "]"): brackets += 1
            case UInt8(ascii: ":") where index + 1 < line.count && line[index + 1] == UInt8(ascii: "/"):
                block.addresses += 1
            case UInt8(ascii: ".") where index > 0 && line[index - 1] | 0x20 == UInt8(ascii: "w"):
                block.addresses += 1
            case 0, UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "`"): break
            case UInt8(ascii: "["), UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: ">"): break
            case UInt8(ascii: "&"), UInt8(ascii: ";"), UInt8(ascii: "\\"), UInt8(ascii: "@"): break
            case UInt8(ascii: ":"), UInt8(ascii: "."): break
            default: continue
            }
            // An address also has an end marker.
            block.signs += 2
        }
        block.lines += 1
        lookups += brackets * block.lines
        return bars
    }

    /// Returns the number of columns of a delimiter row such as `|---|:-:|`; 0 for any other line.
    private static func columns(ofDelimiterRow line: UnsafeBufferPointer<UInt8>) -> Int {
        guard let first = line.first,
            first == UInt8(ascii: "|") || first == UInt8(ascii: "-") || first == UInt8(ascii: ":")
        else { return 0 }
        var columns = 0
        var start = 0
        while start <= line.count {
            let bar = line[start...].firstIndex(of: UInt8(ascii: "|")) ?? line.count
            var cell = line[start..<bar].drop(while: isBlank)
            while let last = cell.last, isBlank(last) { cell = cell.dropLast() }
            // The outer bars have no cell on their outer sides.
            if !cell.isEmpty || start > 0 && bar < line.count {
                guard isDelimiter(cell) else { return 0 }
                columns += 1
            }
            start = bar + 1
        }
        return columns
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }

    private static func isDelimiter(_ cell: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var hyphens = cell
        if hyphens.first == UInt8(ascii: ":") { hyphens = hyphens.dropFirst() }
        if hyphens.last == UInt8(ascii: ":") { hyphens = hyphens.dropLast() }
        return !hyphens.isEmpty && hyphens.allSatisfy { $0 == UInt8(ascii: "-") }
    }
}

/// A fence of backticks or tildes at the start of a line, which opens code in any context.
private struct Fence {
    private let sign: UInt8
    private let count: Int

    init?(_ line: UnsafeBufferPointer<UInt8>) {
        guard let first = line.first, Self.isSign(first) else { return nil }
        sign = first
        count = line.prefix { $0 == first }.count
        guard count >= 3, first == UInt8(ascii: "~") || !line[count...].contains(first) else { return nil }
    }

    func isClosed(by line: UnsafeBufferPointer<UInt8>) -> Bool {
        let indent = line.prefix { $0 == UInt8(ascii: " ") }.count
        guard indent <= 3, indent < line.count, line[indent] == sign else { return false }
        let rest = line[indent...].drop { $0 == sign }
        return rest.startIndex - indent >= count && rest.allSatisfy { $0 == UInt8(ascii: " ") }
    }

    /// Returns whether a line may open code in an ambiguous way, or HTML, which contains no fences.
    static func mayStand(in line: UnsafeBufferPointer<UInt8>) -> Bool {
        var signs = 0
        var isAtStart = true
        for byte in line {
            if isAtStart, byte == UInt8(ascii: "<") { return true }
            if byte != UInt8(ascii: " ") { isAtStart = false }
            signs = isSign(byte) ? signs + 1 : 0
            if signs == 3 { return true }
        }
        return false
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~")
    }
}

/// The start of a line, as far as it certainly starts a block.
private struct LineStart {
    var isBlank = false
    var beginsBlock = false
    /// Whether the line is text without an indentation or a marker.
    var isAtMargin = false

    init(_ line: UnsafeBufferPointer<UInt8>) {
        var position = 0
        var indent = 0
        loop: while position < line.count {
            switch line[position] {
            case UInt8(ascii: " "): indent += 1
            case UInt8(ascii: ">") where indent <= 3: indent = 0
            case UInt8(ascii: "\t"): indent += 4
            case UInt8(ascii: "\r"): break
            default: break loop
            }
            position += 1
        }
        if position == line.count {
            isBlank = true
            return
        }
        guard indent <= 3 else { return }
        let length = Self.markerLength(line, at: position)
        var next = position + length
        if length > 0, next < line.count, line[next] == UInt8(ascii: " ") {
            while next < line.count, line[next] == UInt8(ascii: " ") { next += 1 }
            // An empty item doesn't interrupt a paragraph.
            beginsBlock = next < line.count && line[next] > 0x20
        }
        isAtMargin = position == 0 && length == 0
    }

    private static func markerLength(_ line: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        switch line[start] {
        case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"): return 1
        case UInt8(ascii: "#"):
            let signs = line[start...].prefix { $0 == UInt8(ascii: "#") }.count
            return signs <= 6 ? signs : 0
        case UInt8(ascii: "1"):
            // Other numbers don't interrupt a paragraph.
            guard start + 1 < line.count else { return 0 }
            return line[start + 1] == UInt8(ascii: ".") || line[start + 1] == UInt8(ascii: ")") ? 2 : 0
        default: return 0
        }
    }
}
