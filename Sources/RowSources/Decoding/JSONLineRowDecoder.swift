import Nx1Events

/// Decodes the rows of JSON lines, one object per line. Blank lines are skipped.
struct JSONLineRowDecoder: RowDecoding {
    private var lines: LineSplitter
    private let limit: Int
    private var rows = JSONRows()
    private var line = 0
    private var hasBytes = false
    private(set) var isOver = false

    var columns: RowColumns? { nil }

    init(limit: Int) {
        self.limit = limit
        lines = LineSplitter(.lineFeed, limit: limit)
    }

    mutating func decode(_ bytes: [UInt8], into found: inout [RowFinding]) {
        if isOver { return }
        hasBytes = hasBytes || !bytes.isEmpty
        // The splitter is moved out while it calls back, because the calls mutate this decoder.
        var lines = lines
        self.lines = LineSplitter(.lineFeed, limit: 0)
        defer { self.lines = lines }
        do {
            try bytes.withUnsafeBytes { bytes in
                try lines.split(bytes) { add($0, to: &found) }
            }
        } catch {
            isOver = true
            found.append(
                .failure(
                    RowProblem(.row(rows.count + 1, line: line + 1), "is longer than \(ByteCount(limit))")))
        }
    }

    mutating func finish(into found: inout [RowFinding]) {
        if isOver { return }
        let last = lines.finish()
        last.withUnsafeBytes { add($0, to: &found) }
        if rows.count == 0, !isOver { found.append(.failure(.empty)) }
        isOver = true
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer, to found: inout [RowFinding]) {
        if isOver { return }
        line += 1
        var text = bytes[...]
        if line == 1 {
            if text.starts(with: [0xFF, 0xFE]) || text.starts(with: [0xFE, 0xFF]) {
                isOver = true
                found.append(.failure(.utf16))
                return
            }
            if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
        }
        // RFC 7464 puts a record separator before each text.
        while text.first == 0x1E { text = text.dropFirst() }
        if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return }
        let row = UnsafeRawBufferPointer(rebasing: text).withMemoryRebound(to: UInt8.self) {
            rows.row(in: $0, line: line)
        }
        found.append(row)
    }
}
