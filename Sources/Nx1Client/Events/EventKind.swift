/// The words of an event's kind: `crew_kickoff_completed`, `crew.kickoff.completed` and `CrewKickoffCompletedEvent` are the
/// same.
struct EventKind {
    /// In lower case, without the word "event" at the end.
    let words: [String]

    init(_ kind: String?) {
        let kind = kind ?? ""
        var words = kind.utf8.allSatisfy { $0 < 0x80 } ? Self.words(ofASCII: kind) : Self.words(of: kind)
        if words.count > 1 && words.last == "event" { words.removeLast() }
        self.words = words
    }

    private static func words(of kind: String) -> [String] {
        var words: [String] = []
        var word = ""
        var previous: Character = "_"
        for character in kind {
            let isSeparator = !character.isLetter && !character.isNumber
            if isSeparator || character.isUppercase && previous.isLowercase {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if !isSeparator { word += character.lowercased() }
            previous = character
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// The same without the tables of Unicode, which took a third of the time that an event takes.
    private static func words(ofASCII kind: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        var followsSmall = false
        for byte in kind.utf8 {
            let isSmall = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
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
