import CLibEdit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension EditLineSession {
    /// Whether Escape is a command itself. If it only starts a longer key, there is no hurry.
    var escapeIsKey: Bool { isVi || isSearching || question != nil }

    /// Translates what the terminal sent into characters for libedit.
    func characters(for items: [EscapeDecoder.Item]) -> [Unicode.Scalar] {
        items.flatMap { item in
            switch item {
            case .byte(let byte): decoder.feed(byte).map { FunctionKey.isCode($0) ? "\u{FFFD}" : $0 }
            case .sequence(let sequence): decoder.finish() + characters(for: sequence)
            }
        }
    }

    private func characters(for sequence: [UInt8]) -> [Unicode.Scalar] {
        let raw = sequence.map { Unicode.Scalar($0) }
        // Any key is an answer; the rest of its sequence must not answer the next question.
        if question != nil { return Array(raw.prefix(1)) }
        if isQuoting { return raw }
        // In vi mode it is Escape followed by a key, however fast they come.
        if isVi, sequence.dropFirst().first == EscapeDecoder.escape {
            return raw.prefix(1) + characters(for: Array(sequence.dropFirst()))
        }
        let key = TerminalKey(sequence)
        let binding = binding(of: sequence)
        let isOwn = binding != nil && (key == nil || binding != key?.standardCommand)
        let characters = isOwn ? raw : key?.characters ?? []
        // A search reads every character into its pattern, so end it with Escape before sending the key.
        return isSearching && !characters.isEmpty ? ["\u{1B}"] + characters : characters
    }

    /// Whether libedit is searching the history: it keeps the search prompt after the line.
    var isSearching: Bool {
        let (scalars, cursor) = line
        guard let newline = scalars.dropFirst(cursor).lastIndex(of: "\n") else { return false }
        let question = String(scalars[newline...].dropFirst().prefix(4))
        return ["bck:", "bck?", "fwd:", "fwd?"].contains(question)
    }

    /// The command or text that libedit binds to a sequence; nil if it doesn't treat the sequence as one key.
    private func binding(of sequence: [UInt8]) -> String? {
        guard bindings(from: [EscapeDecoder.escape])["^["] == "ed-sequence-lead-in" else { return nil }
        return bindings(from: sequence)[Self.visible(sequence)]
    }

    /// Reads bindings from libedit's printed list, its only form: one key and command per row.
    private func bindings(from key: [UInt8]) -> [String: String] {
        let name = key.map { "\\" + String(512 + Int($0), radix: 8).dropFirst() }.joined()
        guard let printed = libedit_bindings(editor, name) else { return [:] }
        defer { free(printed) }
        var bindings: [String: String] = [:]
        for row in String(cString: printed).split(separator: "\n") {
            guard let arrow = row.firstRange(of: "->") else { continue }
            let key = row[..<arrow.lowerBound].filter { !" \t\"".contains($0) }
            bindings[key] = String(row[arrow.upperBound...].drop { " \t".contains($0) })
        }
        return bindings
    }

    private static func visible(_ sequence: [UInt8]) -> String {
        sequence.map { byte in
            switch byte {
            case ..<0x20: "^" + String(Unicode.Scalar(byte + 0x40))
            case UInt8(ascii: "\\"): "\\\\"
            default: String(Unicode.Scalar(byte))
            }
        }.joined()
    }
}
