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
        var words: [String] = []
        var word: [UInt8] = []
        var followsSmall = false
        for byte in kind.utf8 {
            let isSmall = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte >= 0x80
            let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            let belongs = isSmall || isCapital || isDigit
            if !belongs || isCapital && followsSmall {
                if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
                word.removeAll(keepingCapacity: true)
            }
            if belongs { word.append(isCapital ? byte | 0x20 : byte) }
            followsSmall = isSmall
        }
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        return words
    }
}
