import Testing

@testable import ShellText

@Suite("Wrapped text")
struct WrappingTests {
    @Test(
        "Text is wrapped between words, or where the row is full",
        arguments: [
            ("one two three", 7, ["one two", "three"]), ("one two three", 80, ["one two three"]),
            ("abcdefghij", 4, ["abcd", "efgh", "ij"]), ("ab cdefghij k", 4, ["ab", "cdef", "ghij", "k"]),
            ("a\nb\n\nc", 80, ["a", "b", "", "c"]), ("", 10, [""]), ("a   b", 3, ["a", "b"]),
            ("trailing   ", 20, ["trailing   "]), ("one  two", 8, ["one  two"]), ("  in", 3, ["", "in"]),
            ("日本語テキスト", 6, ["日本語", "テキス", "ト"]), ("日本語。テ", 6, ["日本", "語。テ"]),
            ("ab日本", 5, ["ab日", "本"]), ("e\u{301}e\u{301}e\u{301}", 2, ["e\u{301}e\u{301}", "e\u{301}"]),
            ("👩‍💻👩‍💻👩‍💻", 4, ["👩‍💻👩‍💻", "👩‍💻"]), ("a\u{A0}b c", 4, ["a\u{A0}b", "c"]),
        ])
    func rows(_ text: String, _ columns: Int, _ rows: [String]) {
        #expect(StyledText(text).wrapped(to: columns).map(\.text) == rows)
    }

    @Test("At any width, only spaces are lost, and no row is too long")
    func property() {
        var numbers = SystemRandomNumberGenerator()
        let pieces = [
            "a", "word", "日本", " ", "  ", "é", "👩‍💻", "-", "。", "a-long-one-without-blanks", "\n", "x\u{301}",
        ]
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 0...30, using: &numbers)).map { _ in pieces.randomElement()! }
                .joined()
            let columns = Int.random(in: 2...30, using: &numbers)
            let rows = StyledText(text).wrapped(to: columns)
            #expect(
                rows.allSatisfy { $0.width <= columns },
                "\(text.debugDescription) \(columns)")
            func bare(_ text: String) -> String { text.filter { $0 != " " && $0 != "\n" } }
            #expect(bare(rows.map(\.text).joined()) == bare(text), "\(text.debugDescription) \(columns)")
        }
    }

    @Test("Looks continue across row breaks")
    func looks() {
        var text = StyledText("one ")
        text.append("two three", .bold)
        text.append(" four", .dim)
        let rows = text.wrapped(to: 8)
        #expect(rows.map(\.text) == ["one two", "three", "four"])
        #expect(rows[0].spans == [.init(end: 4, look: .plain), .init(end: 7, look: .bold)])
        #expect(rows[1].spans == [.init(end: 5, look: .bold)])
        #expect(rows[2].spans == [.init(end: 4, look: .dim)])
    }

    @Test("The row count includes rows wrapped by the terminal")
    func rowCount() {
        let rows = StyledText("\nabc\nabcdef\n日本語テ\n")
        #expect(Page(columns: 4).rowCount(of: rows) == 1 + 1 + 2 + 2)
        #expect(Page.endless.rowCount(of: rows) == 4)
    }
}

@Suite("Hyperlinks on a terminal")
struct PageTests {
    @Test(
        "Hyperlinks are written if the terminal is known to support them",
        arguments: [
            ([:], false), (["TERM": "xterm-256color"], false), (["TERM": "xterm-kitty"], true),
            (["TERM": "xterm-256color", "VTE_VERSION": "7006"], true), (["VTE_VERSION": "4000"], false),
            (["TERM_PROGRAM": "iTerm.app"], true), (["TERM_PROGRAM": "Apple_Terminal"], false),
            (["TERM": "tmux-256color", "VTE_VERSION": "7006"], false),
            (["TERM": "xterm", "WT_SESSION": "x"], true), (["FORCE_HYPERLINK": "1"], true),
            (["TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"], false),
        ] as [([String: String], Bool)])
    func links(_ environment: [String: String], _ work: Bool) {
        #expect(Page.linksWork(in: environment) == work)
    }
}
