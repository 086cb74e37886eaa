import Descriptors
import Nx1Events
import ShellInput
import ShellText
import Synchronization

/// A file with rows, or a stream of rows such as standard input.
///
/// A regular file is read twice: first to find all problems, then for its rows. A stream is read once: its header is
/// checked first, and each row in its turn.
package final class RowFile: RowSource {
    package let name: String
    private let form: RowForm?
    private let bytes: RowBytes
    private let isRegular: Bool
    private let state: Mutex<State>

    private struct State {
        var used: [String] = []
        /// The reader of a stream, until its rows are read.
        var reader: RowReader?
    }

    /// Opens the file at `path`. Its extension or, failing that, its first line determines the form.
    /// - Parameter shownPath: the path as typed.
    /// - Throws: ``RowSourceError`` if it can't be opened or is a folder.
    package convenience init(path: String, shownPath: String? = nil) throws(RowSourceError) {
        let name = "the file \(RowProblem.quoted(shownPath ?? path))"
        // The C library would cut the path at a NUL and open another file.
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw RowSourceError(name, .unreadable("the path is \(path.isEmpty ? "empty" : "invalid")"))
        }
        do throws(SystemFailure) {
            let file = try OpenRowFile(path: path)
            self.init(name: name, form: RowForm(path: path), bytes: .file(file), isRegular: file.isRegular)
        } catch {
            throw RowSourceError(
                name, .unreadable(InputFileError(path: path, errno: error.errno).reason))
        }
    }

    /// Reads rows from a stream.
    /// - Parameters:
    ///   - name: the name in the middle of a sentence, such as `standard input`.
    ///   - form: nil to detect it by the first line.
    ///   - read: returns the next bytes, none at the end; its errors end the rows.
    package convenience init(
        name: String, form: RowForm? = nil, read: @escaping @Sendable () async throws -> [UInt8]
    ) {
        self.init(name: name, form: form, bytes: .stream(read), isRegular: false)
    }

    private init(name: String, form: RowForm?, bytes: RowBytes, isRegular: Bool) {
        self.name = name
        self.form = form
        self.bytes = bytes
        self.isRegular = isRegular
        state = Mutex(
            State(reader: isRegular ? nil : RowReader(name: name, source: bytes, form: form)))
    }

    /// Checks all of a regular file. Of a stream, checks the header or, without one, the first row.
    /// - Parameter columns: the columns that every row must have.
    /// - Throws: ``RowSourceError``, `CancellationError`.
    package func check(using columns: [String]) async throws -> RowSummary {
        state.withLock { $0.used = columns }
        guard isRegular else { return try await checkBeginning(columns) }
        do {
            return try await checkWhole(columns)
        } catch let error as RowSourceError {
            guard case .changed = error.reason else { throw error }
            throw RowSourceError(name, .changed(row: nil))
        }
    }

    private func checkWhole(_ used: [String]) async throws -> RowSummary {
        var reader = RowReader(name: name, source: bytes, form: form)
        var check = RowCheck(name: name, using: used)
        while try await reader.advance() {
            if let columns = reader.columns { try check.add(columns) }
            while let finding = reader.takeFinding() { try check.add(finding) }
        }
        return try check.summary()
    }

    private func checkBeginning(_ used: [String]) async throws -> RowSummary {
        guard var reader = state.withLock({ state in state.reader.take() }) else {
            return RowSummary(columns: [], count: nil)
        }
        reader.used = used
        while reader.columns == nil, reader.upcoming == nil {
            guard try await reader.advance() else { break }
        }
        let columns = reader.columns
        var check = RowCheck(name: name, using: used)
        if let columns { try check.add(columns) }
        if let first = reader.upcoming, columns == nil { try check.add(first) }
        let summary = try check.summary()
        state.withLock { $0.reader = reader }
        return RowSummary(columns: summary.columns, count: nil)
    }

    /// The rows. The rows of a stream can be read only once.
    package func rows() -> Rows {
        Rows { [self] in
            state.withLock { state in
                guard isRegular else { return state.reader.take() ?? RowReader(name: name) }
                var reader = RowReader(name: name, source: bytes, form: form)
                reader.used = state.used
                return reader
            }
        }
    }
}
