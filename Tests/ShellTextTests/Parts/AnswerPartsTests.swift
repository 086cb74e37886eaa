import Nx1Events
import ShellText
import Testing

@Suite("The parts of an answer")
struct AnswerPartsTests {
    @Test("The tables include those in lists")
    func tables() {
        let parts = AnswerParts(
            .string("| a | b |\n|---|---|\n| 1 | **2** |\n\nText\n\n- item\n\n  | c |\n  |---|\n  | 3 |\n"))
        #expect(
            parts.tables == [
                ResultTable(columns: ["a", "b"], rows: [[.string("1"), .string("2")]]),
                ResultTable(columns: ["c"], rows: [[.string("3")]]),
            ])
    }

    @Test("The code blocks include unclosed and nested ones, in any language")
    func code() {
        let text = """
            ```sql
            SELECT 1;
            ```

                indented

            - ~~~c++ title
              int a;

              int b;
              ~~~

            ````markdown
            ```sql
            SELECT 2;
            ```
            ````

            ```
            open
            """
        let code = AnswerParts(.string(text)).code
        #expect(code.map(\.language) == ["sql", "c++", "markdown", ""])
        #expect(
            code.map(\.text) == ["SELECT 1;", "int a;\n\nint b;", "```sql\nSELECT 2;\n```", "open"])
        #expect(AnswerParts(.string(text)).code(in: "SQL").map(\.text) == ["SELECT 1;"])
    }

    @Test("An answer that is a table is its only part, and other values have no parts")
    func values() {
        let table: JSONValue = ["columns": ["a"], "data": [[.number(JSONNumber(1))]]]
        #expect(AnswerParts(table).tables.count == 1)
        #expect(AnswerParts(["a": .number(JSONNumber(1))]) == AnswerParts(.null))
    }
}
