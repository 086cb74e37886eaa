import Testing

@testable import Nx1Client
@testable import ShellOutput
@testable import ShellText

@Suite("Output formats")
struct OutputFormatTests {
    /// The output for an answer.
    private func written(_ value: JSONValue, _ format: OutputFormat, on page: Page = .endless) -> String? {
        var report = RunReport(line: 1, crew: .ask, input: [:])
        report.result = CrewResult(correlationID: "id", status: .completed, value: value, error: nil)
        return bytes((try? format.run(report, page)) ?? nil, on: page)
    }

    private func bytes(_ shown: Shown?, on page: Page) -> String? {
        shown.map { String(decoding: page.isTerminal ? $0.onTerminal(page).bytes : $0.inPipe, as: UTF8.self) }
    }

    private let terminal = Page(isTerminal: true, columns: 40)
    private let rows: JSONValue = ["columns": ["month", "late"], "data": [["May", 7], ["June", 12]]]
    private let source = "# A *b*\n\n\u{1B}[2J`c`  \n"

    @Test("text and markdown write the source byte for byte in a pipe")
    func exactSource() {
        for format in [OutputFormat.auto, .text, .markdown] {
            #expect(written(.string(source), format) == source + "\n")
        }
    }

    @Test("auto formats answers only on a terminal")
    func auto() {
        #expect(written(.string(source), .auto, on: terminal) == "# A *b*\n\n^[[2J`c`\n")
        #expect(
            written(.string("# A"), .auto, on: Page(isTerminal: true, columns: 40, isStyled: true))
                == "\u{1B}[1;4mA\u{1B}[0m\n")
        #expect(written(.string("# A\u{1B}"), .markdown, on: terminal) == "# A^[\n")
        #expect(
            written(rows, .auto, on: terminal) == "month │ late\n──────┼─────\nMay   │    7\nJune  │   12\n")
        #expect(written(rows, .auto) == rows.serialized(.indented) + "\n")
        #expect(written(["a": [1]], .auto, on: terminal) == "{\n  \"a\": [\n    1\n  ]\n}\n")
        #expect(
            written(["a": true], .auto, on: Page(isTerminal: true, columns: 40, isStyled: true))
                == "{\n  \u{1B}[1m\"a\"\u{1B}[0m: \u{1B}[35mtrue\u{1B}[0m\n}\n")
    }

    @Test("table fits tables to the window, writes them in full in a pipe, and leaves other answers alone")
    func table() {
        let text = String(repeating: "word ", count: 30) + "end"
        let long: JSONValue = [["id": 1, "text": .string(text)]]
        #expect(written(long, .table)?.hasSuffix(" 1 │ \(text)\n") == true)
        let fitted = written(long, .table, on: terminal) ?? ""
        #expect(fitted.split(separator: "\n").allSatisfy { $0.count <= 40 })
        #expect(fitted.contains("end"))
        #expect(written(.string(source), .table) == source + "\n")
        #expect(written(.string("Text\n\n|a|b|\n|-|-|\n|1|2|\n"), .table) == "a │ b\n──┼──\n1 │ 2\n")
    }

    @Test("html writes a fragment with escaped HTML, or a single table")
    func html() throws {
        #expect(written(.string(source), .html) == "<h1>A <em>b</em></h1>\n<p>^[[2J<code>c</code></p>\n")
        #expect(written(.string("<b>"), .html) == "<p>&lt;b&gt;</p>\n")
        #expect(
            written(rows, .html)
                == """
                <table>
                <thead><tr><th scope="col">month</th><th scope="col" style="text-align:right">late</th></tr></thead>
                <tbody><tr><td>May</td><td style="text-align:right">7</td></tr>
                <tr><td>June</td><td style="text-align:right">12</td></tr>
                </tbody></table>

                """)
        #expect(
            written(["a": ["<"]], .html)
                == "<pre><code class=\"language-json\">{\n  &quot;a&quot;: [\n    &quot;&lt;&quot;\n  ]\n}</code></pre>\n"
        )
        let tables = JSONValue.string("|a|\n|-|\n|1|\n\ntext\n\n|b|\n|-|\n|x|\n")
        let second = try #require(try OutputFormat.html.part?("2"))
        #expect(second.name == "html:2")
        #expect(written(tables, second)?.contains("<td>x</td>") == true)
        #expect(written(tables, second)?.contains("text") == false)
    }

    @Test("html formats the output of commands")
    func htmlReplies() {
        func shown(_ reply: Reply) -> String? {
            bytes(OutputFormat.html.reply(reply, .endless), on: .endless)
        }
        let table = Reply.table(columns: ["run", "done_at"], rows: [["%1", .null], ["<b>", true]])
        #expect(shown(table)?.contains("<th scope=\"col\">done at</th>") == true)
        #expect(shown(table)?.contains("<td>&lt;b&gt;</td><td>yes</td>") == true)
        #expect(shown(.facts([.init("host", "h")]))?.contains("<td>h</td>") == true)
        #expect(shown(.page("a <b>\n", .null)) == "<pre>a &lt;b&gt;\n</pre>\n")
        #expect(shown(.none) == nil && shown(.table(columns: ["a"], rows: [])) == nil)
    }

    @Test("csv writes the result, or the only table in its text")
    func csv() {
        #expect(written(rows, .csv) == "month,late\r\nMay,7\r\nJune,12\r\n")
        #expect(written(rows, .csv, on: terminal) == "month,late\nMay,7\nJune,12\n")
        #expect(written(.string("Text\n\n|a|b|\n|-|-|\n|**1**|2, 3|\n"), .csv) == "a,b\r\n1,\"2, 3\"\r\n")
        #expect(written("no table", .csv) == "result\r\nno table\r\n")
        #expect(written(["a": 1], .csv) == "result\r\n\"{\"\"a\"\":1}\"\r\n")
    }

    @Test("markdown writes other JSON as a table or a code block")
    func markdown() {
        #expect(
            written([["a|b": "c\nd", "n": 1]], .markdown) == "| a\\|b | n |\n| --- | ---: |\n| c<br>d | 1 |\n"
        )
        #expect(written(["a": "```"], .markdown) == "````json\n{\n  \"a\": \"```\"\n}\n````\n")
    }

    /// CrewAI's output object.
    private func output(_ raw: String, structured: JSONValue = .null) -> JSONValue {
        [
            "raw": .string(raw), "pydantic": .null, "json_dict": structured,
            "tasks_output": [["raw": "not asked for"]], "token_usage": ["total_tokens": 9],
        ]
    }

    /// The answer's row in a table of many lines, if the format has one.
    private func row(_ answer: JSONValue, _ format: OutputFormat) -> [UInt8]? {
        var report = RunReport(line: 1, crew: .ask, input: [:])
        report.result = CrewResult(correlationID: "id", status: .completed, value: answer, error: nil)
        return format.ofManyLines?.row(report).inPipe
    }

    @Test(
        "Every format writes the answer of CrewAI's output object as if it came alone",
        arguments: OutputFormat.all)
    func crewOutput(_ format: OutputFormat) {
        let answers: [(output: JSONValue, alone: JSONValue)] = [
            (output(source), .string(source)), (output("|a|b|\n|-|-|\n|1|2|\n"), "|a|b|\n|-|-|\n|1|2|\n"),
            (output("no", structured: rows), rows), (output("no", structured: ["a": 1]), ["a": 1]),
        ]
        for page in [Page.endless, terminal] where format.name != OutputFormat.json.name {
            for (output, alone) in answers {
                #expect(written(output, format, on: page) == written(alone, format, on: page))
                #expect(row(output, format) == row(alone, format))
            }
        }
    }

    @Test("A JSON record has all of CrewAI's output object")
    func crewOutputRecord() throws {
        let output = output(source)
        let record = try JSONValue(parsing: written(output, .json) ?? "")
        #expect(record["result"] == output)
    }

    @Test(
        "An object that only resembles CrewAI's output is written in full",
        arguments: OutputFormat.all.filter { $0.name != "code" })
    func nearMiss(_ format: OutputFormat) {
        let table: JSONValue = ["raw": "no", "columns": ["a"], "data": [["shown"]]]
        for value: JSONValue in [["raw": "shown", "note": "shown, too"], table] {
            #expect(written(value, format)?.contains("shown") == true)
            if value != table { #expect(written(value, format)?.contains("note") == true) }
        }
    }

    @Test("A failed run has no output except for its JSON record")
    func failed() throws {
        var report = RunReport(line: 1, crew: .ask, input: [:])
        report.result = CrewResult(correlationID: "id", status: .failed, value: .null, error: "no")
        for format in OutputFormat.all {
            #expect(try (format.run(report, .endless) == nil) == (format.name != "json"))
        }
    }

    /// An answer with two tables and two code blocks.
    private let parts: JSONValue = """
        |a|b|
        |-|-|
        |1|x\\|y|

        ```sql
        SELECT 1;
        ```

        |month|total|
        |-|-|
        |May|7|

        ~~~c++
        int a;
        ~~~
        """

    /// The error of formatting an answer.
    private func refusal(_ value: JSONValue, _ format: OutputFormat) -> Complaint? {
        var report = RunReport(line: 1, crew: .ask, input: [:])
        report.result = CrewResult(correlationID: "id", status: .completed, value: value, error: nil)
        do throws(Complaint) {
            _ = try format.run(report, .endless)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "csv:2 selects the second of several tables, and no table is chosen silently",
        arguments: [OutputFormat.csv, .tsv, .jsonl])
    func tableChoice(_ format: OutputFormat) throws {
        let part = try #require(format.part)
        let second = try part("2")
        #expect(second.name == format.name + ":2")
        #expect(written(parts, second)?.contains("May") == true)
        #expect(written(parts, second)?.contains("x|y") == false)
        let refusal = refusal(parts, format)
        #expect(refusal?.message == "The answer has 2 tables: 1 (a, b), 2 (month, total).")
        #expect(refusal?.advice == "To choose one, add its number to the format, as in csv:2.")
        let invalid = #expect(throws: Complaint.self) { try part("x") }
        #expect(
            invalid?.sentence
                == "Invalid table number in \(format.name):x. Tables are numbered from 1, as in \(format.name):2."
        )
        #expect(refusal?.exitStatus == .usage)
        #expect(
            self.refusal(parts, try part("3"))?.message.hasPrefix("The answer has no table 3, only 2") == true
        )
        #expect(self.refusal("text", try part("1"))?.message == "The answer has no table.")
        for text in ["", "0", "-1", "x", "1.5"] { #expect(throws: Complaint.self) { try part(text) } }
    }

    @Test(
        "tsv, jsonl and vertical write tab-separated values, one JSON object per row, and lists of titles and values"
    )
    func rowForms() throws {
        #expect(
            written([["a": "x\ty\\", "b": .null], ["a": "1\n2", "b": 3]], .tsv)
                == "a\tb\nx\\ty\\\\\t\n1\\n2\t3\n")
        #expect(written("no table", .tsv) == "result\nno table\n")
        #expect(written(rows, .jsonl) == "{\"month\":\"May\",\"late\":7}\n{\"month\":\"June\",\"late\":12}\n")
        #expect(
            written(["columns": ["a", "a", ""], "data": [[1, 2, 3]]], .jsonl)
                == "{\"a\":1,\"column 2\":2,\"column 3\":3}\n")
        #expect(written("no table", .jsonl) == "{\"result\":\"no table\"}\n")
        #expect(
            written([[1, 2], [3]], .jsonl)
                == "{\"column 1\":1,\"column 2\":2}\n{\"column 1\":3,\"column 2\":null}\n")
        let rule = String(repeating: "─", count: 40)
        #expect(written(rows, .vertical) == "month │ May\nlate  │ 7\n\(rule)\nmonth │ June\nlate  │ 12\n")
        let second = try OutputFormat.vertical.part?("2")
        #expect(second.flatMap { written(parts, $0) } == "month │ May\ntotal │ 7\n")
        #expect(written("text", .vertical) == "text\n")
    }

    @Test("code writes all code blocks, those in a language, or one by its number")
    func code() throws {
        let part = try #require(OutputFormat.code.part)
        #expect(written(parts, .code) == "SELECT 1;\n\nint a;\n")
        #expect(written(parts, try part("sql")) == "SELECT 1;\n")
        #expect(written(parts, try part("C++")) == "int a;\n")
        #expect(written(parts, try part("2")) == "int a;\n")
        #expect(refusal(parts, try part("3"))?.message == "The answer has no code block 3, only 2 blocks.")
        #expect(
            refusal(parts, try part("python"))?.message
                == "The answer has no code in python. Its code blocks: sql, c++.")
        #expect(refusal("text", .code)?.message == "The answer has no code block.")
        #expect(refusal("text", .code)?.exitStatus == .usage)
        for (text, sentence) in [
            ("", "code: needs a language or a number. Use code:sql or code:2, for example."),
            ("0", "Invalid block number in code:0. Code blocks are numbered from 1, as in code:1."),
            ("-1", "Invalid block number in code:-1. Code blocks are numbered from 1, as in code:1."),
        ] {
            let invalid = #expect(throws: Complaint.self) { try part(text) }
            #expect(invalid?.sentence == sentence)
        }
    }

    @Test("All formats apply to the output of commands")
    func replies() {
        let list = Reply.table(columns: ["crew", "in_use"], rows: [["ask", true], ["x, y", false]])
        let facts = Reply.facts([.init("host", "https://a.example"), .init("round_trip_ms", 3)])
        func shown(_ reply: Reply, _ format: OutputFormat, on page: Page = .endless) -> String? {
            bytes(format.reply(reply, page), on: page)
        }
        #expect(shown(list, .auto) == "crew  in use\nask   yes\nx, y  no\n")
        #expect(shown(list, .auto, on: terminal) == "crew │ in use\n─────┼───────\nask  │ yes\nx, y │ no\n")
        #expect(shown(list, .table) == "crew │ in use\n─────┼───────\nask  │ yes\nx, y │ no\n")
        #expect(shown(list, .csv) == "crew,in_use\r\nask,true\r\n\"x, y\",false\r\n")
        #expect(
            shown(list, .markdown) == "| crew | in_use |\n| --- | --- |\n| ask | true |\n| x, y | false |\n")
        #expect(shown(facts, .auto, on: terminal) == "host           https://a.example\nround trip ms  3\n")
        #expect(shown(facts, .csv) == "host,round_trip_ms\r\nhttps://a.example,3\r\n")
        #expect(shown(.page("a\u{1B}", .null), .csv, on: terminal) == "a^[\n")
        #expect(OutputFormat.all.allSatisfy { shown(.none, $0) == nil })
    }
}
