import Nx1Events
import ShellText
import Testing

@testable import ShellCharts

@Suite("Charts that can't be drawn")
struct ChartRefusalTests {
    @Test("A refusal names the problem and the alternatives")
    func sentences() throws {
        let orders = try table("region|late|note|change", "North|12|x|3", "South|0|y|-4", "West|5|z|0")
        let words = try table("region|note", "North|x", "South|y")
        let cases: [(ResultTable, ChartRequest, String)] = [
            (
                orders, ChartRequest(columns: ["lat e s"]),
                "The table has no column \"lat e s\". Its columns are `region`, `late`, `note` and `change`."
            ),
            (
                orders, ChartRequest(x: "month"),
                "The table has no column \"month\". Its columns are `region`, `late`, `note` and `change`."
            ),
            (
                orders, ChartRequest(columns: ["note"]),
                "The column `note` has no numbers to draw. The numeric columns are `late` and `change`."
            ),
            (
                orders, ChartRequest(columns: ["late"], isLogarithmic: true),
                "--log needs positive values, but `late` has 1 value of 0 or less: the first is 0 at `South`. Run it without --log."
            ),
            (
                orders, ChartRequest(columns: ["change"], isLogarithmic: true),
                "--log needs positive values, but `change` has 2 values of 0 or less: the first is -4 at `South`. Run it without --log."
            ),
            (orders, ChartRequest(top: 0), "--top must be a whole number above zero, not \"0\"."),
            (
                orders, ChartRequest(kind: .line, top: 2),
                "--top applies only to bar charts, not to a line chart."
            ),
            (
                orders, ChartRequest(x: "region", kind: .histogram),
                "--x doesn't apply to a histogram: its axis shows the column's values."
            ),
            (
                orders, ChartRequest(x: "region", kind: .scatter),
                "A scatter chart needs numbers or dates on its x axis, but `region` has neither. Choose another column with --x."
            ),
            (
                words, ChartRequest(),
                "The table has no numeric column to draw. Its columns are `region` and `note`."
            ),
            (
                words, ChartRequest(columns: ["note"]),
                "The column `note` has no numbers to draw. The table has no numeric columns."
            ),
            (ResultTable(columns: ["a", "b"], rows: []), ChartRequest(), "The table has no rows to draw."),
        ]
        for (table, request, sentence) in cases {
            let refusal = #expect(throws: ChartRefusal.self) { try Chart(table, request) }
            #expect(refusal?.description == sentence)
        }
    }

    @Test("A missing table is refused")
    func tables() throws {
        let one = [try table("a|b", "x|1")]
        var refusal = #expect(throws: ChartRefusal.self) { try Chart(oneOf: []) }
        #expect(refusal?.description == "The answer has no table to draw.")
        for number in [2, 0, .min, .max] {
            refusal = #expect(throws: ChartRefusal.self) {
                try Chart(oneOf: one, ChartRequest(table: number))
            }
            #expect(refusal?.description.hasPrefix("The answer has no table ") == true)
        }
        refusal = #expect(throws: ChartRefusal.self) {
            try Chart(oneOf: one, ChartRequest(columns: ["\(Int.min)"]))
        }
        #expect(refusal?.description.hasPrefix("The table has no column ") == true)
    }

    @Test("An unknown kind and an invalid --top are refused with the valid values")
    func words() {
        var refusal = #expect(throws: ChartRefusal.self) { try ChartKind(named: "pie") }
        #expect(
            refusal?.description
                == "Unknown chart kind \"pie\". The kinds are bar, line, scatter and histogram.")
        for text in ["0", "-3", "many", "1.5", "99999999999999999999"] {
            refusal = #expect(throws: ChartRefusal.self) { try ChartRequest.top(text) }
            #expect(refusal?.description == "--top must be a whole number above zero, not \"\(text)\".")
        }
    }
}
