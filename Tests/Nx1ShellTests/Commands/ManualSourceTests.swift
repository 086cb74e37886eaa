import Testing

@testable import ShellReference

@Suite("A manual page made from Markdown")
struct ManualSourceTests {
    private func lines(_ markdown: String) -> [String] {
        var source = ManualSource()
        source.add(markdown: markdown)
        return source.lines
    }

    @Test("sets code and strong text bold, escapes roff, and starts each sentence on a line")
    func paragraphs() {
        #expect(
            lines("Type `:help -o`, **now**. See *it*\\.\n\n.Dd isn't a macro") == [
                "Type \\fB:help\\fR \\%\\fB\\-o\\fR, \\fBnow\\fR.", "See \\fIit\\fR.", ".Pp",
                "\\&.Dd isn\\(aqt a macro",
            ])
    }

    @Test("has a subsection for a heading, and lists, code and quotes with their contents")
    func blocks() {
        #expect(lines("## Two words\n\nText") == [".Ss \"Two words\"", "Text"])
        #expect(
            lines("- one\n- two\n\n1. first\n\n   more") == [
                ".Bl -bullet -compact", ".It", "one", ".It", "two", ".El", ".Bl -enum", ".It", "first", ".Pp",
                "more", ".El",
            ])
        #expect(
            lines("Run:\n\n```\n.ci/run 'x'\n```") == [
                "Run:", ".Pp", ".Bd -literal -offset indent -compact", "\\&.ci/run \\(aqx\\(aq", ".Ed",
            ])
    }

    @Test("lists the rows of a table, and names the third column and further ones")
    func tables() {
        #expect(
            lines("| a | b |\n|---|---|\n| `x` | text |") == [
                ".Bl -tag -width Ds", ".It \"\\fBx\\fR\"", "text", ".El",
            ])
        #expect(
            lines("| a | b | c |\n|---|---|---|\n| x | y | |\n| q | r | s |") == [
                ".Bl -tag -width Ds", ".It \"x\"", "\\fIb:\\fR y", ".It \"q\"", "\\fIb:\\fR r", ".br",
                "\\fIc:\\fR s", ".El",
            ])
    }

    @Test("shows where a link leads unless its text says it")
    func links() {
        #expect(
            lines("[curl](https://curl.se) <https://nx1.example>") == [
                "curl \\%(https://curl.se) \\%https://nx1.example"
            ])
    }
}

@Suite("nx1sh(1)")
struct ManualSectionTests {
    @Test("finds every section that it takes from the guide")
    func sections() {
        for section in GuideSection.all { #expect(section.text.count > 40, "\(section.title)") }
    }
}
