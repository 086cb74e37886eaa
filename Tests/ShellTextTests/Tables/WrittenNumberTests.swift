import Nx1Events
import ShellText
import Testing

@Suite("Numbers as people write them")
struct WrittenNumberTests {
    @Test(
        "A number is parsed to the intended value",
        arguments: [
            ("2,410", 2410, ""), ("3.2 %", 3.2, "%"), ("3,2 %", 3.2, "%"), ("€ 5", 5, "€"), ("5 €", 5, "€"),
            ("−4", -4, ""), ("-4", -4, ""), ("+4", 4, ""), ("(7)", -7, ""), ("($1,250.50)", -1250.5, "$"),
            ("1.2 M", 1_200_000, ""), ("1.2M", 1_200_000, ""), ("$1.5bn", 1.5e9, "$"), ("$2B", 2e9, "$"),
            ("512 B", 512, "B"), ("4 KiB", 4096, "B"), ("1.234.567,89", 1_234_567.89, ""),
            ("1,234,567.89", 1_234_567.89, ""), ("1 234 567", 1_234_567, ""), ("1’234", 1234, ""),
            ("12,34,567", 1_234_567, ""), ("1.234", 1.234, ""), ("0,123", 0.123, ""), (".5", 0.5, ""),
            ("300 ms", 300, "ms"), ("EUR 12", 12, "EUR"), ("12 EUR", 12, "EUR"), ("**2,410**", 2410, ""),
            ("2e5", 200_000, ""), ("5e", 5, "e"), ("$-5", -5, "$"), ("-$5", -5, "$"), ("007", 7, ""),
            ("1.2 M €", 1_200_000, "€"),
        ])
    func value(text: String, value: Double, unit: String) throws {
        let number = try #require(WrittenNumber(text), "\(text)")
        #expect(abs(number.value - value) <= abs(value) * 1e-12, "\(text)")
        #expect(number.unit == unit, "\(text)")
    }

    @Test(
        "Dates, times, versions, ordinals and prose aren't numbers",
        arguments: [
            "", "-", "n/a", "2026-11-01", "10:30", "1.2.3", "1st", "12 Main Street", "7f3a", "(", "()", "nan",
            "inf", "1e999", "5 to 6", "3/4", "--5", "1,2,3", "12..5", "5.", "%", "€", "1,23,4",
            String(repeating: "9", count: 100),
        ])
    func none(text: String) {
        #expect(WrittenNumber(text) == nil, "\(text)")
    }

    @Test("The number of decimals and the magnitude are kept")
    func form() {
        #expect(WrittenNumber("1.250 M")?.fractionDigits == 3)
        #expect(WrittenNumber("1.2 M")?.magnitude == 1e6)
        #expect(WrittenNumber(JSONValue.number(JSONNumber(12)))?.value == 12)
        #expect(WrittenNumber(JSONValue.bool(true)) == nil)
    }

    @Test("The fast path parses common notations like the general parser", arguments: 0..<300)
    func plain(seed: Int) {
        // Emphasis forces the general parser.
        let digits = ["0", "7", "12", "123", "1,234", "12,345,678", "1,23", "007", "0,123", "1234,567", ""]
        let (whole, rest) = (digits[seed % 11], seed / 11)
        let fraction = ["", ".5", ".250", ".", ".1.2", "."][rest % 6]
        let (before, behind) = [
            ("", ""), ("€ ", ""), ("$", ""), ("-", ""), ("", " %"), ("", "%"), ("$", " %"),
        ][seed % 7]
        let text = before + whole + fraction + behind
        #expect(WrittenNumber(text) == WrittenNumber("*" + text), "\(text)")
    }
}
