import ShellInput
package import ShellOutput
import TypedRequests

/// The words of a command's arguments, consumed one by one. Leftover words are errors. Quotes keep a word
/// together.
package struct Words {
    private var rest: [String]
    /// The options that were looked for.
    private var options: [String]

    /// - Parameter options: the options that have already been removed.
    package init(_ arguments: String, options: [String] = []) {
        self.options = options
        rest = ArgumentWord.words(of: arguments).map(\.text)
    }

    /// The next word that doesn't look like an option. Words that do are left, to be refused.
    package mutating func next() -> String? {
        rest.firstIndex { !Self.looksLikeOption($0) }.map { rest.remove(at: $0) }
    }

    /// All remaining words.
    package mutating func all() -> [String] {
        defer { rest = [] }
        return rest
    }

    /// Whether the remaining words contain `word`.
    package func has(_ word: String) -> Bool { rest.contains(word) }

    /// Removes all occurrences of `flag`. Returns whether there were any.
    package mutating func takeFlag(_ flag: String) -> Bool {
        options.append(flag)
        let count = rest.count
        rest.removeAll { $0 == flag }
        return rest.count < count
    }

    /// The single argument of a command that takes on or off; nil if there is none.
    package mutating func takeSwitch(of command: String) throws(Complaint) -> Bool? {
        let word = next()
        try end(of: command)
        switch word {
        case nil: return nil
        case "on": return true
        case "off": return false
        case let word?: throw .usage(":\(command) takes on or off, not \"\(word)\".")
        }
    }

    /// The value of the first of these options; nil without one.
    package mutating func takeOption(_ names: String...) throws(Complaint) -> String? {
        options += names
        guard let index = rest.firstIndex(where: names.contains) else { return nil }
        let name = rest.remove(at: index)
        guard index < rest.count else { throw .missingValue(of: name) }
        return rest.remove(at: index)
    }

    /// The remaining words as a text. Options are refused.
    package mutating func text(of command: String) throws(Complaint) -> String {
        if let option = rest.first(where: Self.looksLikeOption) {
            rest = [option]
            try end(of: command)
        }
        return all().joined(separator: " ")
    }

    /// The remaining words as names. Options are refused.
    package mutating func names(of command: String) throws(Complaint) -> [String] {
        var names: [String] = []
        while let name = next() { names.append(name) }
        try end(of: command)
        return names
    }

    /// Refuses remaining words.
    package func end(of command: String) throws(Complaint) {
        guard let word = rest.first else { return }
        if options.contains(word) { throw .givenTwice(word) }
        if Self.looksLikeOption(word) {
            throw .usage(
                "Unknown option \"\(word)\" for :\(command).",
                advice: NearestNames.question(about: word, among: options)
                    ?? Self.usage(of: command))
        }
        throw .usage(
            "Unexpected argument \"\(word)\" for :\(command).", advice: Self.usage(of: command))
    }

    private static func usage(of command: String) -> String { "`:help \(command)` shows its usage." }

    private static func looksLikeOption(_ word: String) -> Bool {
        // A negative number isn't an option.
        let name = word.drop { $0 == "-" }
        return (1...2).contains(word.count - name.count) && name.first?.isLetter == true
    }
}
