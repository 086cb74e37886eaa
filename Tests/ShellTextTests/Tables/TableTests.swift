import Nx1Client
import Testing

@testable import ShellText

@Suite("Tabular results")
struct TableTests {
    private func table(_ json: String) throws -> ResultTable? {
        ResultTable(try JSONValue(parsing: json))
    }

    private func rows(_ json: String, columns: Int? = nil) throws -> [String] {
        TableLayout(Table(try #require(try table(json))), columns: columns).rows.rows.map(\.text)
    }

    @Test("Columns with data, lists of objects, and lists of rows are tables")
    func forms() throws {
        let expected = ResultTable(columns: ["a", "b"], rows: [[1, "x"], [2, .null]])
        #expect(try table(#"{"columns": ["a", "b"], "data": [[1, "x"], [2, null]], "more": 1}"#) == expected)
        #expect(
            try table(
                #"{"columns": [{"name": "a"}, {"name": "b"}], "data": [{"b": "x", "a": 1}, [2, null]]}"#)
                == expected)
        #expect(try table(#"[{"a": 1, "b": "x"}, {"a": 2, "b": null}]"#) == expected)
        #expect(
            try table(#"[{"b": 1}, {"a": 2}]"#)
                == ResultTable(columns: ["b", "a"], rows: [[1], [.null, 2]]))
        #expect(try table("[[1, 2], [3]]") == ResultTable(columns: [], rows: [[1, 2], [3]]))
        #expect(try table(#"{"columns": ["a"], "data": []}"#) == ResultTable(columns: ["a"], rows: []))
    }

    @Test(
        "Other values aren't tables",
        arguments: [
            "1", "\"a\"", "[]", "{}", "[1, 2]", "[{}, {}]", "[{\"a\": 1}, 2]", "[[1], 2]",
            "{\"columns\": [1], \"data\": []}",
            "{\"columns\": [], \"data\": []}", "{\"columns\": [\"a\"]}",
            "{\"columns\": [\"a\"], \"data\": [1]}", "[[], []]",
        ])
    func others(_ json: String) throws {
        #expect(try table(json) == nil)
    }

    @Test("A value isn't a table if nearly all cells would be empty, in every form")
    func sparse() throws {
        let objects = (0..<5000).map { "{\"k\($0)\": 1}" }.joined(separator: ",")
        #expect(try table("[\(objects)]") == nil)
        let wide = "[" + String(repeating: "1,", count: 5000) + "1]"
        #expect(try table("[\(wide)" + String(repeating: ",[]", count: 50_000) + "]") == nil)
    }

    @Test("Without a window, numbers are right-aligned below the titles, at full width")
    func layout() throws {
        #expect(
            try rows(
                #"[{"month": "January", "late": 98.5, "備考": "特に"}, {"month": "May", "late": null, "備考": "x\ny"}]"#
            )
                == [
                    "month   │ late │ 備考", "────────┼──────┼─────", "January │ 98.5 │ 特に",
                    "May     │    - │ x",
                    "        │      │ y",
                ])
        #expect(try rows("[[1, \"a\"], [10, \"b\"]]") == [" 1 │ a", "10 │ b"])
        #expect(try rows(#"{"columns": ["a", "b"], "data": []}"#) == ["a │ b", "──┼──"])
        let long = String(repeating: "word ", count: 100) + "end"
        #expect(try rows("[{\"a\": \"\(long)\"}]").last == long)
    }

    @Test("The widest columns shrink to fit the window, and no text is lost")
    func fitted() throws {
        let json = #"[{"id": 7, "text": "a rather long text that needs several rows", "other": "short one"}]"#
        #expect(
            try rows(json, columns: 30) == [
                "id │ text          │ other", "───┼───────────────┼──────────",
                " 7 │ a rather long │ short one",
                "   │ text that     │", "   │ needs several │", "   │ rows          │",
            ])
    }

    @Test("In a window too narrow for the columns, each row becomes a list of titles and values")
    func records() throws {
        let object = (1...8).map { "\"column \($0)\": \"value number \($0)\"" }.joined(separator: ",")
        let lines = try rows("[{\(object)}, {\(object)}]", columns: 40)
        #expect(lines.first == "column 1 │ value number 1")
        #expect(lines.count == 17)
        #expect(lines[8] == String(repeating: "─", count: 40))
    }

    @Test("A table fits into any window and keeps every word", arguments: [2, 9, 20, 41, 80, 200])
    func within(_ columns: Int) throws {
        for count in [1, 2, 5, 12, 60, 700] {
            let cells = (0..<count).map { "\"word\($0) 日本語 and more\"" }.joined(separator: ",")
            let titles = (0..<count).map { "\"title \($0)\"" }.joined(separator: ",")
            let lines = try rows(
                "{\"columns\": [\(titles)], \"data\": [[\(cells)], [\(cells)]]}", columns: columns)
            #expect(lines.allSatisfy { StyledText($0).width <= max(columns, 12) })
            let all = lines.joined().filter { $0 != " " && $0 != "│" && $0 != "─" && $0 != "┼" }
            if columns >= 41, count >= 5 { #expect(all.contains("word\(count - 1)日本語andmore")) }
        }
    }

    @Test("Control characters in titles and cells are shown")
    func hostile() throws {
        for payload in HostileMarkdownTests.payloads {
            let result = ResultTable(
                columns: [payload, "b"], rows: [[.string(payload), [.string(payload)]]])
            for columns in [6, 40, nil] {
                let page = Page(columns: columns, isStyled: true, hasLinks: true)
                let shown = TerminalText(TableLayout(Table(result), columns: columns).rows, on: page).bytes
                #expect(TerminalSequences.foreign(in: shown) == [])
            }
        }
    }
}

@Suite("Comma-separated values")
struct CommaSeparatedValuesTests {
    @Test("CSV output follows RFC 4180")
    func fields() {
        let table = ResultTable(
            columns: ["a", "b, c", "d"],
            rows: [
                [1, "say \"hi\"", "x\r\ny"], [true, .null, ["n": [1.50]]], ["\u{1B}é", " blank ", "\n"],
                ["short"],
            ])
        #expect(
            SeparatedValues(table).text + "\r\n"
                == "a,\"b, c\",d\r\n1,\"say \"\"hi\"\"\",\"x\r\ny\"\r\ntrue,,\"{\"\"n\"\":[1.5]}\"\r\n"
                + "\u{1B}é, blank ,\"\n\"\r\nshort,,\r\n")
        #expect(SeparatedValues(ResultTable(columns: [], rows: [[1, 2]])).text == "1,2")
        #expect(
            SeparatedValues(ResultTable(columns: ["a"], rows: [[""], [.null]])).text
                == "a\r\n\"\"\r\n\"\"")
    }
}
