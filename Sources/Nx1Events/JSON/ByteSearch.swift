/// Searches eight bytes at a time.
///
/// The methods return a word whose lowest set bit is the high bit of the first byte that meets the condition, in memory
/// order; higher bits are meaningless. Zero means that there is no such byte.
extension UInt64 {
    @inline(__always)
    private static func filled(with byte: UInt8) -> UInt64 {
        0x0101_0101_0101_0101 &* UInt64(byte)
    }

    @inline(__always)
    func marks(of byte: UInt8) -> UInt64 {
        let difference = self ^ Self.filled(with: byte)
        return (difference &- Self.filled(with: 1)) & ~difference & Self.filled(with: 0x80)
    }

    /// `limit` must be at most 128.
    @inline(__always)
    func marks(below limit: UInt8) -> UInt64 {
        (self &- Self.filled(with: limit)) & ~self & Self.filled(with: 0x80)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The first position from `start` whose byte `marks` finds in a word; the end if there is none.
    @inline(__always)
    func firstIndex(from start: Int, marks: (UInt64) -> UInt64) -> Int {
        var position = start
        let bytes = UnsafeRawBufferPointer(self)
        while position &+ 8 <= count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let found = marks(word)
            if found != 0 { return position &+ found.trailingZeroBitCount &>> 3 }
            position &+= 8
        }
        while position < count {
            // The seven other bytes of the word are copies of this one, so the first mark is its own.
            if marks(0x0101_0101_0101_0101 &* UInt64(self[position])) != 0 { return position }
            position &+= 1
        }
        return count
    }

    /// The bytes of a range, as a buffer that starts at zero.
    @inline(__always)
    func part(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: self[range])
    }
}
