/// Finds the ends of events in a stream that arrives in pieces: blocks of Server-Sent Events, or lines.
struct EventMarks {
    let isEventStream: Bool
    private var block: [UInt8] = []
    private(set) var count = 0

    init(isEventStream: Bool) {
        self.isEventStream = isEventStream
    }

    /// Consumes bytes up to the end of the next event.
    /// - Returns: the number of bytes consumed; nil if no event ends in them and all were consumed.
    mutating func takeEvent(from bytes: ArraySlice<UInt8>) -> Int? {
        for (offset, byte) in bytes.enumerated() {
            block.append(byte)
            guard byte == UInt8(ascii: "\n"), !isEventStream || block.suffix(2) == [0x0A, 0x0A] else {
                continue
            }
            let isEvent = isInsideEvent
            block = []
            guard isEvent else { continue }
            count += 1
            return offset + 1
        }
        return nil
    }

    /// Whether the bytes since the last block belong to an event. Comments and `retry` don't.
    var isInsideEvent: Bool {
        guard isEventStream else { return block.count > 1 }
        return [UInt8(ascii: "i"), UInt8(ascii: "e"), UInt8(ascii: "d")].contains(block.first)
    }
}
