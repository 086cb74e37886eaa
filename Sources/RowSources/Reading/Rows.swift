package import Nx1Events

/// What rows come from: a file, standard input, or an answer.
package protocol RowSource: Sendable {
    /// Its name in the middle of a sentence: ``the file `regions.csv` ``.
    var name: String { get }

    /// Finds what is wrong with the rows, as far as that can be known before they are read.
    /// - Parameter columns: the columns that every row must have.
    /// - Throws: ``RowSourceError``, `CancellationError`.
    func check(using columns: [String]) async throws -> RowSummary

    /// The rows, each when it is asked for.
    func rows() -> Rows
}

/// What is known of rows before they are read.
package struct RowSummary: Sendable, Equatable {
    /// The names of all columns in the order in which they appear. Where rows have their own columns and can be read only once, those
    /// of the first row.
    package let columns: [String]
    /// How many rows there are; nil if that isn't known before the end.
    package let count: Int?
}

/// Rows that are read one after the other, each when it is asked for: no more than a chunk of a file is read ahead.
package struct Rows: AsyncSequence, Sendable {
    package typealias Element = Row

    let reader: @Sendable () -> RowReader

    package struct AsyncIterator: AsyncIteratorProtocol {
        var reader: RowReader

        /// - Throws: ``RowSourceError``, `CancellationError`.
        package mutating func next() async throws -> Row? { try await next(isolation: nil) }

        /// - Throws: ``RowSourceError``, `CancellationError`.
        package mutating func next(isolation actor: isolated (any Actor)?) async throws -> Row? {
            // Only reading leaves the caller's actor: once a chunk, not once a row.
            while true {
                if let row = try reader.takeRow() { return row }
                guard try await reader.advance() else { return nil }
            }
        }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: reader()) }
}

/// The rows of an answer, such as those of a run before.
package struct AnswerRows: RowSource {
    package let name: String
    private let findings: [RowFinding]
    private let columns: RowColumns?

    /// - Parameters:
    ///   - answer: an answer with one table in it.
    ///   - name: its name in the middle of a sentence, such as `the answer of %1`.
    /// - Throws: ``RowSourceError`` if it doesn't have exactly one table.
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
