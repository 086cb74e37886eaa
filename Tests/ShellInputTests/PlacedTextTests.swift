import ShellInput
import Testing

@Suite("A text with placeholders")
struct PlacedTextTests {
    private let late = PlacedText("How many orders shipped late in {month=March} in {region}?")

    @Test("lists its placeholders in order, with their defaults")
    func places() {
        #expect(late.places.map(\.name) == ["month", "region"])
        #expect(late.places.map(\.standard) == ["March", nil])
        #expect(late.missing(in: [:]) == ["region"])
        #expect(late.missing(in: ["region": ""]) == [])
    }

    @Test("is filled with values and defaults, but not while a value is missing")
    func filling() {
        #expect(
            late.filled(with: ["region": "north"]) == "How many orders shipped late in March in north?")
        #expect(
            late.filled(with: ["region": "north", "month": ""])
                == "How many orders shipped late in  in north?")
        #expect(late.filled(with: ["month": "April"]) == nil)
    }

    @Test(
        "treats values as data, whatever they look like",
        arguments: [
            "north\"; :quit", "a\n:quit\nb", "{month}", "{region}", "{{x}}", "}", "@/etc/passwd", "%1", "\\",
            "\u{0}",
        ])
    func data(value: String) {
        #expect(
            late.filled(with: ["region": value]) == "How many orders shipped late in March in \(value)?")
    }

    @Test("uses one value, and the first default, for all placeholders of the same name")
    func repeated() {
        let text = PlacedText("{a}{a=1}{a=2}")
        #expect(text.places.map(\.name) == ["a"])
        #expect(text.filled(with: [:]) == "111")
        #expect(text.filled(with: ["a": "x"]) == "xxx")
    }

    @Test(
        "allows letters, digits, _, -, . and inner spaces in names",
        arguments: ["a", "_1", "order date", "a-b.c", "größe", "Gro\u{308}ße", "日付", "a  b"])
    func names(name: String) {
        #expect(PlacedText.isName(name))
        #expect(PlacedText("<{\(name)=}>").filled(with: [name: "x"]) == "<x>")
    }

    @Test(
        "keeps every other brace unchanged",
        arguments: [
            "", "{", "}", "{}", "{{}}", "}{", "{1}", "{ a}", "{a }", "{a", "a}", "{a\nb}", "{a=b\nc}",
            "{a=b\r\nc}",
            "{\"a\": {\"b\": 1}}", "{'a'}", "{a: 1}", "{-a}", "{.a}", "{=a}", "{a,b}", "{{a", "{a={b",
            "f(x) { return }",
            "{\"a\":{\"b\":{}}}", "\\frac{1}{2}",
        ])
    func literals(text: String) {
        #expect(PlacedText(text).places.isEmpty)
        #expect(PlacedText(text).filled(with: [:]) == text)
    }

    @Test(
        "reads doubled braces around a name as literal ones",
        arguments: [
            ("{{a}}", "{a}"), ("{{a=b}}", "{a=b}"), ("{{{a}}}", "{1}"), ("{{{{a}}}}", "{{a}}"),
            ("{{a}", "{1"),
            ("{a}}", "1}"), ("{\"x\": {a}}", "{\"x\": 1}"), ("{\"x\":{\"y\":{a}}}", "{\"x\":{\"y\":1}}"),
            ("{{a}} {a} {{b}}", "{a} 1 {b}"), ("{{{{{a}}}}}{a}", "{{1}}1"), ("{b{a}}", "{b1}"),
            ("{a}{a}", "11"),
        ])
    func doubled(text: String, filled: String) {
        #expect(PlacedText(text).filled(with: ["a": "1"]) == filled)
    }

    @Test(
        "of a mebibyte is parsed quickly, whatever it contains",
        arguments: ["{", "{a", "{a=", "{a}", "}", "{{a}}"])
    func mebibyte(piece: String) {
        let text = String(repeating: piece, count: (1 << 20) / piece.utf8.count)
        #expect(PlacedText(text).source == text)
    }
}
