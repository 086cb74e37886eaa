/// The first pass over rows: collects their problems and columns.
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

    /// The number of problems that are described; the rest are only counted.
    private static let mostProblems = 10
    /// The maximum number of different columns if each row has its own.
    private static let mostNames = 100_000

    init(name: String, using columns: [String]) {
        self.name = name
        used = columns
    }

    /// Adds the columns that all rows share.
    /// - Throws: ``RowSourceError`` if a column is missing.
    mutating func add(_ columns: RowColumns) throws(RowSourceError) {
        guard header == nil else { return }
        header = columns
        names = columns.names
        let unknown = columns.missing(of: used)
        if !unknown.isEmpty { throw RowSourceError(name, .unknownColumns(unknown, known: names)) }
    }

    /// Adds a row or a problem.
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

    /// - Throws: ``RowSourceError`` if there are problems.
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
    /// The names that no column has, without duplicates.
    func missing(of used: [String]) -> [String] {
        var missing: [String] = []
        for name in used where place(of: name) == nil && !missing.contains(name) { missing.append(name) }
        return missing
    }
}

extension Row {
    /// The problem of a row that lacks one of the used columns; nil if it has all.
    func problem(using used: [String]) -> RowProblem? {
        if used.allSatisfy({ columns.place(of: $0) != nil }) { return nil }
        let missing = columns.missing(of: used).map(RowProblem.quoted)
        return RowProblem(
            .row(ordinal, line: line),
            "has no column \(missing.joined(separator: " and no column "))")
    }
}
