import CLibEdit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension EditLineSession {
    /// Whether Escape does something at once: where it only begins a longer key there is no hurry.
    var escapeIsKey: Bool { isVi || isSearching || question != nil }

    /// What libedit gets for what the terminal has sent.
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
        // Any key is an answer; the rest of it is none to the next question.
        if question != nil { return Array(raw.prefix(1)) }
        if isQuoting { return raw }
        // In vi mode it is Escape and a key, however fast.
        if isVi, sequence.dropFirst().first == EscapeDecoder.escape {
            return raw.prefix(1) + characters(for: Array(sequence.dropFirst()))
        }
        let key = TerminalKey(sequence)
        let binding = binding(of: sequence)
        let isOwn = binding != nil && (key == nil || binding != key?.standardCommand)
        let characters = isOwn ? raw : key?.characters ?? []
        // A search takes every character into its pattern. Escape ends it, and the key goes on from there.
        return isSearching && !characters.isEmpty ? ["\u{1B}"] + characters : characters
    }

    /// Whether libedit searches the history: it keeps what it asks behind the line.
    var isSearching: Bool {
        let (scalars, cursor) = line
        guard let newline = scalars.dropFirst(cursor).lastIndex(of: "\n") else { return false }
        let question = String(scalars[newline...].dropFirst().prefix(4))
        return ["bck:", "bck?", "fwd:", "fwd?"].contains(question)
    }

    /// The command, or the text, that a sequence is bound to in libedit; nil if it would not take it for one key.
    private func binding(of sequence: [UInt8]) -> String? {
        guard bindings(from: [EscapeDecoder.escape])["^["] == "ed-sequence-lead-in" else { return nil }
        return bindings(from: sequence)[Self.visible(sequence)]
    }

    /// libedit tells of bindings only in print: a key and its command a row.
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
