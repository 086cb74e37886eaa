import Testing

@testable import Nx1Events

@Suite("A timestamp")
struct TimestampTests {
    @Test(
        "is parsed with or without seconds, fraction and zone, or as a date",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01", 0), ("1994-11-06T08:49:37.5+01:00", 784_108_177_500),
            ("1994-11-06 08:49:37", 784_111_777_000), ("1994-11-06T08:49Z", 784_111_740_000),
            ("2000-02-29T12:00:00.123456-0530", 951_845_400_123), ("1969-12-31T23:59:59.250Z", -750),
        ])
    func read(text: String, milliseconds: Int64) {
        #expect(Timestamp.milliseconds(text) == milliseconds)
    }

    @Test(
        "is nil for any other text",
        arguments: [
            "", "T", "yesterday", "12h", "2026", "2026-11", "2026-13-01", "2026-02-30", "2025-02-29",
            "26-11-25",
            "2026-11-25T", "2026-11-25T8:00", "2026-11-25T24:00:00", "2026-11-25T08:00:00.",
            "2026-11-25T08:00:00+1",
            "2026-11-25T08:00:00Zx", "٢٠٢٦-11-25",
        ])
    func refused(text: String) {
        #expect(Timestamp.milliseconds(text) == nil)
    }
}
