/// What of a command's arguments is the same for every command that shows something: the format, and where it goes. The rest is
/// the command's own.
package struct CommandArguments: Sendable, Hashable {
    /// Whether a command shows something.
    package enum Showing: Sendable, Hashable {
        /// Nothing: its arguments are its own to the last character.
        case nothing
        /// Something, if nothing else follows its name: `:crew` does, `:crew ask TEXT` asks.
        case whenAlone
        /// Something, if a run and request items at most follow its name: `:again %2 region=south` does, and what stands behind a
        /// text is part of it.
        case behindRun
        /// Something, if a name and request items at most follow its own: `:template NAME region=north` does.
        case behindName
        /// Something, if nothing else follows its name, a name with request items, or one with `--show`: `:crew` does,
        /// `:crew NAME key=1` and `:crew NAME --show`.
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
        case .always, .whenAlone, .behindRun, .behindName, .whenShown:
            // Values are data, whatever stands in them.
            let shielded = ShieldedValues(arguments)
            let tail = CommandTail(of: shielded.text)
            // What follows may be a text, which isn't cut anywhere.
            let before = tail?.before ?? shielded.text
            // In `region=a|b` the sign is part of the value.
            let isGlued = shielded.text.dropFirst(before.count).first?.isWhitespace == false
            guard showing == .always || Self.isShown(before, isGlued: isGlued, showing) else { return }
            destination = try tail?.destination()
            own = before
            try takeFormat()
            restore(shielded)
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

    /// Whether what follows a command's name, but for a format, lets it show something.
    private static func isShown(_ arguments: String, isGlued: Bool, _ showing: Showing) -> Bool {
        var words = ArgumentWord.words(of: arguments)
        if let place = words.firstIndex(where: isOption) {
            words.removeSubrange(place..<min(place + 2, words.count))
        }
        guard let first = words.first else { return true }
        if isGlued, words.last.map(isItem) == true { return false }
        let rest = words.dropFirst()
        let hasName = first.isQuoted || !first.text.contains("=") && first.text != "--"
        switch showing {
        case .behindRun: return (isItem(first) || hasName && !first.isQuoted) && rest.allSatisfy(isItem)
        case .behindName: return hasName && rest.allSatisfy { isItem($0) || isFlag("--run", $0) }
        case .whenShown:
            return words.contains { isFlag("--show", $0) }
                || hasName && !rest.isEmpty && rest.allSatisfy(isItem)
        case .nothing, .whenAlone, .always, .elsewhere: return false
        }
    }

    private static func isItem(_ word: ArgumentWord) -> Bool {
        RequestItemHead(Array(word.text.utf8)[...]) != nil
    }

    private static func isFlag(_ flag: String, _ word: ArgumentWord) -> Bool {
        !word.isQuoted && word.text == flag
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
