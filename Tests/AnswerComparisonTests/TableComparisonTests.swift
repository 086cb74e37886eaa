import Nx1Events
import ShellText
import Testing

@testable import AnswerComparison

@Suite("Comparison of tables")
struct TableComparisonTests {
    private func table(_ columns: [String], _ rows: [[String]]) -> ResultTable {
        ResultTable(columns: columns, rows: rows.map { $0.map(JSONValue.string) })
    }

    @Test("The order of rows and columns and the notation of numbers don't matter")
    func same() throws {
        let old = table(
            ["region", "orders", "late"], [["North", "2,410", "3.2 %"], ["South", "7", "(4)"]])
        let new = table(
            ["region", "late", "orders"], [["South", "−4", "7.0"], ["North", "3.20%", "2410"]])
        let comparison = try TableComparison(old, new)
        #expect(comparison.isSame)
        #expect(comparison.sameCount == 2)
    }

    @Test("Added, removed and changed rows are listed in the order of the new table")
    func rows() throws {
        let old = table(["region", "orders"], [["A", "1"], ["B", "2"], ["C", "3"], ["D", "4"]])
        let new = table(["region", "orders"], [["A", "1"], ["D", "5"], ["X", "9"], ["C", "3"]])
        let comparison = try TableComparison(old, new)
        #expect(
            comparison.changes == [
                .removed(row: 1), .changed(old: 3, new: 1, columns: [1]), .added(row: 2),
            ])
        #expect(comparison.sameCount == 2)
    }

    @Test("Rows are matched by the given columns, ignoring case")
    func by() throws {
        let old = table(["n", "region", "month", "orders"], [["1", "A", "1", "5"], ["2", "A", "2", "6"]])
        let new = table(["n", "region", "month", "orders"], [["1", "A", "2", "6"], ["2", "A", "1", "7"]])
        let comparison = try TableComparison(old, new, by: ["Region", "month"])
        #expect(
            comparison.changes == [
                .changed(old: 1, new: 0, columns: [0]), .changed(old: 0, new: 1, columns: [0, 3]),
            ])
    }

    @Test("An unknown key column is refused with the common columns")
    func unknownColumn() {
        let error = #expect(throws: UnknownColumn.self) {
            try TableComparison(table(["a", "b"], []), table(["b", "c"], []), by: ["a"])
        }
        #expect(error?.description == "The column \"a\" isn't in both tables. Columns in both: b.")
    }

    @Test("Rows with the same key are matched if equal, and otherwise in order")
    func duplicates() throws {
        let old = table(["k", "v"], [["x", "1"], ["x", "2"], ["x", "3"]])
        let new = table(["k", "v"], [["x", "0"], ["x", "1"], ["x", "3"], ["x", "9"]])
        let comparison = try TableComparison(old, new)
        #expect(comparison.changes == [.changed(old: 1, new: 0, columns: [1]), .added(row: 3)])
    }

    @Test("Renamed columns are recognized, including the first one")
    func renamed() throws {
        let old = table(["region", "late"], [["A", "1"], ["B", "2"]])
        let new = table(["area", "late %"], [["A", "1"], ["B", "2"]])
        let comparison = try TableComparison(old, new)
        #expect(comparison.renamed == [.init(old: "region", new: "area"), .init(old: "late", new: "late %")])
        #expect(comparison.changes.isEmpty)
        #expect(!comparison.isSame)
    }

    @Test("Added and removed columns don't change rows")
    func columns() throws {
        let old = table(["region", "late"], [["A", "1"], ["B", "2"]])
        let new = table(["region", "note"], [["A", "x"], ["B", "2"]])
        let comparison = try TableComparison(old, new)
        #expect(comparison.columns.added.map(\.name) == ["note"])
        #expect(comparison.columns.removed.map(\.name) == ["late"])
        #expect(comparison.changes.isEmpty)
    }

    @Test("If nothing matches, all rows are added and removed")
    func strangers() throws {
        let comparison = try TableComparison(table(["a"], [["1"], ["2"]]), table(["b"], [["3"]]))
        #expect(comparison.renamed.isEmpty)
        #expect(comparison.changes == [.removed(row: 0), .removed(row: 1), .added(row: 0)])
    }

    @Test("Null, missing and empty cells are equal, and so are a JSON number and its text")
    func empty() throws {
        let old = ResultTable(columns: ["a", "b", "c"], rows: [["x", .null, 7], ["y"]])
        let new = table(["a", "b", "c"], [["x", "", "7"], ["y", ""]])
        #expect(try TableComparison(old, new).isSame)
    }

    @Test("Codes and long numbers that are numerically equal stay different")
    func codes() throws {
        let old = table(["a", "b"], [["x", "007"], ["y", "12345678901234567890"], ["z", "€ 5"]])
        let new = table(["a", "b"], [["x", "7"], ["y", "12345678901234567891"], ["z", "$ 5"]])
        #expect(try TableComparison(old, new).changes.count == 3)
    }

    @Test("Empty tables, single columns, and missing or duplicate titles are supported")
    func odd() throws {
        #expect(try TableComparison(table([], []), table([], [])).isSame)
        let one = try TableComparison(table(["a"], [["x"], ["y"], ["y"]]), table(["a"], [["y"], ["z"]]))
        #expect(one.changes == [.removed(row: 0), .removed(row: 2), .added(row: 1)])
        let untitled = try TableComparison(
            table([], [["a", "1"], ["b", "2"]]), table([], [["a", "1"], ["b", "3", "z"]]))
        #expect(untitled.changes == [.changed(old: 1, new: 1, columns: [1])])
        #expect(untitled.columns.added.map(\.name) == ["column 3"])
        let twice = try TableComparison(
            table(["k", "v", "v"], [["a", "1", "2"]]), table(["k", "v", "v"], [["a", "1", "3"]]))
        #expect(twice.changes == [.changed(old: 0, new: 0, columns: [2])])
        #expect(try TableComparison(table(["a"], []), table(["a"], [["x"]])).changes == [.added(row: 0)])
    }

    @Test("Every row of random tables is accounted for", arguments: 0..<200)
    func account(seed: Int) throws {
        var numbers = Numbers(seed: UInt64(seed))
        func random() -> ResultTable {
            let count = Int.random(in: 0...4, using: &numbers)
            let titles = ["k", "a", "b", "a", ""].shuffled(using: &numbers).prefix(count)
            let rows = (0..<Int.random(in: 0...12, using: &numbers)).map { _ in
                (0..<Int.random(in: 0...count, using: &numbers)).map { _ in
                    JSONValue.string(["1", "2", "1.0", "", "x"].randomElement(using: &numbers) ?? "")
                }
            }
            return ResultTable(columns: Array(titles), rows: rows)
        }
        let (old, new) = (random(), random())
        let comparison = try TableComparison(old, new)
        let counts = comparison.counts
        #expect(counts.added + counts.changed + comparison.sameCount == new.rows.count)
        #expect(counts.removed + counts.changed + comparison.sameCount == old.rows.count)
        let back = try TableComparison(new, old)
        #expect(back.isSame == comparison.isSame)
        #expect(try TableComparison(old, old).isSame)
    }

    @Test("Of 300 columns, only the changed cells are shown")
    func wide() throws {
        let names = (0..<300).map { "c\($0)" }
        let cells = (0..<300).map(String.init)
        var others = cells
        others[17] = "x"
        let comparison = try TableComparison(table(names, [cells]), table(names, [others]))
        #expect(comparison.changes == [.changed(old: 0, new: 0, columns: [17])])
    }
}

@Suite("Differences of two numbers")
struct NumberDifferenceTests {
    @Test(
        "The difference has the notation of the numbers",
        arguments: [
            ("2,410", "2,533", "+123", "123"), ("3.2 %", "3.1 %", "−0.1 points", "-0.1"),
            ("€ 5", "€ 7.50", "+€ 2.50", "2.5"), ("−4", "3", "+7", "7"), ("(7)", "5", "+12", "12"),
            ("1.2 M", "1.5 M", "+0.3 M", "300000"), ("4 KiB", "5 MiB", "+4.9961 MiB", "5238784"),
            ("1 %", "2 %", "+1 point", "1"), ("950 k", "1.2 M", "+0.25 M", "250000"),
            ("1.234.567,50", "1.234.570,25", "+2,75", "2.75"), ("999", "12,000", "+11,001", "11001"),
            ("300 ms", "320 ms", "+20 ms", "20"), ("5 €", "4 €", "−1 €", "-1"), ("$-5", "$5", "+$10", "10"),
            ("0.1", "0.3", "+0.2", "0.2"), ("1’234", "2’234", "+1’000", "1000"),
            ("12,000", "999", "−11,001", "-11001"),
            ("**2**", "**3**", "+1", "1"), (".5", ".75", "+0.25", "0.25"), ("EUR 1", "EUR 3", "+EUR 2", "2"),
        ])
    func text(old: String, new: String, text: String, value: String) throws {
        let difference = try #require(NumberDifference(from: .string(old), to: .string(new)), "\(old) \(new)")
        #expect(difference.signed(minus: "−") == text)
        #expect(difference.value.literal == value)
    }

    @Test(
        "Other units, texts, codes and very long numbers have no difference",
        arguments: [
            ("€ 5", "$ 6"), ("5", "5 %"), ("a", "5"), ("2026-01-01", "2026-01-02"), ("007", "008"),
            ("1234567890123456", "1234567890123457"), ("1e300", "2e300"), ("", "5"), ("5", "5.0"),
        ])
    func none(old: String, new: String) {
        #expect(NumberDifference(from: .string(old), to: .string(new)) == nil)
    }

    @Test(
        "Rows match by numeric value, and moved columns by the better key"
    )
    func movedKeys() throws {
        let numbers = try TableComparison(
            ResultTable(columns: ["k", "v"], rows: [["1.0", "a"], ["2,410", "b"], ["007", "c"]]),
            ResultTable(columns: ["k", "v"], rows: [["1", "a"], ["2410", "b"], ["7", "c"]]))
        #expect(numbers.sameCount == 2)
        #expect(numbers.changes.count == 2)
        let rows: [[JSONValue]] = [["North", 1], ["South", 2], ["West", 3]]
        let moved: [[JSONValue]] = [[5, "North"], [6, "South"], [3, "West"]]
        let old = ResultTable(columns: ["region", "late"], rows: rows)
        let new = ResultTable(columns: ["late", "region"], rows: moved)
        for comparison in [try TableComparison(old, new), try TableComparison(new, old)] {
            #expect(comparison.key.map(\.name) == ["region"])
            #expect(comparison.sameCount == 1)
            #expect(comparison.changes.count == 2)
        }
    }
}
