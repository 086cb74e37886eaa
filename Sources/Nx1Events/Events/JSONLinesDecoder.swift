/// From bytes to the lines of newline-delimited JSON, under every chunking.
///
/// Blank lines are no lines. A CR in front of the LF, a byte-order mark at the beginning of the stream, and the record
/// separators of JSON text sequences (RFC 7464) don't count. What stands in a line is not looked at.
public struct JSONLinesDecoder: Sendable {
    private var lines: LineSplitter
    private var isFirstLine = true

    /// - Parameter maximumEventSize: the most bytes that one line may have; 16 MiB unless given.
    public init(maximumEventSize: Int = 16 << 20) {
        lines = LineSplitter(.lineFeed, limit: maximumEventSize)
    }

    /// Takes the next bytes, in any chunking, and hands on each line that is complete.
    /// - Throws: ``EventSizeExceeded``, and what `body` throws. The decoder is of no more use then.
    public mutating func decode(_ bytes: UnsafeRawBufferPointer, _ body: ([UInt8]) throws -> Void) throws {
        // The splitter is taken out while it calls back, as the calls change what is around it.
        var lines = lines
        self.lines = LineSplitter(.lineFeed, limit: 0)
        defer { self.lines = lines }
        try lines.split(bytes) { line in
            if let line = process(line) { try body(line) }
        }
    }

    /// Takes the next bytes and gives the lines that are complete.
    /// - Throws: ``EventSizeExceeded``.
    public mutating func decode(_ bytes: some Sequence<UInt8>) throws -> [[UInt8]] {
        var found: [[UInt8]] = []
        try Array(bytes).withUnsafeBytes { try decode($0) { found.append($0) } }
        return found
    }

    /// At the end of the stream: a last line that has no newline after it.
    public mutating func finish() -> [UInt8]? {
        lines.finish().withUnsafeBytes { process($0) }
    }

    private mutating func process(_ line: UnsafeRawBufferPointer) -> [UInt8]? {
        var line = line[...]
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        }
        while line.first == 0x1E { line = line.dropFirst() }
        if line.last == 0x0D { line = line.dropLast() }
        return line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } ? nil : Array(line)
    }
}
