import Nx1Client
import Testing

@testable import ShellOutput
@testable import ShellText

@Suite("Tool outputs")
struct StepOutputTests {
    @Test(
        "Output in the format of a database client becomes a table, with numbers right-aligned and digits unchanged",
        arguments: [
            "month,late\nJanuary,77\nMarch,168.50",
            "month\tlate\nJanuary\t77\nMarch\t168.50",
            "| month | late |\n|---|--:|\n| January | 77 |\n| March | 168.50 |",
            " month   | late\n---------+------\n January | 77\n March   | 168.50\n(2 rows)\n",
            "+---------+--------+\n| month   | late   |\n+---------+--------+\n| January | 77     |\n| March   | 168.50 |",
            #"[{"month": "January", "late": 77}, {"month": "March", "late": 168.50}]"#,
        ])
    func tables(output: String) throws {
        let table = try #require(StepOutput(.string(output)).table, "\(output)")
        let rows = TableLayout(Table(table), columns: 80).rows.text.split(separator: "\n")
        #expect(rows == ["month   │   late", "────────┼───────", "January │     77", "March   │ 168.50"])
        #expect(StepOutput(.string(output)).rowCount == 2)
    }

    @Test(
        "The output of a query may be a table of a single column",
        arguments: [
            ("late\n412", "1 row"), (" count \n-------\n 412\n(1 row)\n", "1 row"),
            ("count(*)\n5\n6", "2 rows"),
            ("Query OK\n3 rows affected", "2 lines"), ("412", "412"),
        ])
    func column(output: String, words: String) {
        var step = RunStep(id: "q", kind: .tool, name: "run_sql")
        step.state = .done
        step.output = .string(output)
        step.arguments = ["query": "SELECT count(*) AS late FROM orders"]
        #expect(StepSummary(step).outcome == words)
        step.arguments = ["pattern": "%"]
        #expect(!StepSummary(step).hasTable)
    }

    @Test("The row count of a truncated output is a lower bound")
    func truncated() {
        var step = RunStep(id: "q", kind: .tool, name: "run_sql")
        step.state = .done
        step.output = .string("a,b\n" + String(repeating: "1,2\n", count: 9) + "1\(RunStep.cutMark)")
        step.isCut = true
        #expect(StepSummary(step).outcome == "more than 9 rows")
        step.isCut = false
        #expect(StepSummary(step).outcome == "11 lines")
    }

    @Test(
        "Sentences, lists, and rows of different lengths stay text",
        arguments: [
            ("Found, after a while, what I was looking for.\nIt was there, of course, all the time.", 2),
            ("orders\nshipments\ncustomers", 3), ("a,b\n1,2,3", 2), ("month | late", 1), ("", nil),
            ("\n\n", nil),
        ] as [(String, Int?)])
    func texts(output: String, rows: Int?) {
        let read = StepOutput(.string(output))
        #expect(read.table == nil && read.text == output)
        #expect(read.rowCount == rows)
    }
}
