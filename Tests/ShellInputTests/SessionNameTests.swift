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
        arguments: [
            ("", "A session name can't be empty."), ("-x", "isn't a valid session name."),
            ("a b", "isn't a valid session name."), ("a/b", "isn't a valid session name."),
            ("ä", "isn't a valid session name."), ("a\n", "isn't a valid session name."),
            ("off", "A session can't be named \"off\": `:session off` leaves the session."),
            (
                String(repeating: "a", count: 65),
                "The session name is too long: the maximum is 64 characters."
            ),
        ])
    func refusals(text: String, sentence: String) {
        let error = #expect(throws: SessionNameError.self) { try SessionName(text) }
        #expect(error?.description.contains(sentence) == true)
    }

    @Test(
        "an age is a whole number with a unit",
        arguments: [("30s", 30_000), ("10m", 600_000), ("1h", 3_600_000), ("365d", 31_536_000_000)])
    func ages(text: String, milliseconds: Int64) throws {
        #expect(try MaximumAge(text).milliseconds == milliseconds)
    }

    @Test(
        "an invalid, zero or too long age is rejected with a sentence",
        arguments: [
            ("", "isn't an age."), ("h", "isn't an age."), ("1", "isn't an age."), ("1.5h", "isn't an age."),
            ("-1h", "isn't an age."), ("1w", "isn't an age."), ("٣h", "isn't an age."),
            ("0s", "is too short: at least one second (1s)."),
            ("366d", "is too long: at most 365 days (365d)."),
            ("9223372036854775807d", "is too long: at most 365 days (365d)."),
        ])
    func noAges(text: String, reason: String) {
        let error = #expect(throws: MaximumAgeError.self) { try MaximumAge(text) }
        #expect(error?.description.contains(reason) == true)
    }
}
