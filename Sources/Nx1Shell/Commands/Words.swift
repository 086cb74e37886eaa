/// The words of a command's arguments, taken one after the other; what is left over is refused.
struct Words {
    private var rest: [String]

    init(_ arguments: String) {
        rest = arguments.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// The next word.
    mutating func next() -> String? {
        rest.isEmpty ? nil : rest.removeFirst()
    }

    /// All that are left.
    mutating func all() -> [String] {
        defer { rest = [] }
        return rest
    }

    /// Whether `flag` is among them, wherever.
    mutating func takeFlag(_ flag: String) -> Bool {
        guard let index = rest.firstIndex(of: flag) else { return false }
        rest.remove(at: index)
        return true
    }

    /// The word after one of `names`, wherever they stand.
    mutating func takeOption(_ names: String...) throws(Complaint) -> String? {
        guard let index = rest.firstIndex(where: names.contains) else { return nil }
        let name = rest.remove(at: index)
        guard index < rest.count else { throw .usage("\(name) wants a value after it.") }
        return rest.remove(at: index)
    }

    /// Refuses what is left over.
    func end(of command: String) throws(Complaint) {
        guard let word = rest.first else { return }
        throw .usage(":\(command) doesn't take \"\(word)\".", advice: ":help \(command) shows what it takes.")
    }
}
