/// Choices of a test, made by the last bytes of the input, so that a captured file can be used as an input unchanged.
struct Choices {
    /// The input without the bytes used for choices.
    private(set) var rest: ArraySlice<UInt8>

    init(_ input: ArraySlice<UInt8>) {
        rest = input
    }

    /// One of the values, chosen by the last remaining byte.
    mutating func one<Value>(of values: [Value]) -> Value {
        values[Int(rest.popLast() ?? 0) % values.count]
    }

    /// The rest of the input in chunks, as a connection might deliver it, some of them empty. Uses one more byte.
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
    /// Single bytes.
    var singly: [ArraySlice<UInt8>] { indices.map { self[$0...$0] } }
}
