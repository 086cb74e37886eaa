import Synchronization

/// The one table that the answers of many lines are in formats that have one, such as comma-separated values: its head is written
/// once, and again where something else was written since.
package final class AnswerTable: Sendable {
    private let formatBefore = Mutex<String?>(nil)

    package init() {}

    /// What stands above the next answer in `format`, if anything does.
    package func head(for format: OutputFormat) -> String? {
        formatBefore.withLock { before in
            defer { before = format.name }
            return before == format.name ? nil : format.ofManyLines?.head
        }
    }
}
