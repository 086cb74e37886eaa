/// Suggests existing names for an unknown one.
public enum NearestNames {
    /// The names most similar to the given one, at most `most`, best first: names that it is a prefix of, then names
    /// within a few typos, then names that share a good part with it. Case is ignored.
    public static func nearest(to name: String, among names: [String], most: Int = 3) -> [String] {
        let typed = Array(name.lowercased())
        guard !typed.isEmpty else { return [] }
        var rated: [(rating: Int, name: String)] = []
        for candidate in names where !rated.contains(where: { $0.name == candidate }) {
            if let rating = distance(from: typed, to: Array(candidate.lowercased())) {
                rated.append((rating, candidate))
            }
        }
        // Equally likely names keep their order.
        let order = rated.indices.sorted { (rated[$0].rating, $0) < (rated[$1].rating, $1) }
        return order.prefix(max(0, most)).map { rated[$0].name }
    }

    /// The question "Did you mean `:crew` or `:clear`?" with the most similar names, each prefixed with `prefix`; nil
    /// if none is similar.
    public static func question(
        about name: String, among names: [String], prefix: String = "", most: Int = 3
    ) -> String? {
        question(naming: nearest(to: name, among: names, most: most), prefix: prefix)
    }

    /// The question "Did you mean …?" with the given names; nil if there are none.
    package static func question(naming names: [String], prefix: String = "") -> String? {
        let quoted = names.map { "`\(prefix)\($0)`" }
        guard let last = quoted.last else { return nil }
        let others = quoted.dropLast().joined(separator: ", ")
        return others.isEmpty ? "Did you mean \(last)?" : "Did you mean \(others) or \(last)?"
    }

    /// The dissimilarity of two names; nil if they aren't similar.
    private static func distance(from typed: [Character], to name: [Character]) -> Int? {
        if name == typed { return 0 }
        if name.starts(with: typed) { return 1 }
        let slips = EditDistance.between(typed, name)
        if slips <= allowedSlips(typed.count) { return 1 + slips }
        let shared = zip(typed, name).prefix { $0 == $1 }.count
        let isInside = typed.count >= 4 && String(name).contains(String(typed))
        return isInside || shared >= 4 && shared * 4 >= typed.count * 3 ? 10 : nil
    }

    private static func allowedSlips(_ length: Int) -> Int {
        switch length {
        case ...1: 0
        case 2...4: 1
        case 5...8: 2
        default: 3
        }
    }
}

/// The edit distance between two words.
enum EditDistance {
    /// The smallest number of letters to insert, delete, substitute or swap with their neighbour that turns one word
    /// into the other, touching no letter twice (the "optimal string alignment" form of the Damerau-Levenshtein
    /// distance).
    static func between(_ first: [Character], _ second: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for row in first.indices {
            var current = [row + 1]
            for column in second.indices {
                let change = last[column] + (first[row] == second[column] ? 0 : 1)
                var best = min(last[column + 1] + 1, current[column] + 1, change)
                if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[second.count]
    }
}
