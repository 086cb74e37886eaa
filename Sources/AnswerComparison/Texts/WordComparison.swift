/// A comparison of two lines by word.
package struct WordComparison: Sendable, Equatable {
    /// A piece of one line or of both.
    package enum Piece: Sendable, Equatable {
        case same(String)
        case removed(String)
        case added(String)
    }

    /// The pieces of both lines, in reading order. In a replacement, the old piece comes first.
    package let pieces: [Piece]

    package init(_ old: String, _ new: String) {
        self.init(Words(old[...]), Words(new[...]))
    }

    init(_ old: Words, _ new: Words) {
        var numbers: [Substring: Int] = [:]
        func number(_ word: Substring) -> Int {
            if let number = numbers[word] { return number }
            numbers[word] = numbers.count
            return numbers.count - 1
        }
        let matching = SequenceMatching(old.texts.map(number), new.texts.map(number))
        var pieces = Pieces()
        var (oldStart, newStart) = (0, 0)
        for pair in matching.pairs + [.init(old: old.texts.count, new: new.texts.count)] {
            pieces.replace(old.texts[oldStart..<pair.old], by: new.texts[newStart..<pair.new])
            if pair.old < old.texts.count { pieces.keep(new.texts[pair.new]) }
            (oldStart, newStart) = (pair.old + 1, pair.new + 1)
        }
        self.pieces = pieces.ended()
    }
}

/// Collects pieces, merging changes that are separated only by whitespace.
private struct Pieces {
    private var pieces: [WordComparison.Piece] = []
    private var same = ""
    private var (removed, added) = ("", "")
    /// The whitespace after a change, which may belong to the next one.
    private var blank = ""

    mutating func replace(_ old: ArraySlice<Substring>, by new: ArraySlice<Substring>) {
        if old.isEmpty, new.isEmpty { return }
        if !same.isEmpty { pieces.append(.same(same)) }
        same = ""
        removed += blank
        added += blank
        blank = ""
        for text in old { removed += text }
        for text in new { added += text }
    }

    mutating func keep(_ word: Substring) {
        if Words.isBlank(word), !removed.isEmpty || !added.isEmpty {
            blank += word
        } else {
            endChange()
            same += word
        }
    }

    mutating func ended() -> [WordComparison.Piece] {
        endChange()
        if !same.isEmpty { pieces.append(.same(same)) }
        return pieces
    }

    private mutating func endChange() {
        guard !removed.isEmpty || !added.isEmpty else { return }
        // Equal whitespace on both sides isn't shown as removed.
        let isBlank = { (text: String) in Words.isBlank(text[...]) }
        if !removed.isEmpty, !(isBlank(removed) && removed == added) { pieces.append(.removed(removed)) }
        if !added.isEmpty { pieces.append(.added(added)) }
        same = blank
        (removed, added, blank) = ("", "", "")
    }
}

extension [WordComparison.Piece] {
    /// The old line.
    var old: String {
        reduce(into: "") { text, piece in
            switch piece {
            case .same(let part), .removed(let part): text += part
            case .added: break
            }
        }
    }

    /// The new line.
    var new: String {
        reduce(into: "") { text, piece in
            switch piece {
            case .same(let part), .added(let part): text += part
            case .removed: break
            }
        }
    }
}
