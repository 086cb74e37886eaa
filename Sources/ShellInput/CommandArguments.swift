/// What of a command's arguments is the same for every command that shows something: the format, and where it goes. The rest is
/// the command's own.
package struct CommandArguments: Sendable, Hashable {
    /// Whether a command shows something.
    package enum Showing: Sendable, Hashable {
        /// Nothing: its arguments are its own to the last character.
        case nothing
        /// Something, if nothing else follows its name: `:crew` does, `:crew ask TEXT` asks.
        case whenAlone
        /// Something, if a run at most follows its name: `:again %2` does, `:again %2 TEXT` asks something else.
        case behindRun
        /// Something, if one word at most follows its name: `:template NAME` does, `:template NAME region=north` asks.
        case behindName
        /// Something, if nothing else follows its name, or `--show` is among what follows: `:crew NAME --show` does.
        case whenShown
        /// Something.
        case always
        /// Something, which goes to a place of the command's own, as in `:save FILE`: it takes a format.
        case elsewhere
    }

    /// Arguments that make no sense. Its description is a sentence.
    package struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// What the command itself reads.
    package private(set) var own: String
    /// The word behind `-o`, if it is there.
    package private(set) var format: String?
    /// Where what is shown goes; nil: it is shown.
    package private(set) var destination: CommandTail.Destination?

    /// Reads the arguments of a command.
    /// - Throws: ``Refusal`` or ``CommandTail/Refusal``.
    package init(_ arguments: String, showing: Showing) throws {
        own = arguments
        switch showing {
        case .nothing: return
        case .elsewhere: try takeFormat()
        case .always:
            // Values are data, whatever stands in them.
            let shielded = ShieldedValues(arguments)
            let tail = CommandTail(of: shielded.text)
            destination = try tail?.destination()
            own = tail?.before ?? shielded.text
            try takeFormat()
            restore(shielded)
        case .whenAlone, .behindRun, .behindName, .whenShown:
            let tail = CommandTail(of: arguments)
            // What follows may be a text, which isn't cut anywhere.
            guard Self.areFormat(tail?.before ?? arguments, showing) else { return }
            destination = try tail?.destination()
            own = tail?.before ?? arguments
            try takeFormat()
        }
    }

    /// The name and the arguments of a command whose line has no blank where one is meant: `:!ls` is `:! ls`, and `:runs|head` is
    /// `:runs |head`.
    package static func split(name: String, _ arguments: String) -> (name: String, arguments: String) {
        var end = name.firstIndex { "|>".contains($0) } ?? name.endIndex
        if name.hasPrefix("!") { end = name.index(after: name.startIndex) }
        guard end > name.startIndex, end < name.endIndex else { return (name, arguments) }
        let rest = name[end...] + (arguments.isEmpty ? "" : " " + arguments)
        return (String(name[..<end]), String(rest))
    }

    private static let option: Set = ["-o", "--output"]

    /// Whether words are a format, and at most what may stand beside it.
    private static func areFormat(_ arguments: String, _ showing: Showing) -> Bool {
        var words = ArgumentWord.words(of: arguments)
        if let place = words.firstIndex(where: isOption) {
            words.removeSubrange(place..<min(place + 2, words.count))
        }
        guard let word = words.first else { return true }
        // A request item is neither a run nor a name.
        switch showing {
        case .behindRun: return words.count == 1 && !word.isQuoted && !word.text.contains("=")
        case .behindName: return words.count == 1 && (word.isQuoted || !word.text.contains("="))
        case .whenShown: return words.contains { !$0.isQuoted && $0.text == "--show" }
        case .nothing, .whenAlone, .always, .elsewhere: return false
        }
    }

    private static func isOption(_ word: ArgumentWord) -> Bool {
        !word.isQuoted && option.contains(word.text)
    }

    /// Puts the quoted values back. A format has none: it is one word, and values stand before the tail.
    private mutating func restore(_ shielded: ShieldedValues) {
        switch destination {
        case .program(let command)?:
            let parts = shielded.restored([own, command])
            own = parts[0]
            destination = .program(parts[1])
        case .file(let path, let appends)?:
            let parts = shielded.restored([own, path])
            own = parts[0]
            destination = .file(path: parts[1], appends: appends)
        case nil: own = shielded.restored([own])[0]
        }
    }

    private mutating func takeFormat() throws(Refusal) {
        let words = ArgumentWord.words(of: own)
        guard let place = words.firstIndex(where: Self.isOption) else { return }
        let name = words[place].text
        guard place + 1 < words.count else {
            throw Refusal(description: "\(name) wants a value after it.")
        }
        if words[(place + 2)...].contains(where: Self.isOption) {
            throw Refusal(description: "\(name) is given twice.")
        }
        format = words[place + 1].text
        // What the command reads may be a text, whose blanks count.
        var rest = own[..<words[place].range.lowerBound]
        let behind = own[words[place + 1].range.upperBound...].drop(while: \.isWhitespace)
        if behind.isEmpty { while rest.last?.isWhitespace == true { rest.removeLast() } }
        own = String(rest + behind)
    }
}
