/// The rows of a text, as its newlines make them: where a cursor goes when it moves by one.
enum TextRows {
    /// The place a row above `cursor`, in the same column or at the row's end; nil on the first row.
    static func above(_ cursor: Int, in text: [Unicode.Scalar]) -> Int? {
        guard let end = text[..<cursor].lastIndex(of: "\n") else { return nil }
        let start = text[..<end].lastIndex(of: "\n").map { $0 + 1 } ?? 0
        return min(start + (cursor - end - 1), end)
    }

    /// The place a row below; nil on the last row.
    static func below(_ cursor: Int, in text: [Unicode.Scalar]) -> Int? {
        guard let end = text[cursor...].firstIndex(of: "\n") else { return nil }
        let own = text[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0
        let next = text[(end + 1)...].firstIndex(of: "\n") ?? text.count
        return min(end + 1 + (cursor - own), next)
    }
}
