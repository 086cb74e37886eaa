import ShellOutput
import ShellSession
import Testing

@testable import Nx1Events

@Suite(":each")
struct EachCommandTests {
    private static let regions = "region,limit,month\nnorth,5,March\nsouth,07,\n\"east, far\",,May\n"

    private func records(
        _ script: String, files: [String: String] = [:], change: (inout SessionSettings) -> Void = { _ in }
    ) async throws -> [JSONValue] {
        let transcript = try await Transcript(":set duration:=0.1\n" + script, files: files) {
            $0.format = .json
            change(&$0)
        }
        #expect(transcript.exitStatus == .answered, "\(transcript.remarks)")
        return try transcript.answers.split(separator: "\n").map { try JSONValue(parsing: $0) }
    }

    @Test("asks one question per row, in order, and each record has its row", arguments: [nil, 2, 8])
    func order(jobs: Int?) async throws {
        let records = try await records(
            ":each ~/regions.csv Late in {region} in {month=all months}?",
            files: ["regions.csv": Self.regions]
        ) { settings in
            settings.many = jobs.map { ManyLines(jobs: $0) }
        }
        #expect(
            records.map { $0["input"]?["question"] } == [
                "Late in north in March?", "Late in south in all months?", "Late in east, far in May?",
            ])
        #expect(records.map { $0["row"]?["region"] } == ["north", "south", "east, far"])
        #expect(records.map { $0["line"] } == [1, 2, 3])
        #expect(records.map { $0["status"] } == ["completed", "completed", "completed"])
    }

    @Test("sends a cell unchanged, whatever it looks like")
    func data() async throws {
        let cells = [
            #"north"; :quit"#, "two\nlines \\", "{x} {region} {{y}}", "@/etc/passwd", "%1", "@-", "-- a=b &",
            ":quit", #"\:quit"#, "\"\"\"", "region=@last", "> /tmp/x | sh", "# no comment",
        ]
        let rows = JSONValue.array(cells.map { ["region": .string($0)] })
        let records = try await records(
            ":each ~/rows.json :crew ask a={region} b=\"x {region}\" c:=[\"{region}\"] Tell {region} {{region}}",
            files: ["rows.json": rows.serialized()]
        ) { $0.many = ManyLines(jobs: 8) }
        #expect(records.map { $0["input"]?["a"]?.string } == cells)
        #expect(records.map { $0["input"]?["b"]?.string } == cells.map { "x " + $0 })
        #expect(records.map { $0["input"]?["c"] } == cells.map { [.string($0)] })
        #expect(records.map { $0["input"]?["question"]?.string } == cells.map { "Tell \($0) {region}" })
    }

    @Test("gives := the row's own value: JSON unchanged, CSV parsed as JSON")
    func values() async throws {
        let rows = #"{"n":5,"t":"5"}"# + "\n" + #"{"n":[null],"t":""}"#
        let typed = try await records(
            ":each ~/rows.jsonl :crew ask n:={n} t:={t} u:={t=false}", files: ["rows.jsonl": rows])
        #expect(typed.map { $0["input"]?["n"] } == [5, [.null]])
        #expect(typed.map { $0["input"]?["t"] } == ["5", ""])
        #expect(typed.map { $0["input"]?["u"] } == ["5", false])
        let read = try await records(
            ":each ~/rows.csv :crew ask n:={n=0} t={t}", files: ["rows.csv": "n,t\n1.50,07\n,x\n[1],\n"])
        #expect(read.map { $0["input"]?["n"]?.serialized() } == ["1.50", "0", "[1]"])
        #expect(read.map { $0["input"]?["t"] } == ["07", "x", ""])
    }

    @Test("works with saved questions: cells are their values")
    func questions() async throws {
        let records = try await records(
            ":define late How many in {month=March} in {region}?\n:each ~/r.tsv :late month=May \"region={where}\"",
            files: ["r.tsv": "where\nnorth\n{month} x=y\n"])
        #expect(
            records.map { $0["input"]?["question"] } == [
                "How many in May in north?", "How many in May in {month} x=y?",
            ])
    }

    @Test(
        "fills in a template's values, and never shows a sensitive one",
        arguments: ["HAM", "nowhere at all"])
    func templates(warehouse: String) async throws {
        let transcript = try await Transcript(
            ":each ~/r.csv :template \"Stock check\" warehouse={w} mode=full pin={code}",
            files: ["r.csv": "w,code\n\(warehouse),48151623\n"]
        ) { $0.format = .json }
        let record = try JSONValue(parsing: transcript.answers)
        #expect(record["row"] == ["w": .string(warehouse), "code": "***"])
        #expect(record["input"]?["pin"] == "***")
        #expect((record["status"] == "completed") == (warehouse == "HAM"), "\(transcript.remarks)")
        #expect(!(transcript.answers + transcript.remarks).contains("48151623"))
    }

    @Test("reads the table of an answer as rows", arguments: ["%1", "@%1", "@last", "last"])
    func answers(name: String) async throws {
        let records = try await records(
            ":crew ask result:=\"|Month|Orders|\\n|-|-|\\n|May|7|\\n|June|8|\" Orders?\n"
                + ":each \(name) :crew ask n:={Orders} Why in {Month}?")
        #expect(records.dropFirst().map { $0["input"]?["question"] } == ["Why in May?", "Why in June?"])
        #expect(records.dropFirst().map { $0["input"]?["n"] } == [7, 8])
    }

    @Test("makes one CSV table, with the row's columns first")
    func table() async throws {
        let transcript = try await Transcript(
            ":each ~/r.csv :crew ask result={a} duration:=0.1 Q{a}\n:each ~/r.csv :crew ask result=x duration:=0.1 W",
            files: ["r.csv": "a,line\n1,x\n2,y\n"]
        ) { settings in
            settings.format = .csv
        }
        #expect(
            transcript.answers == """
                a,line,line_2,question,status,answer\r
                1,x,1,Q1,completed,1\r
                2,y,2,Q2,completed,2\r
                1,x,1,W,completed,x\r
                2,y,2,W,completed,x\r

                """, "\(transcript.remarks)")
    }

    @Test("accepts a block of several rows as its line")
    func block() async throws {
        let records = try await records(
            ":each ~/r.csv \"\"\"\nOne {a}\n:two {a}\n\"\"\"\n:each ~/r.csv :crew ask \"\"\"\nThree {a}\n\"\"\"",
            files: ["r.csv": "a\n1\n"])
        #expect(records.map { $0["input"]?["question"] } == ["One 1\n:two 1", "Three 1"])
    }

    @Test(
        "rejects an invalid line, file or row before anything is sent, with its place",
        arguments: [
            (":each", ":each needs a file and a line. `:help each` shows how."),
            (":each ~/r.csv", ":each needs a line after the file. `:help each` shows how."),
            (
                ":each ~/r.csv :runs",
                ":each needs a line that asks a crew, and this `:runs` doesn't. "
                    + "Use a text, `:crew NAME TEXT`, or `:template NAME KEY=VALUE`."
            ),
            (":each ~/r.csv :crew ask", "needs a line that asks a crew, and this `:crew` doesn't."),
            (":each ~/r.csv :each ~/r.csv Q", "needs a line that asks a crew, and this `:each` doesn't."),
            (":each ~/r.csv :bg Q", "needs a line that asks a crew, and this `:bg` doesn't."),
            (
                ":each ~/r.csv Q &",
                ":each can't run lines in the background. Remove the & at the end of the line."
            ),
            (":each ~/r.csv :nope", "Unknown command :nope."),
            (":each ~/r.csv :crew {a} Q", "The name of the crew can't come from a row"),
            (":each ~/r.csv :template {a} x=1", "The name of the template can't come from a row"),
            (":each ~/r.csv :crew asq {a}", "Unknown crew \"asq\". Did you mean `ask`?"),
            (":each ~/r.csv :crew ask x=@{a}", "has a placeholder in a file name"),
            (
                ":each ~/r.csv :crew ask x:={a=many} Q",
                "The default of {a} for `x:=` isn't valid JSON: expected a value at line 1, column 1."
            ),
            (
                ":each ~/r.csv Q {aa}",
                "The file `~/r.csv` has no column `aa`. Did you mean `a`? To write a literal {name}, use {{name}}."
            ),
            (":each ~/nothing.csv Q", "Couldn't read the file `~/nothing.csv`: no such file."),
            (":each ~/ragged.csv Q", "row 2 (line 3) has 1 value, but the header has 2"),
            (":each ~/twice.csv Q", "the header (line 1) has the column `a` twice"),
            (":each - Q", "Standard input provides the lines, so rows can't be read from it."),
            (":each %9 Q", "This session has no run %9"),
        ])
    func refusals(line: String, sentence: String) async throws {
        let transcript = try await Transcript(
            line, files: ["r.csv": "a\n1\n2\n", "ragged.csv": "a,b\n1,2\n3\n", "twice.csv": "a,a\n1,2\n"])
        #expect(transcript.remarks.contains(sentence), "\(transcript.remarks)")
        #expect(transcript.remarks.hasPrefix("nx1sh: SCRIPT:1: "), "\(transcript.remarks)")
        #expect(transcript.answers == "")
        #expect(transcript.exitStatus == .usage)
    }

    @Test("names the row that failed, writes its record, and continues with the others", arguments: [nil, 3])
    func badRow(jobs: Int?) async throws {
        let transcript = try await Transcript(
            ":each ~/r.csv :crew ask n:={n} result=A duration:=0.1 Q", files: ["r.csv": "n\n1\nmany\n3\n"]
        ) { settings in
            settings.format = .json
            settings.many = jobs.map { ManyLines(jobs: $0) }
        }
        let records = try transcript.answers.split(separator: "\n").map { try JSONValue(parsing: $0) }
        #expect(records.map { $0["line"] } == [1, 2, 3])
        #expect(records.map { $0["error"]?["code"]?.string } == [nil, "usage", nil])
        #expect(records.map { $0["row"]?["n"] } == ["1", "many", "3"])
        #expect(
            transcript.remarks.contains(
                "r.csv:3: The value in the column `n` isn't valid JSON, which `n:=` needs: "
                    + "expected a value at line 1, column 1. `n={n}` sends it as text."),
            "\(transcript.remarks)")
        #expect(transcript.exitStatus == .usage)
    }

    @Test("names a column that is empty where JSON is needed, and the way to give a default")
    func emptyCell() async throws {
        let transcript = try await Transcript(
            ":each ~/r.csv :crew ask n:={n} result=A duration:=0.1 Q", files: ["r.csv": "n,m\n,1\n"])
        #expect(
            transcript.remarks.contains(
                "The column `n` is empty, but `n:=` needs JSON. Add a default: `n:={n=null}`."),
            "\(transcript.remarks)")
        #expect(transcript.exitStatus == .usage)
    }

    @Test("refuses a format for a saved question, and says where to set it")
    func formatOfQuestion() async throws {
        let transcript = try await Transcript(
            ":define late How many in {a}?\n:each ~/r.csv :late -o json", files: ["r.csv": "a\n1\n"])
        #expect(
            transcript.remarks.contains(
                ":each doesn't accept -o, | or > after :late. Set the format with -o on the command line, or with :format."
            ), "\(transcript.remarks)")
        #expect(transcript.exitStatus == .usage)
    }

    @Test("stops at the first failing row with --stop-on-error")
    func stopOnError() async throws {
        let transcript = try await Transcript(
            ":each ~/r.csv :crew ask result=\"A{n}\" scenario={s} duration:=0.1 Q\n:crew ask result=B Q",
            files: ["r.csv": "n,s\n1,ok\n2,fail\n3,ok\n"]
        ) { $0.stopsOnError = true }
        #expect(transcript.answers == "A1\n")
        #expect(transcript.remarks.contains("r.csv:3: The run failed"))
        #expect(transcript.exitStatus == .failed)
    }

    @Test("reports that every row sends the same request if no line uses a column")
    func noColumn() async throws {
        let transcript = try await Transcript(
            ":each ~/r.csv :crew ask result=A duration:=0.1 Q", files: ["r.csv": "a\n1\n2\n"])
        #expect(
            transcript.remarks
                == "No line uses a column, such as {COLUMN}, so every row sends the same request.\n")
        #expect(transcript.answers == "A\nA\n")
        #expect(transcript.exitStatus == .answered)
    }

    @Test("reports a file without rows")
    func empty() async throws {
        let transcript = try await Transcript(":each ~/r.csv Q {a}", files: ["r.csv": "a\n"])
        #expect(transcript.remarks == "nx1sh: ~/r.csv has no rows, so nothing was sent.\n")
        #expect(transcript.exitStatus == .answered)
    }

    @Test("reports an answer with several tables and how to choose one")
    func severalTables() async throws {
        let transcript = try await Transcript(
            ":crew ask result:=\"|a|\\n|-|\\n|1|\\n\\n# Two\\n\\n|b|\\n|-|\\n|2|\" Q\n:each %1 Q {a}")
        #expect(
            transcript.remarks.contains(
                "The answer of %1 has 2 tables, not one. Save one of them first: `:result %1 -o csv:1 > rows.csv`."
            ), "\(transcript.remarks)")
    }
}
