/// A key with its modifiers, decoded from the dialects of terminals: xterm, rxvt, tmux, kitty, the Linux console.
struct TerminalKey: Equatable {
    enum Name: Equatable {
        case up, down, right, left, home, end, delete, pageUp, pageDown, paste
        case character(Unicode.Scalar)
    }

    struct Modifiers: OptionSet {
        let rawValue: Int
        static let shift = Modifiers(rawValue: 1)
        static let alt = Modifiers(rawValue: 2)
        static let control = Modifiers(rawValue: 4)
        /// Meta in xterm and kitty.
        static let meta: Modifiers = [Modifiers(rawValue: 8), Modifiers(rawValue: 32)]
    }

    let name: Name
    let modifiers: Modifiers
}

extension TerminalKey {
    /// - Parameter sequence: a complete sequence, starting with Escape.
    init?(_ sequence: [UInt8]) {
        var body = sequence.dropFirst()
        var modifiers: Modifiers = []
        if body.first == EscapeDecoder.escape {
            body = body.dropFirst()
            modifiers = .alt
        }
        guard let introducer = body.popFirst(), let final = body.popLast() else { return nil }
        // Anything else is a private sequence, such as a response of the terminal.
        guard body.allSatisfy({ (0x30...0x3B).contains($0) }) else { return nil }
        let parameters = String(decoding: body, as: UTF8.self)
            .split(separator: ";", omittingEmptySubsequences: false)
        // kitty can report key releases, if a program requests it.
        guard !parameters.contains(where: { $0.hasSuffix(":3") }) else { return nil }
        let numbers = parameters.map { Int($0.prefix { $0 != ":" }) ?? 0 }
        self.init(
            isControl: introducer == UInt8(ascii: "["), numbers, final: Unicode.Scalar(final),
            modifiers: modifiers)
    }

    private init?(isControl: Bool, _ numbers: [Int], final: Unicode.Scalar, modifiers: Modifiers) {
        let second = Modifiers(number: numbers.dropFirst().first)
        switch final {
        case "~" where numbers.first == 27 && numbers.count == 3:
            // xterm's modifyOtherKeys.
            self.init(character: numbers[2], modifiers.union(second))
        case "~": self.init(number: numbers.first, modifiers.union(second))
        case "u" where isControl: self.init(character: numbers.first, modifiers.union(second))
        // rxvt.
        case "^": self.init(number: numbers.first, modifiers.union(.control))
        case "$": self.init(number: numbers.first, modifiers.union(.shift))
        case "@": self.init(number: numbers.first, modifiers.union([.shift, .control]))
        case "a"..."d":
            self.init(
                final: Unicode.Scalar(final.value - 0x20) ?? final,
                modifiers.union(isControl ? .shift : .control))
        default: self.init(final: final, modifiers.union(Modifiers(number: numbers.last)))
        }
    }

    private init?(final: Unicode.Scalar, _ modifiers: Modifiers) {
        let names: [Unicode.Scalar: Name] = [
            "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end,
        ]
        guard let name = names[final] else { return nil }
        self.init(name: name, modifiers: modifiers)
    }

    private init?(number: Int?, _ modifiers: Modifiers) {
        let names: [Int: Name] = [
            1: .home, 7: .home, 4: .end, 8: .end, 3: .delete, 5: .pageUp, 6: .pageDown, 200: .paste,
        ]
        guard let name = number.flatMap({ names[$0] }) else { return nil }
        self.init(name: name, modifiers: modifiers)
    }

    private init?(character: Int?, _ modifiers: Modifiers) {
        // With 0, kitty sends the text elsewhere in the sequence, which we never request.
        guard let character, character != 0,
            let scalar = UInt32(exactly: character).flatMap(Unicode.Scalar.init)
        else { return nil }
        // kitty's numbers for keys without a character; one of them is the keypad's Enter.
        let isPrivate = (57344...63743).contains(character)
        guard !isPrivate || character == 57414 else { return nil }
        self.init(name: .character(isPrivate ? "\r" : scalar), modifiers: modifiers)
    }
}

extension TerminalKey.Modifiers {
    /// Terminals send the sum of the modifiers plus one.
    fileprivate init(number: Int?) { self.init(rawValue: max(0, (number ?? 1) - 1)) }
}

extension TerminalKey {
    /// libedit's default binding of the key; nil if it has none.
    var standardCommand: String? {
        guard modifiers.isEmpty else { return nil }
        return switch name {
        case .up: "ed-prev-history"
        case .down: "ed-next-history"
        case .right: "ed-next-char"
        case .left: "ed-prev-char"
        case .home: "ed-move-to-beg"
        case .end: "ed-move-to-end"
        case .delete: "ed-delete-next-char"
        default: nil
        }
    }

    /// The characters that libedit gets for the key; none if the key has no meaning.
    var characters: [Unicode.Scalar] {
        if case .character(let character) = name { return characters(for: character) }
        return function.map { [$0.code] } ?? []
    }

    /// Shift alone makes no difference.
    private var isPlain: Bool { modifiers.isDisjoint(with: [.alt, .control, .meta]) }

    private var function: FunctionKey? {
        switch name {
        case .up: isPlain ? .up : nil
        case .down: isPlain ? .down : nil
        case .right: isPlain ? .right : .wordRight
        case .left: isPlain ? .left : .wordLeft
        case .home: .home
        case .end: .end
        case .delete: isPlain ? .delete : .deleteWord
        case .pageUp: .older
        case .pageDown: .newer
        case .paste: .paste
        case .character: nil
        }
    }

    private func characters(for character: Unicode.Scalar) -> [Unicode.Scalar] {
        switch character {
        case "\r" where isPlain && !modifiers.contains(.shift): return ["\n"]
        case "\r": return [FunctionKey.newline.code]
        case "\u{7F}" where !isPlain: return [FunctionKey.deleteWordBack.code]
        case "\t" where modifiers.contains(.shift): return []
        default: break
        }
        let isLetter = ("a"..."z").contains(character)
        var typed = character
        if modifiers.contains(.control) {
            guard (0x40...0x7F).contains(character.value) else { return [] }
            typed = Unicode.Scalar(UInt8(character.value) & 0x1F)
            // The terminal exchanges CR and LF; see Terminal.
            typed = typed == "\n" ? "\r" : typed == "\r" ? "\n" : typed
        } else if modifiers.contains(.shift), isLetter {
            typed = Unicode.Scalar(UInt8(character.value) - 0x20)
        }
        return modifiers.isDisjoint(with: [.alt, .meta]) ? [typed] : ["\u{1B}", typed]
    }
}
