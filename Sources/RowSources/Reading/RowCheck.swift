/// The first pass over rows: what is wrong with them, and which columns they have.
struct RowCheck {
    private let name: String
    private let used: [String]
    private var header: RowColumns?
    private var latest: RowColumns?
    private var names: [String] = []
    private var seen: Set<String> = []
    private var problems: [RowProblem] = []
    private var problemCount = 0
    private var rowCount = 0

    /// So many problems are described; the others are counted.
    private static let mostProblems = 10
    /// More columns than this can't be kept, where each row may have its own.
    private static let mostNames = 100_000

    init(name: String, using columns: [String]) {
        self.name = name
        used = columns
    }

    /// Adds the columns of all rows.
    /// - Throws: ``RowSourceError`` if a column is missing.
    mutating func add(_ columns: RowColumns) throws(RowSourceError) {
        guard header == nil else { return }
        header = columns
        names = columns.names
        let unknown = columns.missing(of: used)
        if !unknown.isEmpty { throw RowSourceError(name, .unknownColumns(unknown, known: names)) }
    }

    /// Adds a row, or what is wrong with it.
    /// - Throws: ``RowSourceError`` if the rows have too many different columns.
    mutating func add(_ finding: RowFinding) throws(RowSourceError) {
        switch finding {
        case .failure(let problem): add(problem)
        case .success(let row):
            rowCount += 1
            guard header == nil else { return }
            if row.columns !== latest {
                latest = row.columns
                for name in row.columns.names where seen.insert(name).inserted { names.append(name) }
                guard names.count <= Self.mostNames else {
                    let problem = RowProblem(.input, "has more than \(Self.mostNames) different columns")
                    throw RowSourceError(name, .problems([problem], count: 1))
                }
            }
            if let problem = row.problem(using: used) { add(problem) }
        }
    }

    private mutating func add(_ problem: RowProblem) {
        problemCount += 1
        if problems.count < Self.mostProblems { problems.append(problem) }
    }

    /// - Throws: ``RowSourceError`` if something is wrong.
    func summary() throws(RowSourceError) -> RowSummary {
        if header == nil, rowCount > 0 {
            let unknown = used.filter { !seen.contains($0) }
            if !unknown.isEmpty { throw RowSourceError(name, .unknownColumns(unknown, known: names)) }
        }
        if problemCount > 0 { throw RowSourceError(name, .problems(problems, count: problemCount)) }
        return RowSummary(columns: names, count: rowCount)
    }
}

extension RowColumns {
    /// Those of these names that no column has, each once.
    func missing(of used: [String]) -> [String] {
        var missing: [String] = []
        for name in used where place(of: name) == nil && !missing.contains(name) { missing.append(name) }
        return missing
    }
}

extension Row {
    /// What is wrong with the row if a line uses these columns.
    func problem(using used: [String]) -> RowProblem? {
        if used.allSatisfy({ columns.place(of: $0) != nil }) { return nil }
        let missing = columns.missing(of: used).map(RowProblem.quoted)
        return RowProblem(
            .row(ordinal, line: line),
            "has no column \(missing.joined(separator: " and no column "))")
    }
}
