package import Nx1Events

/// A source of rows: a file, standard input, or an answer.
package protocol RowSource: Sendable {
    /// The name in the middle of a sentence: ``the file `regions.csv` ``.
    var name: String { get }

    /// Finds the problems of the rows, as far as possible before reading them.
    /// - Parameter columns: the columns that every row must have.
    /// - Throws: ``RowSourceError``, `CancellationError`.
    func check(using columns: [String]) async throws -> RowSummary

    /// The rows, each read on demand.
    func rows() -> Rows
}

/// What is known of rows before they are read.
package struct RowSummary: Sendable, Equatable {
    /// The names of all columns in order of appearance. If each row has its own and the rows can be read only once,
    /// those of the first row.
    package let columns: [String]
    /// The number of rows; nil if unknown before the end.
    package let count: Int?
}

/// A sequence of rows that are read on demand: at most one chunk of a file is read ahead.
package struct Rows: AsyncSequence, Sendable {
    package typealias Element = Row

    let reader: @Sendable () -> RowReader

    package struct AsyncIterator: AsyncIteratorProtocol {
        var reader: RowReader

        /// - Throws: ``RowSourceError``, `CancellationError`.
        package mutating func next() async throws -> Row? { try await next(isolation: nil) }

        /// - Throws: ``RowSourceError``, `CancellationError`.
        package mutating func next(isolation actor: isolated (any Actor)?) async throws -> Row? {
            // Only reading leaves the caller's actor: once per chunk, not once per row.
            while true {
                if let row = try reader.takeRow() { return row }
                guard try await reader.advance() else { return nil }
            }
        }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: reader()) }
}

/// The rows of an answer, such as that of an earlier run.
package struct AnswerRows: RowSource {
    package let name: String
    private let findings: [RowFinding]
    private let columns: RowColumns?

    /// - Parameters:
    ///   - answer: an answer that contains one table.
    ///   - name: the name in the middle of a sentence, such as `the answer of %1`.
    /// - Throws: ``RowSourceError`` unless it has exactly one table.
    package init(of answer: JSONValue, name: String) throws(RowSourceError) {
        self.name = name
        do throws(RowProblem) {
            let table = try TableRows(answer: answer)
            findings = table.findings
            columns = table.columns
        } catch {
            throw RowSourceError(name, .problems([error], count: 1))
        }
    }

    package func check(using columns: [String]) async throws -> RowSummary {
        var check = RowCheck(name: name, using: columns)
        if let columns = self.columns { try check.add(columns) }
        for finding in findings { try check.add(finding) }
        return try check.summary()
    }

    package func rows() -> Rows {
        Rows { [name, findings] in RowReader(name: name, findings: findings) }
    }
}
