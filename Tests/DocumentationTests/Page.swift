import Foundation

/// A page of the documentation, or the README, as text to be checked against what it speaks of.
struct Page {
    let text: String

    init(_ path: String) throws {
        text = try String(contentsOf: House.root.appending(path: path), encoding: .utf8)
    }

    /// A row of a table: what each cell has in backticks.
    struct Row {
        let cells: [[String]]

        /// What the row is about.
        var name: String { cells.first?.first ?? "" }
        /// What its last cell names.
        var names: Set<String> { Set(cells.last ?? []) }
    }

    /// The rows of the first table below a text.
    func rows(below beginning: String) -> [Row] {
        guard let start = text.range(of: beginning) else { return [] }
        return text[start.upperBound...].split(separator: "\n")
            .drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }.dropFirst(2)
            .map { line in
                let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                return Row(cells: cells.dropFirst().dropLast().map { Self.quoted($0) })
            }
    }

    /// The text in single or double backticks, outside of blocks of code.
    var names: [String] {
        let prose = text.components(separatedBy: "```\n").map {
            $0.components(separatedBy: "```swift\n")[0]
        }
        return prose.flatMap { Self.quoted($0) }
    }

    /// The blocks of Swift code.
    var code: [String] {
        text.components(separatedBy: "```swift\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
    }

    static func quoted(_ text: some StringProtocol) -> [String] {
        text.replacingOccurrences(of: "``", with: "`").components(separatedBy: "`").enumerated()
            .filter { $0.offset % 2 == 1 }.map(\.element)
    }
}
