import Nx1Events
package import ShellText

/// What is different between two answers.
///
/// Tables are compared with tables: of several, those with the same titles, and then those that have something in common. The text around them
/// is compared where both answers have any. Without tables on both sides, two JSON values are compared by path, and everything else
/// as text.
package struct AnswerDifferences: Sendable, Equatable {
    /// A part of the answers that was compared.
    package enum Part: Sendable, Equatable {
        /// - Parameter number: of the table in the new answer, from 1.
        case table(number: Int, TableComparison)
        /// A table that is in one of the answers only.
        /// - Parameter number: of the table in its answer, from 1.
        case onlyOld(number: Int, ResultTable)
        case onlyNew(number: Int, ResultTable)
        case text(TextComparison)
        case json(JSONComparison)
    }

    package private(set) var parts: [Part] = []

    /// Which parts of answers are compared.
    package enum Scope: Sendable {
        case everything
        /// Of answers with tables, only those.
        case tables
    }

    /// - Parameter names: the columns whose cells are the key of a row; without any, the first one.
    /// - Throws: ``UnknownColumn`` if a column of that name isn't in any two tables that are compared.
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
        // What is one table has no other one to miss.
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
    /// Whether nothing is different in it.
    package var isSame: Bool {
        switch self {
        case .table(_, let comparison): comparison.isSame
        case .onlyOld, .onlyNew: false
        case .text(let comparison): comparison.isSame
        case .json(let comparison): comparison.isSame
        }
    }
}

/// The tables of two answers that belong together.
private struct TablePairs {
    /// The number of the old table for each new one.
    private var olds: [Int: Int] = [:]
    /// Whether a table in one answer only is a difference.
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

    /// Keeps the one pair with the most titles in common.
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
