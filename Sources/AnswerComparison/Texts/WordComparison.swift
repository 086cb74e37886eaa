/// Two lines by their words.
package struct WordComparison: Sendable, Equatable {
    /// A part of one line or of both.
    package enum Piece: Sendable, Equatable {
        case same(String)
        case removed(String)
        case added(String)
    }

    /// The parts of both lines, in the order in which a person reads them; of what replaces something, the old comes first.
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

/// Pieces that are put together: blanks between two changes belong to them.
private struct Pieces {
    private var pieces: [WordComparison.Piece] = []
    private var same = ""
    private var (removed, added) = ("", "")
    /// Blanks behind a change, which may be followed by another.
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
        // What was only put in or taken out keeps the blanks around it where they are.
        let isBlank = { (text: String) in Words.isBlank(text[...]) }
        if !removed.isEmpty, !(isBlank(removed) && removed == added) { pieces.append(.removed(removed)) }
        if !added.isEmpty { pieces.append(.added(added)) }
        same = blank
        (removed, added, blank) = ("", "", "")
    }
}

extension [WordComparison.Piece] {
    /// The line that it was.
    var old: String {
        reduce(into: "") { text, piece in
            switch piece {
            case .same(let part), .removed(let part): text += part
            case .added: break
            }
        }
    }

    /// The line that it is.
    var new: String {
        reduce(into: "") { text, piece in
            switch piece {
            case .same(let part), .added(let part): text += part
            case .removed: break
            }
        }
    }
}
