/// What a test decides by the input's last bytes, so that a captured file is an input as it is.
struct Choices {
    /// What the choices have left.
    private(set) var rest: ArraySlice<UInt8>

    init(_ input: ArraySlice<UInt8>) {
        rest = input
    }

    /// One of these, by the last byte that is left.
    mutating func one<Value>(of values: [Value]) -> Value {
        values[Int(rest.popLast() ?? 0) % values.count]
    }

    /// Pieces of what is left, as a connection might bring it, by one more byte; empty ones too.
    mutating func chunks() -> [ArraySlice<UInt8>] {
        var state = UInt64(rest.popLast() ?? 0) &* 0x9E37_79B9_7F4A_7C15 | 1
        let longest = [1, 3, 8, 40][Int(state >> 32 & 3)]
        var chunks: [ArraySlice<UInt8>] = []
        var start = rest.startIndex
        while start < rest.endIndex {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            let end = min(rest.endIndex, start + Int((state >> 20) % UInt64(longest + 1)))
            chunks.append(rest[start..<end])
            start = end
        }
        return chunks
    }
}

extension ArraySlice<UInt8> {
    /// Each byte alone.
    var singly: [ArraySlice<UInt8>] { indices.map { self[$0...$0] } }
}
