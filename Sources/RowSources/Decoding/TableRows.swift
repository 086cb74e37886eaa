import Nx1Events
import ShellText

/// The rows of a complete table.
struct TableRows {
    /// The columns of all rows; nil if each row has its own.
    private(set) var columns: RowColumns?
    private(set) var findings: [RowFinding] = []

    /// Creates rows under column titles. Values that a short row lacks are null.
    /// - Parameter isText: whether the values are text, as in Markdown.
    /// - Throws: ``RowProblem`` if the titles aren't valid column names.
    init(_ table: ResultTable, isText: Bool = false) throws(RowProblem) {
        guard !table.columns.isEmpty else { throw RowProblem(.input, "has a table without column names") }
        let columns: RowColumns
        do throws(RowColumns.Flaw) {
            columns = try RowColumns(table.columns)
        } catch {
            throw RowProblem(.input, error)
        }
        self.columns = columns
        let count = columns.names.count
        findings = table.rows.enumerated().map { index, cells in
            guard cells.count <= count else {
                return .failure(
                    RowProblem(
                        .row(index + 1, line: nil),
                        "has \(cells.count) values for \(count) \(count == 1 ? "column" : "columns")")
                )
            }
            let values = cells + Array(repeating: .null, count: count - cells.count)
            return .success(
                Row(columns: columns, values: values, ordinal: index + 1, line: nil, isText: isText))
        }
    }

    /// Creates the rows of the only table in a JSON value: `{"columns", "data"}`, the answer in a record of `-o
    /// json`, a list of objects, or an object that contains one such list.
    /// - Throws: ``RowProblem`` if there isn't exactly one.
    init(in value: JSONValue) throws(RowProblem) {
        if let object = value.object, object["columns"] == nil {
            if object["correlation_id"] != nil, object["status"] != nil, let result = object["result"] {
                try self.init(answer: result)
            } else {
                try self.init(listIn: object)
            }
            return
        }
        try self.init(answer: value)
    }

    /// Creates the rows of the only table of an answer.
    /// - Throws: ``RowProblem`` if there isn't exactly one.
    init(answer: JSONValue) throws(RowProblem) {
        let tables = AnswerParts(answer).tables
        if let table = tables.first, tables.count == 1 {
            try self.init(table, isText: answer.string != nil)
            return
        }
        if tables.count > 1 { throw RowProblem(.input, "has \(tables.count) tables, not one") }
        guard let object = answer.object else { throw RowProblem(.input, "has no table") }
        try self.init(listIn: object)
    }

    private init(listIn object: JSONObject) throws(RowProblem) {
        let lists = object.filter { member in
            guard let elements = member.value.array else { return false }
            return elements.allSatisfy { $0.object != nil }
        }
        // An empty list may be anything.
        let filled = lists.filter { $0.value.array?.isEmpty == false }
        guard filled.count <= 1, filled.count == 1 || lists.count == 1 else {
            guard !filled.isEmpty else { throw RowProblem(.input, "has no list of objects and no table") }
            let names = filled.prefix(8).map { RowProblem.quoted($0.key) }.joined(separator: ", ")
            throw RowProblem(.input, "has \(filled.count) lists of objects, not one: \(names)")
        }
        var rows = JSONRows()
        findings = ((filled.first ?? lists.first)?.value.array ?? []).map { rows.row(of: $0) }
    }
}
