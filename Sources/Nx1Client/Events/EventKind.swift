/// The words of an event's kind: `crew_kickoff_completed`, `crew.kickoff.completed` and `CrewKickoffCompletedEvent` are the
/// same.
struct EventKind {
    /// In lower case, without the word "event" at the end.
    let words: [String]

    init(_ kind: String?) {
        var words = Self.words(of: kind ?? "")
        if words.count > 1 && words.last == "event" { words.removeLast() }
        self.words = words
    }

    /// By bytes, as the tables of Unicode took a third of the time that an event takes: what is not ASCII is in small letters.
    private static func words(of kind: String) -> [String] {
        var kind = kind
        return kind.withUTF8 { bytes in
            var words: [String] = []
            words.reserveCapacity(4)
            // Where the word begins that is being read, if there is one.
            var start: Int?
            var hasCapitals = false
            var followsSmall = false
            func end(at place: Int) {
                guard let first = start else { return }
                let word = UnsafeBufferPointer(rebasing: bytes[first..<place])
                words.append(
                    hasCapitals
                        ? String(decoding: word.map(lowercased), as: UTF8.self)
                        : String(decoding: word, as: UTF8.self))
                start = nil
                hasCapitals = false
            }
            for (place, byte) in bytes.enumerated() {
                let isSmall = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte >= 0x80
                let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                let belongs = isSmall || isCapital || isDigit
                if !belongs || isCapital && followsSmall { end(at: place) }
                if belongs, start == nil { start = place }
                hasCapitals = hasCapitals || isCapital
                followsSmall = isSmall
            }
            end(at: bytes.count)
            return words
        }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
