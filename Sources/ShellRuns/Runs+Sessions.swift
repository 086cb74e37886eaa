import Nx1Events
package import RunJournal

/// The runs of a named session that goes on.
extension Runs {
    /// The number of runs of other sessions that one keeps numbers of.
    private static let mostOthers = 50

    /// The runs of a session that the journal has, the oldest first, at most as many as a session keeps at hand; nil if the journal can't
    /// be used.
    /// - Throws: `CancellationError`.
    package func entries(ofSession name: String) async throws -> [JournalEntry]? {
        try await journal.runs(ofSession: name, limit: RunTable.kept)
    }

    /// Makes runs those of this session, which has none yet, with the numbers that they had.
    /// - Parameters:
    ///   - entries: the session's runs, the oldest first.
    ///   - numbers: the numbers of runs, by the ids that their requests were sent with; also those of runs that were only shown in the
    ///     session. A run without one gets a number by its place among the others.
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

    /// The numbers of the newest runs at hand, by the ids that their requests were sent with.
    package func numbers(limit: Int) -> [String: Int] {
        Dictionary(all.suffix(limit).map { ($0.record.sentID, $0.number) }) { $1 }
    }
}

extension RunTable {
    /// The numbers of runs, the oldest first: those that are known, and, for the others, numbers by their places; nil for runs before
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
