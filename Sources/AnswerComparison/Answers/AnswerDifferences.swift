import Nx1Events
package import ShellText

/// The differences between two answers.
///
/// Tables are matched by their titles, and the rest by what they have in common. The text around them is compared if
/// both answers have some. Unless both answers have tables, two JSON values are compared by path, and everything else
/// as text.
package struct AnswerDifferences: Sendable, Equatable {
    /// A compared part of the answers.
    package enum Part: Sendable, Equatable {
        /// - Parameter number: the table's number in the new answer, starting at 1.
        case table(number: Int, TableComparison)
        /// A table that is in only one of the answers.
        /// - Parameter number: the table's number in its answer, starting at 1.
        case onlyOld(number: Int, ResultTable)
        case onlyNew(number: Int, ResultTable)
        case text(TextComparison)
        case json(JSONComparison)
    }

    package private(set) var parts: [Part] = []

    /// The parts of answers to compare.
    package enum Scope: Sendable {
        case everything
        /// Only the tables, if both answers have some.
        case tables
    }

    /// - Parameter names: the key columns; by default, the first column of each table.
    /// - Throws: ``UnknownColumn`` if no two compared tables have a column with that name.
    package init(
        _ old: ComparedAnswer, _ new: ComparedAnswer, by names: [String] = [], scope: Scope = .everything
    ) throws(UnknownColumn) {
        if !old.tables.isEmpty, !new.tables.isEmpty {
            try compareTables(old, new, by: names)
            if scope == .everything, let old = old.prose, let new = new.prose {
                let comparison = TextComparison(old, new)
                if !comparison.isSame { parts.append(.text(comparison)) }
            }
            return
        }
        if let name = names.first { throw UnknownColumn(name: name, names: []) }
        if let old = old.value, let new = new.value {
            parts = [.json(JSONComparison(old, new))]
        } else {
            parts = [.text(TextComparison(old.text, new.text))]
        }
    }

    /// Whether the answers are the same.
    package var isSame: Bool { parts.allSatisfy(\.isSame) }

    private mutating func compareTables(
        _ old: ComparedAnswer, _ new: ComparedAnswer, by names: [String]
    ) throws(UnknownColumn) {
        var pairs = TablePairs(old.tables, new.tables)
        // If one side is a single table, the other side's further tables aren't differences.
        if old.isTable || new.isTable { pairs.keepBest() }
        var unknown: UnknownColumn?
        var isKnown = names.isEmpty
        for (number, table) in new.tables.enumerated() {
            guard let oldNumber = pairs.old(of: number) else {
                if pairs.countsSingles { parts.append(.onlyNew(number: number + 1, table)) }
                continue
            }
            let comparison: TableComparison
            do throws(UnknownColumn) {
                comparison = try TableComparison(old.tables[oldNumber], table, by: names)
                isKnown = true
            } catch {
                unknown = unknown ?? error
                comparison = try TableComparison(old.tables[oldNumber], table)
            }
            parts.append(.table(number: number + 1, comparison))
        }
        if let unknown, !isKnown { throw unknown }
        guard pairs.countsSingles else { return }
        for (number, table) in old.tables.enumerated() where !pairs.hasNew(for: number) {
            parts.append(.onlyOld(number: number + 1, table))
        }
    }
}

extension AnswerDifferences.Part {
    /// Whether the part has no differences.
    package var isSame: Bool {
        switch self {
        case .table(_, let comparison): comparison.isSame
        case .onlyOld, .onlyNew: false
        case .text(let comparison): comparison.isSame
        case .json(let comparison): comparison.isSame
        }
    }
}

/// The matched tables of two answers.
private struct TablePairs {
    /// The index of the old table, keyed by the index of the new one.
    private var olds: [Int: Int] = [:]
    /// Whether an unmatched table counts as a difference.
    private(set) var countsSingles = true
    private let old: [ResultTable]
    private let new: [ResultTable]

    init(_ old: [ResultTable], _ new: [ResultTable]) {
        self.old = old
        self.new = new
        var free = Array(old.indices)
        for number in new.indices {
            guard let place = free.firstIndex(where: { old[$0].columns == new[number].columns }) else {
                continue
            }
            olds[number] = free.remove(at: place)
        }
        for number in new.indices where olds[number] == nil {
            guard let place = free.firstIndex(where: { TableComparison.areAlike(old[$0], new[number]) })
            else {
                continue
            }
            olds[number] = free.remove(at: place)
        }
    }

    /// Keeps only the pair with the most common titles.
    mutating func keepBest() {
        countsSingles = false
        var best: (count: Int, old: Int, new: Int)?
        for newNumber in new.indices {
            let names = Set(new[newNumber].columns)
            for oldNumber in old.indices {
                let count = old[oldNumber].columns.count(where: names.contains)
                if count > best?.count ?? -1 { best = (count, oldNumber, newNumber) }
            }
        }
        olds = best.map { [$0.new: $0.old] } ?? [:]
    }

    func old(of new: Int) -> Int? { olds[new] }

    func hasNew(for old: Int) -> Bool { olds.values.contains(old) }
}
