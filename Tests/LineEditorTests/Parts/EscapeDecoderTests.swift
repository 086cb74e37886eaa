import TestSupport
import Testing

@testable import LineEditor

@Suite("Escape sequences")
struct EscapeDecoderTests {
    private func items(_ text: String) -> [EscapeDecoder.Item] {
        var decoder = EscapeDecoder()
        return text.utf8.flatMap { decoder.feed($0) }
    }

    private func sequence(_ text: String) -> EscapeDecoder.Item { .sequence(Array(text.utf8)) }

    private func bytes(_ text: String) -> [EscapeDecoder.Item] { text.utf8.map { .byte($0) } }

    @Test(
        "are recognized completely, with text around them",
        arguments: [
            "\u{1B}[A", "\u{1B}[1;5D", "\u{1B}[5~", "\u{1B}[200~", "\u{1B}[13;2u", "\u{1B}[1;5:3A",
            "\u{1B}[[A",
            "\u{1B}[3$", "\u{1B}[7^", "\u{1B}[?2026;2$y", "\u{1B}[?64;1c", "\u{1B}[<0;10;5M", "\u{1B}[ q",
            "\u{1B}OP", "\u{1B}O5D", "\u{1B}O1;5D", "\u{1B}\u{1B}[D", "\u{1B}\u{1B}OD",
            "\u{1B}]11;rgb:00/00/00\u{7}", "\u{1B}]0;größe\u{1B}\\", "\u{1B}P>|XTerm(370)\u{1B}\\",
            "\u{1B}_Gi=1;OK\u{1B}\\", "\u{1B}^x\u{1B}\\", "\u{1B}X\u{1B}\\",
        ])
    func whole(text: String) {
        #expect(items("é" + text + "1") == bytes("é") + [sequence(text)] + bytes("1"))
        #expect(items(text + text) == [sequence(text), sequence(text)])
    }

    @Test(
        "aren't recognized in text that only starts like one, and no byte is lost",
        arguments: [
            "\u{1B}f", "\u{1B}\u{7F}", "\u{1B}\n", "\u{1B}é", "\u{1B}\u{1B}f", "\u{1B}Pone\n",
            "\u{1B}]\u{7F}x",
            "\u{1B}\u{1B}]x\n", "\u{1B}X\u{1B}f",
        ])
    func noSequence(text: String) {
        #expect(items(text) == bytes(text))
    }

    @Test("are dropped if another key interrupts them, and that key counts")
    func broken() {
        #expect(items("\u{1B}[1;\n") == bytes("\n"))
        #expect(items("\u{1B}[1\u{1B}[A") == [sequence("\u{1B}[A")])
        #expect(items("\u{1B}Oé") == bytes("é"))
    }

    @Test("never grow without bound")
    func endless() {
        let numbers = String(repeating: "1", count: 5000)
        #expect(items("\u{1B}[" + numbers).count > 4900)
        #expect(items("\u{1B}O" + numbers).count > 4900)
        #expect(items("\u{1B}]" + numbers).count > 3900)
    }

    @Test("time out if unfinished; Escape waits only where it is a command")
    func patience() throws {
        var decoder = EscapeDecoder()
        #expect(decoder.patience(escapeIsKey: true) == nil)
        #expect(decoder.feed(0x1B) == [])
        #expect(decoder.patience(escapeIsKey: false) == nil)
        #expect(decoder.patience(escapeIsKey: true) == .milliseconds(25))
        #expect(decoder.pass() == bytes("\u{1B}"))
        #expect(!decoder.isOpen)
        for (text, rest) in [
            ("\u{1B}[", [sequence("\u{1B}[")]), ("\u{1B}O1", [sequence("\u{1B}O1")]),
            ("\u{1B}P", bytes("\u{1B}P")),
            ("\u{1B}]0;x", bytes("\u{1B}]0;x")),
        ] {
            for byte in text.utf8 { #expect(decoder.feed(byte) == []) }
            #expect(try #require(decoder.patience(escapeIsKey: false)) <= .milliseconds(500))
            #expect(decoder.pass() == rest)
            #expect(!decoder.isOpen)
        }
    }

    @Test("are discarded with the line")
    func reset() {
        var decoder = EscapeDecoder()
        _ = decoder.feed(0x1B)
        decoder.reset()
        #expect(decoder.feed(0x5B) == bytes("["))
    }
}
