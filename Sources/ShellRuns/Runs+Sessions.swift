import Nx1Events
package import RunJournal

/// Restoring the runs of a named session.
extension Runs {
    /// The maximum number of runs of other sessions whose numbers are restored.
    private static let mostOthers = 50

    /// The journalled runs of a session, oldest first, up to the size of the table; nil if the journal can't be used.
    /// - Throws: `CancellationError`.
    package func entries(ofSession name: String) async throws -> [JournalEntry]? {
        try await journal.runs(ofSession: name, limit: RunTable.kept)
    }

    /// Adds runs to this session, which must be empty, under their earlier numbers.
    /// - Parameters:
    ///   - entries: the session's runs, oldest first.
    ///   - numbers: the numbers of runs, keyed by the ids that their requests were sent with, including runs that the
    ///     session only looked up. Runs without a number are numbered by their position.
    /// - Throws: `CancellationError`.
    package func restore(_ entries: [JournalEntry], numbers: [String: Int]) async throws {
        let own = Set(entries.map(\.sentID))
        var others: [JournalEntry] = []
        let foreign = numbers.filter { !own.contains($0.key) }.sorted { $0.value < $1.value }
        for (id, _) in foreign.suffix(Self.mostOthers) {
            others += try await journal.runs(beginning: id).filter { $0.sentID == id }
        }
        let places = RunTable.numbers(of: entries.map(\.sentID), known: numbers)
        var restored = zip(entries, places).compactMap { entry, number in
            number.map { SessionRun(number: $0, entry) }
        }
        restored += others.compactMap { entry in
            numbers[entry.sentID].map { SessionRun(number: $0, entry) }
        }
        restore(restored.sorted { $0.number < $1.number })
    }

    /// The numbers of the newest runs, keyed by the ids that their requests were sent with.
    package func numbers(limit: Int) -> [String: Int] {
        Dictionary(all.suffix(limit).map { ($0.record.sentID, $0.number) }) { $1 }
    }
}

extension RunTable {
    /// The numbers of runs, oldest first: the known ones and, for the rest, numbers by position; nil for runs before
    /// number 1.
    static func numbers(of ids: [String], known: [String: Int]) -> [Int?] {
        var numbers = ids.map { known[$0] }
        let first = numbers.firstIndex { $0 != nil } ?? numbers.startIndex
        let taken = known.values
        var next = taken.min() ?? 1
        for index in numbers.indices[..<first].reversed() {
            next -= 1
            numbers[index] = next > 0 ? next : nil
        }
        next = taken.max() ?? 0
        for index in numbers.indices[first...] where numbers[index] == nil {
            next += 1
            numbers[index] = next
        }
        return numbers
    }
}
