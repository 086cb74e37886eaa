import Foundation
import Nx1Events
import RowSources
import ShellText
import Synchronization
import TestSupport
import Testing

@Suite("A source of rows")
struct RowSourceTests {
    private func all(_ rows: Rows) async throws -> [JSONValue] {
        var all: [JSONValue] = []
        for try await row in rows { all.append(.object(row.object)) }
        return all
    }

    /// The result of checking a file.
    private func refusal(
        of content: String, named name: String = "r.csv", using columns: [String] = []
    ) async throws -> String {
        try await withTemporaryFolder { folder in
            let path = try TemporaryFolder.write(content, to: name, in: folder)
            let file = try RowFile(path: path, shownPath: name)
            let error = await #expect(throws: RowSourceError.self) {
                _ = try await file.check(using: columns)
            }
            return error?.description ?? ""
        }
    }

    @Test("is checked as a whole, and returns the same rows each time")
    func file() async throws {
        try await withTemporaryFolder { folder in
            let path = try TemporaryFolder.write("region,n\nnorth,1\nsouth,2\n", to: "r.csv", in: folder)
            let file = try RowFile(path: path)
            let summary = try await file.check(using: ["region"])
            #expect(summary.columns == ["region", "n"] && summary.count == 2)
            let rows: [JSONValue] = [["region": "north", "n": "1"], ["region": "south", "n": "2"]]
            #expect(try await all(file.rows()) == rows)
            #expect(try await all(file.rows()) == rows)
        }
    }

    @Test("lists all columns of JSON lines, in order of appearance")
    func union() async throws {
        try await withTemporaryFolder { folder in
            let path = try TemporaryFolder.write(
                "{\"b\":1}\n{\"a\":1,\"b\":2}\n", to: "r.jsonl", in: folder)
            let summary = try await RowFile(path: path).check(using: ["b"])
            #expect(summary.columns == ["b", "a"] && summary.count == 2)
        }
    }

    @Test("reports a used column that is missing first, and lists its columns")
    func unknownColumns() async throws {
        let csv = "region,month,x\n1,2\n"
        #expect(
            try await refusal(of: csv, using: ["reggion"])
                == "The file `r.csv` has no column `reggion`. Did you mean `region`?")
        #expect(
            try await refusal(of: csv, using: ["month", "zzz"])
                == "The file `r.csv` has no column `zzz`. Its columns are `region`, `month` and `x`.")
        #expect(
            try await refusal(of: "a\n", using: ["q", "r", "q"])
                == "The file `r.csv` has no columns `q` or `r`. Its only column is `a`.")
        #expect(
            try await refusal(of: "{\"region\":1}\n{}\n", named: "r.jsonl", using: ["reggion"])
                == "The file `r.jsonl` has no column `reggion`. Did you mean `region`?")
        #expect(
            try await refusal(of: "{\"a\":1}\n{\"b\":1}\n", named: "r.jsonl", using: ["a"])
                == "In the file `r.jsonl`, row 2 (line 2) has no column `a`.")
    }

    @Test("reports one problem in a sentence, and of many the first ten and the number")
    func problems() async throws {
        #expect(
            try await refusal(of: "a,b\n1,2\n\n3\n")
                == "In the file `r.csv`, row 2 (line 4) has 1 value, but the header has 2.")
        #expect(try await refusal(of: "") == "The file `r.csv` is empty.")
        #expect(
            try await refusal(of: "a,a\n")
                == "In the file `r.csv`, the header (line 1) has the column `a` twice.")
        let many = try await refusal(of: "a,b\n" + String(repeating: "1\n", count: 12))
        let lines = many.split(separator: "\n")
        #expect(lines.count == 12 && lines.first == "The file `r.csv` has 12 problems:")
        #expect(lines[1] == "  row 1 (line 2) has 1 value, but the header has 2")
        #expect(lines.last == "  and 2 more")
    }

    @Test("is refused if its JSON lines have too many different columns")
    func manyColumns() async throws {
        let rows = (0..<2).map { row in
            "{" + (0..<50_001).map { "\"c\(row)_\($0)\":1" }.joined(separator: ",") + "}"
        }
        #expect(
            try await refusal(of: rows.joined(separator: "\n"), named: "r.jsonl")
                == "The file `r.jsonl` has more than 100000 different columns.")
    }

    @Test("reports why it can't be opened")
    func unreadable() async throws {
        try await withTemporaryFolder { folder in
            for (path, reason) in [
                ("\(folder)/no.csv", "no such file"), (folder, "it is a folder"),
                ("", "the path is empty"), ("a\0b", "the path is invalid"),
            ] {
                let error = #expect(throws: RowSourceError.self) {
                    _ = try RowFile(path: path, shownPath: "p")
                }
                #expect(error?.description == "Couldn't read the file `p`: \(reason).")
            }
        }
    }

    @Test("that changes while it is checked is refused with what to do")
    func changeDuringTheCheck() {
        #expect(
            RowSourceError("the file `r.csv`", .changed(row: nil)).description
                == "The file `r.csv` changed while it was being checked. Use a copy that nothing writes to.")
    }

    @Test("ends at the first unread row if it changes after the check")
    func change() async throws {
        try await withTemporaryFolder { folder in
            let line = String(repeating: "x", count: 999)
            let content = "a\n" + String(repeating: line + "\n", count: 200)
            let path = try TemporaryFolder.write(content, to: "r.csv", in: folder)
            let file = try RowFile(path: path, shownPath: "r.csv")
            _ = try await file.check(using: [])
            var count = 0
            let error = await #expect(throws: RowSourceError.self) {
                for try await _ in file.rows() {
                    count += 1
                    guard count == 1 else { continue }
                    let handle = try #require(FileHandle(forWritingAtPath: path))
                    try handle.seekToEnd()
                    try handle.write(contentsOf: Data("more\n".utf8))
                    try handle.close()
                }
            }
            #expect((1..<200).contains(count))
            #expect(
                error?.description
                    == "The file `r.csv` changed after it was checked, so row \(count + 1) and the rows after it were not read."
            )
        }
    }

    /// Returns chunks one at a time and counts them.
    private final class Chunks: Sendable {
        let taken = Mutex(0)
        let chunks: [String]

        init(_ chunks: [String]) { self.chunks = chunks }

        func next() -> [UInt8] {
            taken.withLock { taken in
                guard taken < chunks.count else { return [] }
                defer { taken += 1 }
                return Array(chunks[taken].utf8)
            }
        }
    }

    @Test("is checked by its header if it is a stream, and each row in its turn")
    func stream() async throws {
        let chunks = Chunks(["region,", "n\n", "north,1\nsou", "th,2\nbad\n", "never,4\n", "read,5\n"])
        let source = RowFile(name: "standard input", form: nil) { chunks.next() }
        let summary = try await source.check(using: ["n"])
        #expect(summary.columns == ["region", "n"] && summary.count == nil)
        #expect(chunks.taken.withLock { $0 } == 2)
        var rows = source.rows().makeAsyncIterator()
        #expect(try await rows.next()?["region"] == "north")
        #expect(chunks.taken.withLock { $0 } == 3)
        #expect(try await rows.next()?["region"] == "south")
        let error = await #expect(throws: RowSourceError.self) { _ = try await rows.next() }
        #expect(
            error?.description == "In standard input, row 3 (line 4) has 1 value, but the header has 2.")
        #expect(chunks.taken.withLock { $0 } == 4)
        #expect(try await rows.next() == nil)
    }

    @Test("is refused by its header or first row if it is a stream, before more is read")
    func streamRefusal() async throws {
        for (beginning, description) in [
            ("a,b\n", "Standard input has no column `n`. Its columns are `a` and `b`."),
            ("a,a\n", "In standard input, the header (line 1) has the column `a` twice."),
            ("{\"a\":1}\n", "Standard input has no column `n`. Its only column is `a`."),
            ("", "Standard input is empty."),
        ] {
            let chunks = Chunks([beginning, "n\n", "n\n"].filter { !beginning.isEmpty || $0.isEmpty })
            let source = RowFile(name: "standard input", form: nil) { chunks.next() }
            let error = await #expect(throws: RowSourceError.self) {
                _ = try await source.check(using: ["n"])
            }
            #expect(error?.description == description)
            #expect(chunks.taken.withLock { $0 } <= 1)
        }
    }

    @Test("returns each row of a named pipe as it arrives, and can be cancelled", .timeLimit(.minutes(1)))
    func pipe() async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/rows.csv"
            #expect(mkfifo(path, 0o600) == 0)
            let descriptor = open(path, O_RDWR)
            let pipe = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try pipe.write(contentsOf: Data("a\n1\n".utf8))
            let file = try RowFile(path: path)
            #expect(try await file.check(using: ["a"]).count == nil)
            var rows = file.rows().makeAsyncIterator()
            #expect(try await rows.next()?["a"] == "1")
            // The pipe is open and empty, so only the cancellation can end the wait.
            let waiting = Task { [rows] in
                var rows = rows
                return try await rows.next()
            }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { _ = try await waiting.value }
        }
    }

    @Test("returns the rows of an answer's only table")
    func answers() async throws {
        let markdown = "Late orders:\n\n|region|n|\n|-|-|\n|north|1|\n|south|2|\n"
        let source = try AnswerRows(of: .string(markdown), name: "the answer of %1")
        let summary = try await source.check(using: ["n"])
        #expect(summary.columns == ["region", "n"] && summary.count == 2)
        #expect(
            try await all(source.rows()) == [["region": "north", "n": "1"], ["region": "south", "n": "2"]])
        let error = await #expect(throws: RowSourceError.self) { _ = try await source.check(using: ["m"]) }
        #expect(
            error?.description == "The answer of %1 has no column `m`. Its columns are `region` and `n`.")
        for (answer, reason) in [
            ("no table", "has no table"), ([["a"]], "has a table without column names"),
            (.string(markdown + "\n" + markdown), "has 2 tables, not one"),
        ] as [(JSONValue, String)] {
            let error = #expect(throws: RowSourceError.self) {
                _ = try AnswerRows(of: answer, name: "the answer of %1")
            }
            #expect(error?.description == "The answer of %1 \(reason).")
        }
    }

    @Test(
        "reads hundreds of thousands of rows while holding only one chunk",
        .timeLimit(.minutes(5)))
    func manyRows() async throws {
        let count = 200_000
        let source = MadeRows(count: count)
        let file = RowFile(name: "standard input", form: .separated(.commas)) { source.next() }
        _ = try await file.check(using: ["region"])
        var rows = 0
        var mostAhead = 0
        for try await row in file.rows() {
            rows += 1
            mostAhead = max(mostAhead, source.made.withLock { $0 } - row.ordinal)
        }
        #expect(rows == count)
        // A chunk may also contain the start of the next chunk's first row.
        #expect(mostAhead <= MadeRows.rowsPerChunk + 1)
    }
}

/// CSV rows, generated when they are read.
private final class MadeRows: Sendable {
    static let rowsPerChunk = 1000
    let made = Mutex(0)
    private let count: Int

    init(count: Int) { self.count = count }

    func next() -> [UInt8] {
        made.withLock { made in
            guard made < count else { return [] }
            var chunk = made == 0 ? "id,region,amount\n" : ""
            let end = min(made + Self.rowsPerChunk, count)
            for row in made..<end { chunk += "\(row),\"north, east\",12.50\n" }
            made = end
            return Array(chunk.utf8)
        }
    }
}
