#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Splits a stream of bytes into lines, independent of the chunking, in time linear in its size and the number of
/// chunks.
///
/// A line within one chunk isn't copied.
package struct LineSplitter: Sendable {
    /// Which bytes end a line.
    package enum Ending: Sendable {
        /// LF.
        case lineFeed
        /// LF, CR, or CR LF (WHATWG HTML, section 9.2.5).
        case any
    }

    private let ending: Ending
    private let limit: Int
    private var beginning: [UInt8] = []
    private var skipsLineFeed = false

    /// - Parameter limit: the maximum size of a line, in bytes.
    package init(_ ending: Ending, limit: Int) {
        self.ending = ending
        self.limit = limit
    }

    /// Returns the incomplete last line at the end of the stream.
    package mutating func finish() -> [UInt8] {
        defer { beginning = [] }
        return beginning
    }

    /// Calls `body` with each complete line, without its ending.
    /// - Throws: ``EventSizeExceeded`` for a line beyond the limit; any error of `body`.
    package mutating func split(
        _ chunk: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var start = 0
        if skipsLineFeed, let first = chunk.first {
            skipsLineFeed = false
            if first == 0x0A { start = 1 }
        }
        // Caches the next ending of each kind, so that a chunk without one kind isn't searched again for each line.
        var nextLineFeed = Self.find(0x0A, in: chunk, from: start)
        var nextReturn = ending == .any ? Self.find(0x0D, in: chunk, from: start) : chunk.count
        while true {
            let end = min(nextLineFeed, nextReturn)
            guard end < chunk.count else { break }
            try hand(on: UnsafeRawBufferPointer(rebasing: chunk[start..<end]), body)
            start = end + 1
            if end == nextReturn {
                if start == chunk.count { skipsLineFeed = true }
                if start == nextLineFeed { start += 1 }
                nextReturn = Self.find(0x0D, in: chunk, from: start)
            }
            if nextLineFeed < start { nextLineFeed = Self.find(0x0A, in: chunk, from: start) }
        }
        if start < chunk.count {
            guard beginning.count + chunk.count - start <= limit else {
                throw EventSizeExceeded(limit: limit)
            }
            beginning.append(contentsOf: chunk[start...])
        }
    }

    private mutating func hand(
        on rest: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        guard beginning.count + rest.count <= limit else { throw EventSizeExceeded(limit: limit) }
        if beginning.isEmpty { return try body(rest) }
        beginning.append(contentsOf: rest)
        defer { beginning.removeAll(keepingCapacity: beginning.count < 1 << 16) }
        try beginning.withUnsafeBytes(body)
    }

    /// The offset of the first `byte` from `start`; the size of `chunk` if there is none.
    private static func find(_ byte: Int32, in chunk: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard start < chunk.count, let base = chunk.baseAddress,
            let found = memchr(base + start, byte, chunk.count - start)
        else { return chunk.count }
        return UnsafeRawPointer(found) - base
    }
}
