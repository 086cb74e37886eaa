import Testing

@testable import Nx1Shell
@testable import ShellReference
@testable import ShellSession

@Suite("Text in the manual page")
struct ManualTextTests {
    @Test(
        "is shown by every formatter as written",
        arguments: [
            (#"\:"#, #"\e:"#), ("--api-key-file", #"\-\-api\-key\-file"#), ("doesn't", #"doesn\(aqt"#),
            ("`a` ^b ~/c", #"\(gaa\(ga \(hab \(ti/c"#), ("[RUN…]", "[RUN...]"), ("│", #"\[u2502]"#),
            ("\"quoted\" 100 %", "\"quoted\" 100 %"), ("🎉", #"\[u1F389]"#),
        ])
    func escaping(_ text: String, _ source: String) {
        #expect(ManualText.escaped(text) == source)
    }

    @Test("starts a line for each sentence, short enough for formatters")
    func lines() {
        #expect(ManualText.lines("One. Two?  Three\nand four") == ["One.", "Two?", "Three and four"])
        let long = ManualText.lines(Array(repeating: "word-with-hyphens", count: 20).joined(separator: " "))
        #expect(long.count > 1)
        #expect(long.allSatisfy { $0.utf8.count < 80 && !$0.hasPrefix(" ") && !$0.hasSuffix(" ") })
        #expect(ManualText.lines(" \n ") == [])
    }

    @Test("is never parsed as a macro, wherever a line ends")
    func macros() {
        #expect(ManualText.lines(".editrc") == [#"\&.editrc"#])
        #expect(ManualText.literal(".so file\n'quoted'") == [#"\&.so file"#, #"\(aqquoted\(aq"#])
        #expect(ManualText.lines("Yes. .Sh NAME") == ["Yes.", #"\&.Sh NAME"#])
    }

    @Test("is hyphenated only in prose: names to type stay whole")
    func names() {
        #expect(
            ManualText.lines("Set client_id, or (--host), in a file's text.")
                == [#"Set \%client_id, or \%(\-\-host), in a file\(aqs text."#])
    }

    @Test("is one argument of a macro, whatever it contains")
    func arguments() {
        #expect(ManualText.argument(":crew [TYPE]") == "\":crew [TYPE]\"")
        #expect(ManualText.argument("say \"no\"") == #""say \(dqno\(dq""#)
        #expect(ManualText.argument(":set") == ":set")
        #expect(ManualText.argument("") == "\"\"")
    }

    @Test("keeps intended line breaks, and fills the others")
    func breaks() {
        var source = ManualSource()
        source.add(
            text: """
                text: the answer as it came
                json: one JSON object a run

                A line that ends in the middle
                goes on: in the next.
                """)
        #expect(
            source.lines == [
                "text: the answer as it came", ".br", "json: one JSON object a run", ".Pp",
                "A line that ends in the middle goes on: in the next.",
            ])
    }
}
