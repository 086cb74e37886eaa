import Nx1Events
import RowSources
import ShellText
import Testing

@Suite("The rows of an input")
struct RowDecoderTests {
    /// A row as text: its line, and its cells in column order.
    private func text(_ finding: RowFinding) -> String {
        switch finding {
        case .success(let row):
            "\(row.ordinal)@\(row.line.map(String.init) ?? "-") \(JSONValue.object(row.object).serialized())"
        case .failure(let problem): "\(problem)"
        }
    }

    /// The findings in an input that arrives in chunks of a given size.
    private func found(
        _ bytes: [UInt8], _ form: RowForm?, by chunk: Int, limit: Int = RowDecoder.defaultLimit
    ) -> [String] {
        var decoder = RowDecoder(form, limit: limit)
        var found: [RowFinding] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            found += decoder.decode(Array(bytes[start..<min(start + chunk, bytes.count)]))
        }
        return (found + decoder.finish()).map(text)
    }

    /// The findings in a text, which must be the same for all chunk sizes.
    private func found(
        _ input: String, _ form: RowForm?, limit: Int = RowDecoder.defaultLimit,
        at location: SourceLocation = #_sourceLocation
    ) -> [String] {
        let bytes = Array(input.utf8)
        let whole = found(bytes, form, by: max(1, bytes.count), limit: limit)
        for chunk in 1...max(1, min(9, bytes.count)) {
            let inParts = found(bytes, form, by: chunk, limit: limit)
            #expect(inParts == whole, "in chunks of \(chunk)", sourceLocation: location)
        }
        return whole
    }

    @Test("of CSV support quotes, quoted line breaks, empty values, blank lines and any line ending")
    func commas() {
        let input = "\u{FEFF}a,\"b \"\"x\"\"\",c\r\n1,\"two\r\nlines\",\n\r\n\"\",é, 5 \r3,,\"\"\n\n"
        #expect(
            found(input, .separated(.commas)) == [
                #"1@2 {"a":"1","b \"x\"":"two\r\nlines","c":""}"#,
                #"2@5 {"a":"","b \"x\"":"é","c":" 5 "}"#,
                #"3@6 {"a":"3","b \"x\"":"","c":""}"#,
            ])
        #expect(found("a\n\"x\n\ny\rz\"\nlast", nil) == [#"1@2 {"a":"x\n\ny\rz"}"#, #"2@6 {"a":"last"}"#])
        #expect(found("a,b\n1,", .separated(.commas)) == [#"1@2 {"a":"1","b":""}"#])
    }

    @Test("are empty if there is only a header")
    func onlyHeader() {
        for input in ["a,b", "a,b\n", "\n\na,b\r\n\r\n"] { #expect(found(input, nil) == []) }
        #expect(found("[]", .json) == [] && found(" [ ] \n", nil) == [])
        #expect(found(#"{"columns": ["a"], "data": []}"#, .json) == [])
    }

    @Test("are separated by semicolons if the header has unquoted ones and no comma")
    func semicolons() {
        #expect(found("a;b\n1,5;2", .separated(.commas)) == [#"1@2 {"a":"1,5","b":"2"}"#])
        #expect(found("\n\"x,y\";b\n1,5;2", nil) == [#"1@3 {"x,y":"1,5","b":"2"}"#])
        #expect(found("\"a;\"\n1;2", nil) == [#"1@2 {"a;":"1;2"}"#])
        #expect(found("a;x,b\n1,2", nil) == [#"1@2 {"a;x":"1","b":"2"}"#])
    }

    @Test("ignore white space around the names in a header")
    func trimmedNames() {
        #expect(found("region , month\nnorth , April", nil) == [#"1@2 {"region":"north ","month":" April"}"#])
    }

    @Test("of TSV support escapes and have no quotes")
    func tabs() {
        #expect(
            found("a\tb\r\n\"x\t1\\t2\\n3\\\\4\\x\r\n\t\n", .separated(.tabs)) == [
                #"1@2 {"a":"\"x","b":"1\t2\n3\\4\\x"}"#, #"2@3 {"a":"","b":""}"#,
            ])
    }

    @Test("of JSON lines each have their own columns and types")
    func jsonLines() {
        let input = "\u{FEFF}{\"a\":1,\"b\":[1,null]}\r\n\n \t\n{\"a\": 1.10, \"c\": \"x\"}"
        #expect(
            found(input, .jsonLines) == [#"1@1 {"a":1,"b":[1,null]}"#, #"2@4 {"a":1.10,"c":"x"}"#])
    }

    @Test("of a JSON list are its objects, with the lines where they start")
    func jsonList() {
        let input = "\u{FEFF} \n[ {\"a\": \"]},\\\"\"},\n {\"a\": {\"b\": [\n]}}\n,{\"c\":true} ]\n"
        #expect(
            found(input, .json) == [
                #"1@2 {"a":"]},\""}"#, #"2@3 {"a":{"b":[]}}"#, #"3@5 {"c":true}"#,
            ])
    }

    @Test(
        "of a JSON object are those of its table, its only list of objects, or the answer in a record",
        arguments: [
            #"{"columns": ["a", "b"], "data": [["1", 2], ["3"]]}"#,
            #"{"columns": ["a", "b"], "rows": [{"b": 2, "a": "1"}, {"a": "3"}]}"#,
            #"{"line": 1, "correlation_id": "1", "status": "completed","#
                + #""result": {"columns": ["a", "b"], "data": [["1", 2], ["3", null]]}}"#,
            #"{"line": 1, "correlation_id": "1", "status": "completed","#
                + #""result": [{"a": "1", "b": 2}, {"a": "3"}]}"#,
            #"{"count": 2, "ids": [], "of": ["x"], "items": [{"a": "1", "b": 2}, {"a": "3", "b": null}]}"#,
        ])
    func jsonObject(input: String) {
        #expect(found(input, .json) == [#"1@- {"a":"1","b":2}"#, #"2@- {"a":"3","b":null}"#])
    }

    @Test("are detected by the first line if the input has no extension")
    func detection() {
        #expect(found("\na\tb,c\n1\t2,3\n", nil) == [#"1@3 {"a":"1","b,c":"2,3"}"#])
        #expect(found("\n{\"a\":1}\n{\"a\":2}", nil) == [#"1@2 {"a":1}"#, #"2@3 {"a":2}"#])
        #expect(found("{\"x\": [\n{\"a\":1}]}", nil) == [#"1@- {"a":1}"#])
        #expect(found("{\"columns\":[\"a\"],\"data\":[[1]]}\n", nil) == [#"1@- {"a":1}"#])
        #expect(found("[\n{\"a\":1}]", nil) == [#"1@2 {"a":1}"#])
    }

    @Test(
        "of malformed CSV are refused with their place, and later rows are still read",
        arguments: [
            (
                "a,b\n1,2,3\n4\n5,6",
                [
                    "row 1 (line 2) has 3 values, but the header has 2",
                    "row 2 (line 3) has 1 value, but the header has 2", #"3@4 {"a":"5","b":"6"}"#,
                ]
            ),
            (
                "a,b\n\"1\" x,2\n5,6",
                [
                    "row 1 (line 2) has text after a closing quote; to include a quote in the value, double it",
                    #"2@3 {"a":"5","b":"6"}"#,
                ]
            ),
            (
                "a,b\n5\" pipe,2\n5,6",
                [
                    "row 1 (line 2) has a quote inside an unquoted field; quote the field and double the quote",
                    #"2@3 {"a":"5","b":"6"}"#,
                ]
            ),
            (
                "a,b\n1,2\n\n\"x\",\"y\nz\n\n",
                [
                    #"1@2 {"a":"1","b":"2"}"#,
                    "row 2 (line 4) has a quote that is never closed",
                ]
            ),
            (
                "a,b\n1,\"2\n3\" 4\n",
                [
                    "row 1 (line 2) has text in line 3 after a closing quote; to include a quote in the value, double it"
                ]
            ),
            ("a,b\n1,\0\n5,6", ["row 1 (line 2) has a NUL byte", #"2@3 {"a":"5","b":"6"}"#]),
            ("a,b,a\n1,2,3", ["the header (line 1) has the column `a` twice"]),
            ("\na,, b\n1,2,3", ["the header (line 2) has no name for column 2"]),
            ("a,\"b\n1,2,3", ["the header (line 1) has a quote that is never closed"]),
            ("", ["it is empty"]), ("\n\r\n\n", ["it has no header"]),
        ] as [(String, [String])])
    func malformedCommas(input: String, expected: [String]) {
        #expect(found(input, .separated(.commas)) == expected)
    }

    @Test(
        "of malformed JSON are refused with their place",
        arguments: [
            (
                .jsonLines, "{\"a\":1}\n\n[1]\n7\n{\"a\":2}",
                [
                    #"1@1 {"a":1}"#, "row 2 (line 3) is a list, not an object",
                    "row 3 (line 4) is a number, not an object", #"4@5 {"a":2}"#,
                ]
            ),
            (
                .jsonLines, "{\"a\":}\n{\"a\":1,\"a\":2}\n{\"\":1}",
                [
                    "row 1 (line 1) isn't valid JSON: expected a value",
                    "row 2 (line 2) has the column `a` twice", "row 3 (line 3) has no name for column 1",
                ]
            ),
            (.jsonLines, "", ["it is empty"]), (.jsonLines, "\n \n", ["it is empty"]),
            (.json, " \n", ["it is empty"]),
            (
                .json, "[{\"a\":1},\n 7,{\"a\":\n 1 2},\n{\"a\":3}]",
                [
                    #"1@1 {"a":1}"#, "row 2 (line 2) is a number, not an object",
                    "row 3 (line 2) isn't valid JSON in line 3: expected a comma or }", #"4@4 {"a":3}"#,
                ]
            ),
            (
                .json, "[{\"a\":1},\n]",
                [#"1@1 {"a":1}"#, "line 2 has a comma before the closing bracket"]
            ),
            (
                .json, "[{\"a\":1}\n {}]",
                [#"1@1 {"a":1}"#, "line 2 has no comma or ] after an element of the list"]
            ),
            (.json, "[{\"a\":1}\n", [#"1@1 {"a":1}"#, "line 2 ends before the list is closed"]),
            (.json, "[{\"a\":1", ["line 1 ends before the list is closed"]),
            (.json, "[]\nx", ["line 2 has text after the end of the list"]),
            (.json, "[,]", ["line 1 has no value where one is expected"]),
            (.json, "7", ["it is neither a JSON list of objects nor a JSON object that contains one"]),
            (.json, "{\"a\": 1}", ["it has no list of objects and no table"]),
            (.json, "{\"a\": [{}], \"b\": [{\"c\":1}]}", ["it has 2 lists of objects, not one: `a`, `b`"]),
            (
                .json, "{\"a\":1}\n{\"a\":2}",
                ["it has more than one JSON value; for one value per line, use the extension .jsonl"]
            ),
            (.json, "\n{\"a\":1,\n\"b\"}", ["line 3 isn't valid JSON: expected a colon"]),
            (.json, "{\"columns\":[\"a\",\"a\"],\"data\":[]}", ["it has the column `a` twice"]),
            (
                .json, "{\"columns\":[\"a\"],\"data\":[[1,2]]}",
                ["row 1 has 2 values for 1 column"]
            ),
        ] as [(RowForm, String, [String])])
    func malformedJSON(form: RowForm, input: String, expected: [String]) {
        #expect(found(input, form) == expected)
    }

    @Test("are refused if they aren't UTF-8, with the way to convert UTF-16")
    func encodings() {
        let latin: [UInt8] = Array("a,b\n1,caf".utf8) + [0xE9, 0x0A] + Array("5,6\n".utf8)
        let utf16 =
            "it is UTF-16 text; convert it to UTF-8 first, for example with `iconv -f UTF-16 -t UTF-8`"
        for chunk in 1...latin.count {
            #expect(
                found(latin, nil, by: chunk) == [
                    "row 1 (line 2) isn't valid UTF-8", #"2@3 {"a":"5","b":"6"}"#,
                ])
            for form in [RowForm.separated(.commas), .separated(.tabs), .jsonLines, .json] {
                #expect(found([0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00], form, by: chunk) == [utf16])
            }
        }
        let lines: [UInt8] = Array("{\"a\":\"".utf8) + [0xFF] + Array("\"}".utf8)
        #expect(found(lines, .jsonLines, by: 3) == ["row 1 (line 1) isn't valid UTF-8"])
        #expect(found([0x5B] + lines + [0x5D], .json, by: 3) == ["row 1 (line 1) isn't valid UTF-8"])
    }

    @Test(
        "end the input if they exceed the size limit, whatever the chunks",
        arguments: [
            (
                .separated(.commas), "a\n1234567\n12345678901\n1\n",
                "row 2 (line 3) is longer than 10 bytes, perhaps because a quote is never closed"
            ),
            (
                .separated(.commas), "a\n1234567\n\"2\n3\n4\n5\n6\n7\n8\n",
                "row 2 (line 3) is longer than 10 bytes, perhaps because a quote is never closed"
            ),
            (.separated(.tabs), "a\n1234567\n1234567890123\n1\n", "row 2 (line 3) is longer than 10 bytes"),
            (.jsonLines, "{\"a\":1}\n{\"a\":12345678}\n{}\n", "row 2 (line 2) is longer than 10 bytes"),
            (.json, "[{\"a\":1}\n,{\"a\":12345678},\n{}\n]", "row 2 (line 2) is longer than 10 bytes"),
        ] as [(RowForm, String, String)])
    func limits(form: RowForm, input: String, expected: String) {
        let found = found(input, form, limit: 10)
        #expect(found.count == 2 && found.last == expected)
    }

    @Test("end the input if a JSON object or a header is too large")
    func largeInputs() {
        let object = Array("{".utf8) + [UInt8](repeating: 0x20, count: 64 << 20)
        #expect(
            found(object, .json, by: object.count) == [
                "it is a single JSON object larger than 64 MiB; use a list or JSON lines instead"
            ])
        let values = Array(("{\"a\":[" + String(repeating: "1,", count: 5_000_000) + "1]}").utf8)
        #expect(
            found(values, .json, by: values.count) == [
                "it is a single JSON object with more than 5 million values; use a list or JSON lines instead"
            ])
        let header = Array((String(repeating: "a,", count: 100_000) + "a\n1\n").utf8)
        #expect(
            found(header, .separated(.commas), by: header.count) == [
                "the header (line 1) has 100001 columns, more than 100000"
            ])
    }

    @Test("can be read from what nx1sh has written", arguments: [SeparatedValues.Form.commas, .tabs])
    func roundTrip(form: SeparatedValues.Form) {
        let values = [
            "north\"; :quit", "two\nlines\r\n", "{x}", "@/etc/passwd", "%1", "a\tb\\", "", " ", "é אב 🙂",
            ",;\"\"",
        ]
        let table = ResultTable(
            columns: ["a", "b, c"], rows: values.map { [.string($0), .string(String($0.reversed()))] })
        let input = SeparatedValues(table, form).text + form.lineEnd
        for chunk in [1, 2, 7, 1000] {
            var decoder = RowDecoder(.separated(form))
            var rows: [[JSONValue]] = []
            let bytes = Array(input.utf8)
            for start in stride(from: 0, to: bytes.count, by: chunk) {
                let found = decoder.decode(Array(bytes[start..<min(start + chunk, bytes.count)]))
                rows += found.compactMap { try? $0.get().values }
            }
            #expect(rows == table.rows)
            #expect(decoder.columns?.names == table.columns)
            #expect(decoder.finish().isEmpty)
        }
    }

    @Test("share their columns, which can be found by name")
    func columns() throws {
        var decoder = RowDecoder(.jsonLines)
        let found = decoder.decode(Array("{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\n{\"b\":5}\n".utf8))
        let rows = try found.map { try $0.get() }
        #expect(rows.count == 3 && rows[0].columns === rows[1].columns)
        #expect(rows[1]["b"] == 4 && rows[2]["b"] == 5 && rows[2]["a"] == nil)
    }
}
