import Nx1Client
import ShellOutput
import ShellText
import Testing

@Suite("Source rows of lines")
struct SourceRowTests {
    private func report(_ answer: JSONValue, _ row: SourceRow?) -> RunReport {
        var report = RunReport(line: 7, crew: .ask, input: ["question": "late?"], sourceRow: row)
        report.result = CrewResult(correlationID: "id", status: .completed, value: answer, error: nil)
        return report
    }

    private func written(_ answer: JSONValue, _ row: SourceRow?, _ format: OutputFormat) throws -> String {
        let shown = try format.run(report(answer, row), .endless)
        return String(decoding: shown?.inPipe ?? [], as: UTF8.self)
    }

    private let row = SourceRow(["region": "north\"; :quit", "month": 4])

    @Test("The source row precedes the answer in a table of many lines, under its own columns")
    func manyLines() throws {
        for (format, head, cells) in [
            (
                OutputFormat.csv, "region,month,line,question,status,answer\r\n",
                "\"north\"\"; :quit\",4,7,late?,not started,12\r\n"
            ),
            (
                .tsv, "region\tmonth\tline\tquestion\tstatus\tanswer\n",
                "north\"; :quit\t4\t7\tlate?\tnot started\t12\n"
            ),
        ] {
            let table = try #require(format.ofManyLines)
            #expect(table.head(row.columns) == head)
            let shown = table.row(report(12, row))
            #expect(String(decoding: shown.inPipe, as: UTF8.self) == cells)
        }
    }

    @Test("A source row has a value for every column of all rows, and no other values")
    func otherColumns() throws {
        let row = SourceRow(["b": 1, "c": 2], columns: ["a", "b"])
        let table = try #require(OutputFormat.csv.ofManyLines)
        let shown = table.row(report(12, row))
        #expect(String(decoding: shown.inPipe, as: UTF8.self) == ",1,7,late?,not started,12\r\n")
    }

    @Test("If the answer has a column of the same name, the answer's column gets a number")
    func equalNames() throws {
        let table = try #require(OutputFormat.csv.ofManyLines)
        #expect(
            table.head(["line", "status", "status_2"])
                == "line,status,status_2,line_2,question,status_3,answer\r\n")
        let answer: JSONValue = ["columns": ["month", "n", "month_2"], "data": [["May", 1, 2]]]
        #expect(
            try written(answer, row, .csv)
                == "region,month,month_3,n,month_2\r\n\"north\"\"; :quit\",4,May,1,2\r\n")
    }

    @Test("The source row precedes every row of an answer's table")
    func answerTable() throws {
        let answer: JSONValue = ["columns": ["n"], "data": [[1], [2]]]
        let short = SourceRow(["region": "north"])
        #expect(try written(answer, short, .csv) == "region,n\r\nnorth,1\r\nnorth,2\r\n")
        #expect(try written("none", short, .csv) == "region,result\r\nnorth,none\r\n")
        #expect(
            try written(answer, short, .jsonl)
                == "{\"region\":\"north\",\"n\":1}\n{\"region\":\"north\",\"n\":2}\n")
        #expect(try written([[1, 2]], short, .csv) == "region,column 1,column 2\r\nnorth,1,2\r\n")
        #expect(try written(answer, nil, .csv) == "n\r\n1\r\n2\r\n")
    }

    @Test("The JSON record has the source row after the line, and only if there is one")
    func record() throws {
        let record = try JSONValue(parsing: try written(12, row, .json))
        #expect(record.object?.keys.prefix(3) == ["line", "row", "correlation_id"])
        #expect(record["row"] == ["region": "north\"; :quit", "month": 4])
        let other = try JSONValue(parsing: try written(12, nil, .json))
        #expect(other.object?.keys.prefix(2) == ["line", "correlation_id"])
    }

    @Test("The columns are written once above the answers, and again when they change")
    func heads() {
        let table = AnswerTable()
        #expect(table.head(for: .csv, columns: ["a"]) == "a,line,question,status,answer\r\n")
        #expect(table.head(for: .csv, columns: ["a"]) == nil)
        #expect(table.head(for: .csv, columns: ["b"]) == "b,line,question,status,answer\r\n")
        #expect(table.head(for: .csv) == "line,question,status,answer\r\n")
    }
}
