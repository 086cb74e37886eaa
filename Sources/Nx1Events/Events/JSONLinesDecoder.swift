/// Decodes bytes into the lines of newline-delimited JSON, independent of the chunking.
///
/// Blank lines are skipped. A CR before the LF, a byte-order mark at the start of the stream, and the record separators
/// of JSON text sequences (RFC 7464) are ignored. The content of lines isn't validated.
public struct JSONLinesDecoder: Sendable {
    private var lines: LineSplitter
    private var isFirstLine = true

    /// - Parameter maximumEventSize: the maximum size of a line, in bytes; by default 16 MiB.
    public init(maximumEventSize: Int = 16 << 20) {
        lines = LineSplitter(.lineFeed, limit: maximumEventSize)
    }

    /// Decodes the next chunk and calls `body` with each complete line.
    /// - Throws: ``EventSizeExceeded``; any error of `body`. The decoder can't be used afterwards.
    public mutating func decode(_ bytes: UnsafeRawBufferPointer, _ body: ([UInt8]) throws -> Void) throws {
        // The splitter is moved out while it calls back, since the callbacks mutate the decoder.
        var lines = lines
        self.lines = LineSplitter(.lineFeed, limit: 0)
        defer { self.lines = lines }
        try lines.split(bytes) { line in
            if let line = process(line) { try body(line) }
        }
    }

    /// Decodes the next chunk and returns the complete lines.
    /// - Throws: ``EventSizeExceeded``.
    public mutating func decode(_ bytes: some Sequence<UInt8>) throws -> [[UInt8]] {
        var found: [[UInt8]] = []
        try Array(bytes).withUnsafeBytes { try decode($0) { found.append($0) } }
        return found
    }

    /// Returns the last line, if it has no newline, at the end of the stream.
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
