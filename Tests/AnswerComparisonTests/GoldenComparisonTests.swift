import Foundation
import Nx1Events
import ShellText
import Testing

@testable import AnswerComparison

/// Differences of two Markdown answers with a table, text and code. The expected screens are files.
@Suite("Differences on a page")
struct GoldenComparisonTests {
    private func differences() throws -> AnswerDifferences {
        try AnswerDifferences(
            ComparedAnswer(.string(Golden.text("old.md"))), ComparedAnswer(.string(Golden.text("new.md"))))
    }

    private func shown(on page: Page, signs: ComparisonSigns = .unicode) throws -> String {
        String(
            decoding: TerminalText(try differences().rows(on: page, signs: signs), on: page).bytes,
            as: UTF8.self
        )
        .replacing("\u{1B}", with: "␛")
    }

    @Test("The screens match the golden files, at 40, 80 and 200 columns", arguments: [40, 80, 200])
    func columns(_ columns: Int) throws {
        let text = try shown(on: Page(isTerminal: true, columns: columns))
        #expect(try text == Golden.text("differences-\(columns).txt"))
    }

    @Test("Colours replace brackets on a styled page")
    func styled() throws {
        let text = try shown(on: Page(isTerminal: true, columns: 80, isStyled: true))
        #expect(try text == Golden.text("differences-80-styled.txt"))
    }

    @Test("Signs are ASCII if the locale requires it")
    func ascii() throws {
        let signs = ComparisonSigns(environment: ["LC_ALL": "", "LC_CTYPE": "C", "LANG": "en_US.UTF-8"])
        #expect(signs == .ascii)
        #expect(ComparisonSigns(environment: [:]) == .unicode)
        #expect(ComparisonSigns(environment: ["LANG": "de_DE.utf8"]) == .unicode)
        let text = try shown(on: .endless, signs: signs)
        #expect(try text == Golden.text("differences-ascii.txt"))
    }

    @Test("Differences fit into any window", arguments: [10, 23, 40, 57, 80, 120])
    func width(_ columns: Int) throws {
        let rows = try differences().rows(on: Page(isTerminal: true, columns: columns), signs: .unicode).rows
        for row in rows { #expect(row.width <= max(12, columns), "\(row.text)") }
    }

    @Test("Differences as JSON match the golden file")
    func data() throws {
        let text = try differences().json.serialized(.indented) + "\n"
        #expect(try text == Golden.text("differences.json"))
    }

    @Test("Differences as a table have a row for each cell and line")
    func table() throws {
        let text = SeparatedValues(try differences().table).text.replacing("\r\n", with: "\n") + "\n"
        #expect(try text == Golden.text("differences.csv"))
    }

    @Test("Equal answers have no output")
    func none() throws {
        let answer = try ComparedAnswer(.string(Golden.text("old.md")))
        let differences = try AnswerDifferences(answer, answer)
        #expect(differences.isSame)
        #expect(differences.rows(on: Page(columns: 80), signs: .unicode).text == "")
    }

    @Test("JSON differences have their paths, and long texts show the changed words")
    func json() throws {
        let text =
            "A sentence that is long enough to be compared by its words, so that nobody has to look for the one that is other"
        let differences = try AnswerDifferences(
            ComparedAnswer(["a": 4, "t": .string(text + " old."), "gone": [1, 2]]),
            ComparedAnswer(["a": 1004.5, "t": .string(text + " new."), "b": "x\u{1B}[2J"]))
        #expect(
            differences.rows(on: .endless, signs: .unicode).text == """
                ~ .a: 4 → 1004.5 (+1000.5)
                ~ .t: \(text) [-old-]{+new+}.
                + .b: "x\\u001b[2J"
                - .gone: [1,2]

                """)
    }

    @Test("Long cells show the changed words")
    func longCells() throws {
        let text = "Orders that left the warehouse after the day that was promised"
        let table = { (note: String) in ResultTable(columns: ["a", "note"], rows: [["x", .string(note)]]) }
        let differences = try AnswerDifferences(
            ComparedAnswer(table(text + ", in May")), ComparedAnswer(table(text + ", in June")))
        let rows = differences.rows(on: Page(isTerminal: true, columns: 60), signs: .unicode)
        #expect(
            rows.text == """
                ~ x
                    note: Orders that left the warehouse after the day that
                    was promised, in [-May-]{+June+}
                1 row changed (by a)

                """)
    }

    @Test("A terminal shows a thousand changes and the number of the others")
    func many() throws {
        let old = ResultTable(columns: ["a", "b"], rows: (0..<1500).map { ["\($0)", "\($0)"] })
        let new = ResultTable(columns: ["a", "b"], rows: (0..<1500).map { ["\($0)", "\($0 + 1)"] })
        let differences = try AnswerDifferences(ComparedAnswer(old), ComparedAnswer(new))
        let rows = differences.rows(on: Page(isTerminal: true, columns: 80), signs: .unicode).rows.map(\.text)
        #expect(rows.count == 2 + 1000 + 2)
        #expect(
            rows.suffix(2) == [
                "… 500 more changes. To see all of them, use -o json.", "1,500 rows changed (by a)",
            ])
        #expect(differences.rows(on: .endless, signs: .unicode).rows.count == 2 + 1500 + 1)
    }

    @Test("Compared text can't control the terminal")
    func hostile() throws {
        let table = { (text: String) in
            ResultTable(columns: ["k\u{1B}]0;x\u{7}", "v\r"], rows: [[.string("a\u{9B}"), .string(text)]])
        }
        let differences = try AnswerDifferences(
            ComparedAnswer(table("\u{1B}[2J")), ComparedAnswer(table("\u{202E}x")))
        let page = Page(isTerminal: true, columns: 80)
        let shown = TerminalText(differences.rows(on: page, signs: .unicode), on: page).bytes
        #expect(!shown.contains(0x1B))
        #expect(!String(decoding: shown, as: UTF8.self).unicodeScalars.contains("\u{202E}"))
    }
}

/// The files in `Golden`.
private enum Golden {
    static func text(_ name: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
        return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }
}
