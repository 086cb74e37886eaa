import Testing

@testable import ShellText

@Suite("Untrusted text on a terminal")
struct VisibleTextTests {
    @Test("Every C0 and C1 control and DEL is shown instead of obeyed, except newline and tab")
    func controls() {
        for value in Array(0x00...0x1F) + Array(0x7F...0x9F) where value != 0x0A && value != 0x09 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let shown = VisibleText.visible("a\(Character(scalar))b")
            #expect(shown.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
            #expect(shown.hasPrefix("a") && shown.hasSuffix("b") && shown.count > 2)
        }
    }

    @Test(
        "Untrusted text is shown in its visible form",
        arguments: [
            ("plain\n\ttext — ünï 日本 👩‍💻", "plain\n\ttext — ünï 日本 👩‍💻"),
            ("\u{1B}]52;c;Zm9v\u{7}", "^[]52;c;Zm9v^G"),
            ("\u{9B}31m", "<U+009B>31m"),
            ("a\u{202E}b\u{2066}c", "a<U+202E>b<U+2066>c"),
            ("one\r\ntwo\rthree", "one\ntwo^Mthree"),
            ("\u{7F}", "^?"), ("\u{0}", "^@"), ("", ""),
        ])
    func forms(original: String, shown: String) {
        #expect(VisibleText.visible(original) == shown)
    }

    @Test("The single-line form has no line breaks")
    func oneLine() {
        #expect(VisibleText.visibleLine("a\nb\tc\u{1B}[2J") == "a b c^[[2J")
    }
}
