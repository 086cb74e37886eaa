import ShellInput
import Testing

@Suite("The name of a session, and an age")
struct SessionNameTests {
    @Test("may have letters, digits and a few signs", arguments: ["q47", "2026-11.late_orders", "A", ".x"])
    func names(text: String) throws {
        #expect(try SessionName(text).description == text)
    }

    @Test(
        "is otherwise rejected with a sentence",
        arguments: ["", "-x", "a b", "a/b", "ä", "a\n", "off", String(repeating: "a", count: 65)])
    func refusals(text: String) {
        #expect(throws: SessionNameError.self) { try SessionName(text) }
    }

    @Test(
        "an age is a whole number with a unit",
        arguments: [("30s", 30_000), ("10m", 600_000), ("1h", 3_600_000), ("365d", 31_536_000_000)])
    func ages(text: String, milliseconds: Int64) throws {
        #expect(try MaximumAge(text).milliseconds == milliseconds)
    }

    @Test(
        "an invalid, zero or too long age is rejected with a sentence",
        arguments: ["", "h", "1", "1.5h", "-1h", "1w", "0s", "366d", "9223372036854775807d", "٣h"])
    func noAges(text: String) {
        #expect(throws: MaximumAgeError.self) { try MaximumAge(text) }
    }
}
