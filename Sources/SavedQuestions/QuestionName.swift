/// The names of saved questions, which are used like commands: `:NAME`.
package enum QuestionName {
    /// The maximum number of characters.
    private static let limit = 64

    /// Why a question can't have this name, as a sentence; nil if it can.
    /// - Parameter commands: the names and aliases of the shell's own commands.
    package static func refusal(of name: String, commands: some Sequence<String>) -> String? {
        if name.isEmpty { return "A question needs a name: `:define NAME TEXT`." }
        guard isName(name) else {
            return
                "`\(name)` isn't a valid question name. Use letters, digits, `-` and `_`, and start with a letter."
        }
        if name.utf8.count > limit {
            return "The question name is too long: the maximum is \(limit) characters."
        }
        let isCommand = commands.contains { $0.lowercased() == name.lowercased() }
        return isCommand ? "`:\(name)` is a command. Choose another name for the question." : nil
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetter(first) else { return false }
        return name.utf8.allSatisfy { byte in
            isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) && byte < 0x80
    }
}
