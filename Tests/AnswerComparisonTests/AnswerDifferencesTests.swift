import Nx1Events
import ShellText
import Testing

@testable import AnswerComparison

@Suite("Comparison of two answers")
struct AnswerDifferencesTests {
    private func differences(
        _ old: JSONValue, _ new: JSONValue, by names: [String] = [],
        scope: AnswerDifferences.Scope = .everything
    ) throws -> AnswerDifferences {
        try AnswerDifferences(ComparedAnswer(old), ComparedAnswer(new), by: names, scope: scope)
    }

    @Test("Tables are compared one by one, and then the text around them")
    func markdown() throws {
        let old: JSONValue = "Intro one\n\n| a | b |\n|---|---|\n| x | 1 |\n\nEnd\n"
        let new: JSONValue = "Intro two\n\n| a | b |\n|:--|--:|\n| x | 2 |\n\nEnd\n"
        let found = try differences(old, new)
        #expect(found.parts.count == 2)
        guard case .table(number: 1, let table) = found.parts.first, case .text(let text) = found.parts.last
        else {
            Issue.record("\(found)")
            return
        }
        #expect(table.changes.count == 1)
        #expect(
            text.lines == [
                .changed([.same("Intro "), .removed("one"), .added("two")]), .same(""), .same("End"),
            ])
        #expect(try differences(old, new, scope: .tables).parts.count == 1)
    }

    @Test("Several tables are matched by their titles, and unmatched ones are reported")
    func severalTables() throws {
        let old: JSONValue = "| a |\n|---|\n| 1 |\n\n| b |\n|---|\n| 2 |\n"
        let new: JSONValue = "| b |\n|---|\n| 2 |\n\n| c |\n|---|\n| 1 |\n\n| d |\n|---|\n| 4 |\n"
        let found = try differences(old, new)
        guard found.parts.count == 3, case .table(1, let same) = found.parts[0],
            case .table(2, let other) = found.parts[1],
            case .onlyNew(3, _) = found.parts[2]
        else {
            Issue.record("\(found.parts)")
            return
        }
        #expect(same.isSame)
        #expect(!other.isSame)
    }

    @Test("Tables in lists are compared too")
    func tablesInLists() throws {
        let old: JSONValue = "- x\n\n  | a |\n  |---|\n  | 1 |\n\n- y\n\n  | b |\n  |---|\n  | 2 |\n"
        let new: JSONValue = "- x\n\n  | a |\n  |---|\n  | 1 |\n\n- y\n\n  | b |\n  |---|\n  | 3 |\n"
        #expect(try !differences(old, new).isSame)
        #expect(try differences(old, new).parts.count == 2)
    }

    @Test("A single table in a file is compared only with the best matching table")
    func file() throws {
        let answer: JSONValue = "Text\n\n| x |\n|---|\n| 1 |\n\n| region | n |\n|---|---|\n| A | 1,000 |\n"
        let file = try ComparedAnswer(file: Array("region,n\nA,1000\n".utf8), named: "last-week.csv")
        let found = try AnswerDifferences(file, ComparedAnswer(answer))
        #expect(found.isSame)
        #expect(found.parts.count == 1)
    }

    @Test("Two JSON answers are compared as JSON, even as text, and others as text")
    func kinds() throws {
        #expect(try differences(#" {"a": 1} "#, ["a": 1]).isSame)
        guard case .json = try differences(["a": 1], ["a": 2]).parts.first else {
            Issue.record("no JSON")
            return
        }
        guard case .text = try differences(["a": 1], "text").parts.first else {
            Issue.record("no text")
            return
        }
        guard case .table = try differences([["a": 1]], "| a |\n|---|\n| 1 |\n").parts.first else {
            Issue.record("no table")
            return
        }
    }

    @Test("A key column must be in at least two compared tables")
    func by() throws {
        let two: JSONValue = "| a | k |\n|---|---|\n| 1 | x |\n\n| b |\n|---|\n| 2 |\n"
        #expect(try differences(two, two, by: ["k"]).isSame)
        #expect(throws: UnknownColumn.self) { try differences(two, two, by: ["z"]) }
        let error = #expect(throws: UnknownColumn.self) { try differences("text", "text", by: ["z"]) }
        #expect(error?.description == "Unknown column \"z\": the tables have no columns in common.")
    }

    @Test("Rules and bars in code blocks aren't tables")
    func prose() {
        let text = "```\n| no | table |\n|---|---|\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\nEnd\n"
        #expect(MarkdownProse(text, tableCount: 1).text == "```\n| no | table |\n|---|---|\n```\n\nEnd")
        #expect(MarkdownProse(text, tableCount: 2).text == nil)
    }

    @Test("Files of random bytes are read or refused, and equal themselves", arguments: 0..<400)
    func anyBytes(seed: Int) throws {
        var numbers = Numbers(seed: UInt64(seed))
        let parts: [[UInt8]] =
            [
                "\"", ",", "\t", "\n", "\r\n", "|", "---|", "a", "1,5", "{", "}", "[", "]", ":", "é", "\\",
                "null", "```",
            ].map { Array($0.utf8) } + [[0xFF], [0x00]]
        let bytes = (0..<Int.random(in: 0...40, using: &numbers)).flatMap { _ in
            parts[Int.random(in: 0..<parts.count - (seed.isMultiple(of: 4) ? 0 : 2), using: &numbers)]
        }
        for name in ["a.csv", "a.tsv", "a.json", "a.jsonl", "a.md"] {
            guard let file = try? ComparedAnswer(file: bytes, named: name) else { continue }
            let differences = try AnswerDifferences(file, file)
            #expect(differences.isSame, "\(name) \(String(decoding: bytes, as: UTF8.self))")
            let other = try AnswerDifferences(
                file, ComparedAnswer(file: Array("a|b\n---|---\n1|2".utf8), named: "b.md"))
            #expect(other.rows(on: Page(columns: 20), signs: .ascii).text.isEmpty == other.isSame)
            #expect(other.json["same"] == .bool(other.isSame))
            #expect(other.isSame || !other.table.rows.isEmpty || other.json.serialized().contains("added"))
        }
    }

    @Test("The extension selects a file's format")
    func files() throws {
        func file(_ text: String, _ name: String) throws -> ComparedAnswer {
            try ComparedAnswer(file: Array(text.utf8), named: name)
        }
        #expect(try file("a\tb\n1\t2\n", "x/y.TSV").tables.first?.columns == ["a", "b"])
        #expect(try file("[{\"a\":1}]", "a.json").tables.count == 1)
        #expect(try file("{\"a\":1}\n\n{\"a\":2}\r\n", "a.jsonl").tables.first?.rows.count == 2)
        #expect(
            try file(#"{"correlation_id":"x","status":"completed","result":"| a |\n|---|\n| 1 |"}"#, "a.json")
                .tables.count
                == 1)
        #expect(try file("\u{FEFF}# Title\n", "notes.md").text == "# Title")
        #expect(try file("plain", "LICENSE").text == "plain")
        for (text, name, reason) in [
            ("a\n\"x", "a.csv", "line 2: a quoted field isn't closed"),
            ("{\"a\":1}\n{", "a.jsonl", "line 2, column 2: expected a member name in double quotes"),
            ("{", "a.json", "line 1, column 2: expected a member name in double quotes"),
        ] {
            let error = #expect(throws: ComparedAnswer.UnreadableFile.self) { try file(text, name) }
            #expect(error?.description == reason)
        }
        let error = #expect(throws: ComparedAnswer.UnreadableFile.self) {
            try ComparedAnswer(file: [0xFF], named: "a.txt")
        }
        #expect(error?.description == "the text isn't valid UTF-8")
    }
}
