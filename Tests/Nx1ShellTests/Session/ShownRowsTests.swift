import Testing

@testable import Nx1Shell
@testable import ShellOutput
@testable import ShellSession

@Suite("The empty row before the next prompt")
struct ShownRowsTests {
    private func needsRow(after texts: String...) -> Bool {
        let rows = ShownRows()
        for text in texts { rows.count(text.utf8) }
        return rows.needEmptyRow
    }

    @Test("is needed after whatever was shown, in however many pieces")
    func needed() {
        #expect(needsRow(after: "answer\n"))
        #expect(needsRow(after: "a\n\nb\n"))
        #expect(needsRow(after: "answer", "\n"))
        #expect(needsRow(after: "a\n\n", "note\n"))
        #expect(needsRow(after: "\n", "note\n", ""))
    }

    @Test("isn't needed where nothing was shown, or the last row is empty")
    func notNeeded() {
        #expect(!needsRow())
        #expect(!needsRow(after: "", ""))
        #expect(!needsRow(after: "answer\n\n"))
        #expect(!needsRow(after: "answer\n", " \r\n"))
        #expect(!needsRow(after: "answer\n  \n", " "))
        // An empty answer is an empty row itself.
        #expect(!needsRow(after: "\n"))
    }

    @Test("isn't needed for what was shown before the line was typed")
    func forgotten() {
        let rows = ShownRows()
        rows.count("note\n".utf8)
        rows.forget()
        #expect(!rows.needEmptyRow)
    }

    @Test("is never written where there is no prompt")
    func noPrompt() throws {
        let answers = Collector()
        let console = Console(
            answers: answers.sink(isTerminal: true), remarks: answers.sink(isTerminal: true))
        console.beginRows()
        try console.answer("answer")
        console.endRows()
        #expect(answers.text == "answer\n")
    }
}
