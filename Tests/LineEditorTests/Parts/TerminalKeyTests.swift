import Testing

@testable import LineEditor

@Suite("Keys of terminals")
struct TerminalKeyTests {
    private func characters(_ sequence: String) -> String? {
        TerminalKey(Array(("\u{1B}" + sequence).utf8)).map { key in
            var text = String.UnicodeScalarView()
            text.append(contentsOf: key.characters)
            return String(text)
        }
    }

    @Test(
        "mean the same in every dialect",
        arguments: [
            (FunctionKey.up, ["[A", "OA", "[1;2A", "[a", "[1;1:1A"]),
            (.down, ["[B", "OB"]), (.right, ["[C", "OC", "[1;65C"]), (.left, ["[D", "OD", "[1;2D", "[d"]),
            (
                .wordLeft,
                ["[1;5D", "[1;3D", "[5D", "O5D", "O1;5D", "Od", "\u{1B}[D", "\u{1B}OD", "[1;9D", "[1;6D"]
            ),
            (.wordRight, ["[1;5C", "[1;3C", "Oc", "\u{1B}[C"]),
            (.home, ["[H", "OH", "[1~", "[7~", "[1;5H", "[7^", "[7$"]), (.end, ["[F", "OF", "[4~", "[8~"]),
            (.delete, ["[3~", "[3;2~", "[3$"]), (.deleteWord, ["[3;5~", "[3;3~", "[3^", "[3@"]),
            (.deleteWordBack, ["[127;5u", "[127;3u", "[27;5;127~"]), (.older, ["[5~", "[5;5~"]),
            (.newer, ["[6~"]), (.newline, ["[13;2u", "[13;5u", "[27;2;13~", "[57414;2u"]),
            (.paste, ["[200~"]),
        ])
    func dialects(key: FunctionKey, sequences: [String]) {
        for sequence in sequences { #expect(characters(sequence) == String(key.code), "\(sequence)") }
    }

    @Test("that a terminal sends as sequences for characters are those characters")
    func texts() {
        let expected = [
            "[13u": "\n", "[13;1u": "\n", "[57414u": "\n", "[9u": "\t", "[27u": "\u{1B}", "[127u": "\u{7F}",
            "[97u": "a", "[97;2u": "A", "[97;5u": "\u{01}", "[106;5u": "\r", "[102;3u": "\u{1B}f",
            "[228u": "ä",
            "[27;5;97~": "\u{01}", "[97:65;2u": "A",
        ]
        for (sequence, text) in expected { #expect(characters(sequence) == text, "\(sequence)") }
    }

    @Test(
        "without a meaning here, and the terminal's responses, do nothing",
        arguments: [
            "[2~", "[15~", "[11~", "[Z", "[9;2u", "[1;5A", "[1;5B", "OP", "[1;5P", "[I", "[O", "[201~", "[[A",
            "[E",
            "[?64;1;2c", "[>0;276;0c", "[24;80R", "[<0;10;5M", "[?2026;2$y", "[?1u", "[57441;2u", "[1;5:3D",
            "[99999999999u", "[1114112u", "[55296u", "[99999999999999999999~", "[;;;~", "[~", "[u", "[-1~",
            "[0u",
            "]11;rgb:00/00/00\u{7}", "P>|x\u{1B}\\", "_x\u{1B}\\", "[", "O", "",
        ])
    func nothing(sequence: String) {
        #expect((characters(sequence) ?? "") == "")
    }

    @Test("have characters of their own, which aren't text")
    func codes() {
        #expect(Set(FunctionKey.all.map(\.code)).count == FunctionKey.all.count)
        for key in FunctionKey.all { #expect(FunctionKey.isCode(key.code)) }
        #expect(!FunctionKey.isCode("a") && !FunctionKey.isCode("\u{7F}") && !FunctionKey.isCode("\u{A0}"))
    }
}
