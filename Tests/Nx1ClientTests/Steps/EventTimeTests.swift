import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

@Suite("The time of an event")
struct EventTimeTests {
    @Test(
        "is parsed in the forms that services use",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-27T21:00:42.5Z", 1_795_813_242_500_000),
            ("2026-11-27T23:00:42.500000+02:00", 1_795_813_242_500_000),
            ("2026-11-27 21:00:42.5", 1_795_813_242_500_000), ("1795813242.5", 1_795_813_242_500_000),
            ("1795813242500", 1_795_813_242_500_000),
        ] as [(String, Int64)])
    func forms(_ text: String, _ expected: Int64) {
        #expect(EventTime.microseconds(text) == expected)
    }

    @Test(
        "is nil if it isn't valid",
        arguments: [
            "", "now", "2026-13-01T00:00:00Z", "2026-11-27", "-5", "nan", "inf", "1e300", "2026-11-27T",
        ])
    func none(_ text: String) {
        #expect(EventTime.microseconds(text) == nil)
    }

    @Test(
        "is written in the form that it's parsed from",
        arguments: [0, 1, -1, 1_795_813_242_500_001, 4_107_542_400_000_000, -62_135_596_800_000_000])
    func text(_ microseconds: Int64) {
        #expect(EventTime.microseconds(EventTime.text(microseconds)) == microseconds)
    }
}
