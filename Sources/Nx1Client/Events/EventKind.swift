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
            let isSeparator = !character.isLetter && !character.isNumber
            if isSeparator || character.isUppercase && previous.isLowercase {
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
