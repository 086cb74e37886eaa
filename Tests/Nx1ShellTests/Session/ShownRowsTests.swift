import Testing

@testable import Nx1Shell
@testable import ShellOutput
@testable import ShellSession

@Suite("The blank row before the next prompt")
struct ShownRowsTests {
    private func needsRow(after texts: String...) -> Bool {
        let rows = ShownRows()
        for text in texts { rows.count(text.utf8) }
        return rows.needEmptyRow
    }

    @Test("is needed after any output, in however many pieces")
    func needed() {
        #expect(needsRow(after: "answer\n"))
        #expect(needsRow(after: "a\n\nb\n"))
        #expect(needsRow(after: "answer", "\n"))
        #expect(needsRow(after: "a\n\n", "note\n"))
        #expect(needsRow(after: "\n", "note\n", ""))
    }

    @Test("isn't needed without output, or after a blank row")
    func notNeeded() {
        #expect(!needsRow())
        #expect(!needsRow(after: "", ""))
        #expect(!needsRow(after: "answer\n\n"))
        #expect(!needsRow(after: "answer\n", " \r\n"))
        #expect(!needsRow(after: "answer\n  \n", " "))
        // An empty answer is a blank row itself.
        #expect(!needsRow(after: "\n"))
    }

    @Test("isn't needed for output before the line was typed")
    func forgotten() {
        let rows = ShownRows()
        rows.count("note\n".utf8)
        rows.forget()
        #expect(!rows.needEmptyRow)
    }

    @Test("is never written without a prompt")
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
