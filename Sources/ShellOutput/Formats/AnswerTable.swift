import Synchronization

/// The shared table of many lines' answers, in formats such as CSV. Its header is written once, and again after other
/// output came between.
package final class AnswerTable: Sendable {
    private struct Head: Equatable {
        let format: String
        let columns: [String]
    }

    private let before = Mutex<Head?>(nil)

    package init() {}

    /// The header to write before the next answer in `format`; nil if none is needed.
    /// - Parameter columns: the columns of the source rows; see ``SourceRow``.
    package func head(for format: OutputFormat, columns: [String] = []) -> String? {
        before.withLock { before in
            let head = Head(format: format.name, columns: columns)
            defer { before = head }
            return before == head ? nil : format.ofManyLines?.head(columns)
        }
    }
}
