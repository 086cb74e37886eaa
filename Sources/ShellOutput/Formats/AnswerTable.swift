import Synchronization

/// The one table that the answers of many lines are in formats that have one, such as comma-separated values: its head is written
/// once, and again where something else was written since.
package final class AnswerTable: Sendable {
    private struct Head: Equatable {
        let format: String
        let columns: [String]
    }

    private let before = Mutex<Head?>(nil)

    package init() {}

    /// What stands above the next answer in `format`, if anything does.
    /// - Parameter columns: those of the rows that the lines are for; see ``SourceRow``.
    package func head(for format: OutputFormat, columns: [String] = []) -> String? {
        before.withLock { before in
            let head = Head(format: format.name, columns: columns)
            defer { before = head }
            return before == head ? nil : format.ofManyLines?.head(columns)
        }
    }
}
