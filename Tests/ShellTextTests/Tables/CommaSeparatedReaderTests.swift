import Nx1Events
import ShellText
import Testing

@Suite("Files of separated values")
struct CommaSeparatedReaderTests {
    private func rows(_ text: String, _ form: SeparatedValues.Form = .commas) throws -> [[String]] {
        let table = try CommaSeparatedReader.table(in: Array(text.utf8), form)
        return [table.columns] + table.rows.map { $0.map { $0.string ?? "?" } }
    }

    @Test("Quotes, line breaks, empty fields, short records, blank lines and all line endings are supported")
    func fields() throws {
        #expect(
            try rows("\u{FEFF}a,\"b \"\"x\"\"\",c\r\n1,\"two\r\nlines\",\n\n\"\",5\" pipe\r3,,\"\"") == [
                ["a", "b \"x\"", "c"], ["1", "two\r\nlines", ""], ["", "5\" pipe"], ["3", "", ""],
            ])
        #expect(try rows("a;b\n1,5;2") == [["a", "b"], ["1,5", "2"]])
        #expect(try rows("a") == [["a"]])
    }

    @Test("Tab-separated files have escapes and no quotes")
    func tabs() throws {
        #expect(
            try rows("a\tb\n\"x\"\tone\\ttwo\\nthree\\\\four\\x\n", .tabs) == [
                ["a", "b"], ["\"x\"", "one\ttwo\nthree\\four\\x"],
            ])
    }

    @Test("Reading a written table returns the same table", arguments: [SeparatedValues.Form.commas, .tabs])
    func roundTrip(form: SeparatedValues.Form) throws {
        let table = ResultTable(
            columns: ["a", "b, c"],
            rows: [["\"", "x\ty\\"], ["", "two\nlines\r\n"], ["אב", "é"], ["", ""]])
        let text = SeparatedValues(table, form).text
        #expect(try CommaSeparatedReader.table(in: Array(text.utf8), form) == table)
    }

    @Test(
        "A malformed file is refused with the line",
        arguments: [
            ("", "line 1: the file has no records"), ("\n\n", "line 1: the file has no records"),
            ("a,b\n1,\"x\n\n", "line 2: a quoted field isn't closed"),
            ("a,b\n\"1\" x,2", "line 2: text follows a closing quote"),
            ("a,b\n\n1,2,3", "line 3: the record has 3 fields, but the header has 2"),
        ])
    func malformed(text: String, reason: String) {
        let error = #expect(throws: CommaSeparatedReader.Malformation.self) { try rows(text) }
        #expect(error?.description == reason)
    }

    @Test("A file that isn't UTF-8 is refused with the line")
    func encoding() {
        let error = #expect(throws: CommaSeparatedReader.Malformation.self) {
            try CommaSeparatedReader.table(in: [0x61, 0x0A, 0xE9, 0x0A])
        }
        #expect(error?.description == "line 2: the text isn't valid UTF-8")
        let other = #expect(throws: CommaSeparatedReader.Malformation.self) {
            try CommaSeparatedReader.table(in: [0xFF, 0xFE, 0x61, 0x00])
        }
        #expect(other?.description == "line 1: the text is UTF-16; only UTF-8 is supported")
    }
}
