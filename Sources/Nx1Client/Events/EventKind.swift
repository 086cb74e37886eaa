/// The words of an event's kind: `crew_kickoff_completed`, `crew.kickoff.completed` and `CrewKickoffCompletedEvent` are the
/// same.
struct EventKind {
    /// In lower case, without the word "event" at the end.
    let words: [String]

    init(_ kind: String?) {
        var words: [String] = []
        var word = ""
        var previous: Character = "_"
        for character in kind ?? "" {
            let isSeparator = !character.belongsToWord
            if isSeparator || character.isCapital && previous.isSmall {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if !isSeparator { word += character.lowercased() }
            previous = character
        }
        if !word.isEmpty { words.append(word) }
        if words.count > 1 && words.last == "event" { words.removeLast() }
        self.words = words
    }
}

/// Kinds are ASCII, mostly, and there are many of them: only other characters are looked up in the tables of Unicode.
extension Character {
    fileprivate var belongsToWord: Bool {
        guard let byte = asciiValue else { return isLetter || isNumber }
        return isSmall || isCapital || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    fileprivate var isSmall: Bool {
        asciiValue.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } ?? isLowercase
    }

    fileprivate var isCapital: Bool {
        asciiValue.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } ?? isUppercase
    }
}
