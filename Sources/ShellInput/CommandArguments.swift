/// The arguments that all commands with output share (the format and the destination), separated from the command's
/// own arguments.
package struct CommandArguments: Sendable, Hashable {
    /// When a command shows output.
    package enum Showing: Sendable, Hashable {
        /// Never: its arguments are its own to the last character.
        case nothing
        /// Only if nothing else follows its name: `:crew` shows a list, `:crew ask TEXT` asks.
        case whenAlone
        /// Only if at most a run and request items follow its name, as in `:again %2 region=south`; anything after a
        /// text is part of the text.
        case behindRun
        /// Only if at most a name and request items follow its own name, as in `:template NAME region=north`.
        case behindName
        /// Only if nothing else follows its name, or a name with request items, or one with `--show`: `:crew`, `:crew
        /// NAME key=1` and `:crew NAME --show`.
        case whenShown
        /// Always.
        case always
        /// To a destination of its own, as in `:save FILE`: only the format is shared.
        case elsewhere
    }

    /// Invalid arguments. The description is a sentence.
    package struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// The arguments for the command itself.
    package private(set) var own: String
    /// The word after `-o`, if any.
    package private(set) var format: String?
    /// Where the output goes; nil: to the screen.
    package private(set) var destination: CommandTail.Destination?

    /// Parses the arguments of a command.
    /// - Throws: ``Refusal`` or ``CommandTail/Refusal``.
    package init(_ arguments: String, showing: Showing) throws {
        own = arguments
        switch showing {
        case .nothing: return
        case .elsewhere: try takeFormat()
        case .always, .whenAlone, .behindRun, .behindName, .whenShown:
            // Values are data, so operators inside them don't count.
            let shielded = ShieldedValues(arguments)
            let tail = CommandTail(of: shielded.text)
            // A text may follow, and texts are never cut.
            let before = tail?.before ?? shielded.text
            // In `region=a|b`, the operator is part of the value.
            let isGlued = shielded.text.dropFirst(before.count).first?.isWhitespace == false
            guard showing == .always || Self.isShown(before, isGlued: isGlued, showing) else { return }
            destination = try tail?.destination()
            own = before
            try takeFormat()
            restore(shielded)
        }
    }

    /// Splits the name and the arguments of a command whose line lacks a space: `:!ls` means `:! ls`, and
    /// `:runs|head` means `:runs |head`.
    package static func split(name: String, _ arguments: String) -> (name: String, arguments: String) {
        var end = name.firstIndex { "|>".contains($0) } ?? name.endIndex
        if name.hasPrefix("!") { end = name.index(after: name.startIndex) }
        guard end > name.startIndex, end < name.endIndex else { return (name, arguments) }
        let rest = name[end...] + (arguments.isEmpty ? "" : " " + arguments)
        return (String(name[..<end]), String(rest))
    }

    private static let option: Set = ["-o", "--output"]

    /// Whether the arguments, apart from the format, let the command show output.
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

    /// Puts the quoted values back. The format needs none: it is one word, and values come before the tail.
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
            throw Refusal(description: OptionMessages.missingValue(of: name))
        }
        if words[(place + 2)...].contains(where: Self.isOption) {
            throw Refusal(description: OptionMessages.givenTwice(name))
        }
        format = words[place + 1].text
        // The command's own arguments may be a text, whose spaces matter.
        var rest = own[..<words[place].range.lowerBound]
        let behind = own[words[place + 1].range.upperBound...].drop(while: \.isWhitespace)
        if behind.isEmpty { while rest.last?.isWhitespace == true { rest.removeLast() } }
        own = String(rest + behind)
    }
}
