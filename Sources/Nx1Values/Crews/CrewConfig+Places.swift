import Nx1Events

extension CrewConfig {
    /// The distinct names of the `{places}` in the texts of agents and tasks, in order of first appearance: the inputs
    /// that the crew reads. CrewAI replaces a place with the input of the same name.
    public var places: [String] {
        var names: [String] = []
        var known: Set<String> = []
        let agents = json["agents"]?.array ?? []
        let tasks = json["tasks"]?.array ?? []
        let texts =
            agents.flatMap { agent in ["role", "goal", "backstory"].map { agent[$0] } }
            + tasks.flatMap { task in ["description", "expected_output"].map { task[$0] } }
        for text in texts.compactMap({ $0?.string }) {
            for case .place(let name) in TextWithPlaces(text).parts where known.insert(name).inserted {
                names.append(name)
            }
        }
        return names
    }
}

/// A text with `{places}`, split at them.
package struct TextWithPlaces: Hashable, Sendable {
    package enum Part: Hashable, Sendable {
        case text(String)
        /// The name inside the braces.
        case place(String)
    }

    package let parts: [Part]

    /// Splits a text. Names follow CrewAI's rule: a letter or `_`, then letters, digits, `_` and `-`, all ASCII.
    package init(_ text: String) {
        var parts: [Part] = []
        let bytes = Array(text.utf8)
        var (index, start) = (0, 0)
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "{"), let end = Self.endOfName(in: bytes, from: index + 1)
            else {
                index += 1
                continue
            }
            if start < index { parts.append(.text(String(decoding: bytes[start..<index], as: UTF8.self))) }
            parts.append(.place(String(decoding: bytes[index + 1..<end], as: UTF8.self)))
            index = end + 1
            start = index
        }
        if start < bytes.count { parts.append(.text(String(decoding: bytes[start...], as: UTF8.self))) }
        self.parts = parts
    }

    /// The position of the brace that closes a name; nil if no name in braces starts there.
    private static func endOfName(in bytes: [UInt8], from start: Int) -> Int? {
        var end = start
        while end < bytes.count {
            switch bytes[end] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "_"):
                break
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                if end == start { return nil }
            case UInt8(ascii: "}"): return end > start ? end : nil
            default: return nil
            }
            end += 1
        }
        return nil
    }

    /// Whether `text` is this text with every place filled: with the value from `filling`, or any text if it returns
    /// nil.
    package func matches(_ text: String, filling: (String) -> String?) -> Bool {
        // The known pieces, with unknown text between each two.
        var known: [[UInt8]] = [[]]
        for part in parts {
            switch part {
            case .text(let text): known[known.count - 1] += Array(text.utf8)
            case .place(let name):
                if let value = filling(name) {
                    known[known.count - 1] += Array(value.utf8)
                } else {
                    known.append([])
                }
            }
        }
        var rest = Array(text.utf8)[...]
        guard rest.starts(with: known[0]) else { return false }
        rest = rest.dropFirst(known[0].count)
        guard known.count > 1, let last = known.last else { return rest.isEmpty }
        guard rest.count >= last.count, rest.suffix(last.count) == last[...] else { return false }
        rest = rest.dropLast(last.count)
        for piece in known.dropFirst().dropLast() where !piece.isEmpty {
            guard let found = Self.firstIndex(of: piece, in: rest) else { return false }
            rest = rest[(found + piece.count)...]
        }
        return true
    }

    private static func firstIndex(of piece: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        guard text.count >= piece.count else { return nil }
        return (text.startIndex...text.endIndex - piece.count).first { text[$0...].starts(with: piece) }
    }
}
