import Descriptors

/// Reads rows chunk by chunk, holding only those of the current chunk.
struct RowReader: Sendable {
    private let name: String
    private let source: RowBytes?
    private var decoder: RowDecoder
    private var offset: Int64 = 0
    private var findings: [RowFinding] = []
    private var next = 0
    private var hasEnded = false
    private var rowCount = 0
    /// The columns that every row must have.
    var used: [String] = []

    /// Creates a reader that starts at the beginning of a source.
    init(name: String, source: RowBytes, form: RowForm?) {
        self.name = name
        self.source = source
        decoder = RowDecoder(form)
    }

    /// Creates a reader of rows that are already there.
    init(name: String, findings: [RowFinding] = []) {
        self.name = name
        self.findings = findings
        source = nil
        hasEnded = true
        decoder = RowDecoder(nil)
    }

    /// The columns of all rows, if known by now.
    var columns: RowColumns? { decoder.columns }

    /// The next finding that was read but not returned; nil if there is none.
    var upcoming: RowFinding? { next < findings.count ? findings[next] : nil }

    /// Reads the next chunk, unless there is an upcoming finding.
    /// - Returns: false at the end.
    mutating func advance() async throws -> Bool {
        if next < findings.count { return true }
        guard !hasEnded, let source else { return false }
        let bytes: [UInt8]
        do {
            bytes = try await source.read(at: offset)
        } catch let failure as SystemFailure {
            throw RowSourceError(name, .unreadable("\(failure)"))
        } catch is ChangedFile {
            throw RowSourceError(name, .changed(row: rowCount + 1))
        }
        offset += Int64(bytes.count)
        findings = bytes.isEmpty ? decoder.finish() : decoder.decode(bytes)
        next = 0
        hasEnded = bytes.isEmpty || decoder.isOver
        return true
    }

    /// Removes and returns the next finding that was already read; nil if more must be read.
    mutating func takeFinding() -> RowFinding? {
        guard next < findings.count else { return nil }
        defer { next += 1 }
        return findings[next]
    }

    /// Removes and returns the next row that was already read; nil if more must be read.
    /// - Throws: ``RowSourceError`` if there is a problem with it, which ends the rows.
    mutating func takeRow() throws(RowSourceError) -> Row? {
        let problem: RowProblem
        switch takeFinding() {
        case nil: return nil
        case .success(let row)?:
            guard let missing = row.problem(using: used) else {
                rowCount += 1
                return row
            }
            problem = missing
        case .failure(let found)?: problem = found
        }
        (findings, next, hasEnded) = ([], 0, true)
        throw RowSourceError(name, .problems([problem], count: 1))
    }
}
