import Testing

@testable import Nx1Events

@Suite("A number of seconds from outside")
struct SecondsTests {
    @Test(
        "is accepted from zero to ten years",
        arguments: [
            ("30", 30.0), ("0.5", 0.5), ("1e3", 1000), ("315360000", 315_360_000), ("0x10", 16),
            ("1e-9", 1e-9),
        ])
    func accepted(text: String, seconds: Double) throws {
        #expect(try Seconds(text).duration == .seconds(seconds))
    }

    @Test(
        "out of range is rejected with a message, without a trap",
        arguments: [
            ("1e300", Seconds.Refusal.tooLong), ("9.9e18", .tooLong), ("9223372036854775807", .tooLong),
            ("inf", .tooLong), ("infinity", .tooLong), ("1e400", .tooLong), ("315360001", .tooLong),
            ("nan", .notAboveZero), ("-1", .notAboveZero), ("-inf", .notAboveZero), ("1e-400", .notAboveZero),
            ("1e-30", .notAboveZero), ("0", .notAboveZero), ("-0", .notAboveZero), ("", .notAboveZero),
            ("soon", .notAboveZero), ("1 2", .notAboveZero),
        ])
    func refused(text: String, refusal: Seconds.Refusal) {
        #expect(throws: refusal) { try Seconds(text) }
    }

    @Test("may be zero only if that's allowed")
    func zero() throws {
        #expect(try Seconds("0", allowsZero: true).duration == .zero)
        #expect(throws: Seconds.Refusal.notAboveZero) { try Seconds("-1", allowsZero: true) }
    }

    @Test("from a service is clamped to ten years, and never negative")
    func clamped() {
        for huge in [1e300, .infinity, 9.3e18, .greatestFiniteMagnitude] {
            #expect(Seconds(clamping: huge)?.duration == Seconds.longest)
        }
        for wrong in [-1, -.infinity, .nan] as [Double] { #expect(Seconds(clamping: wrong) == nil) }
        #expect(Seconds(clamping: 1.5)?.duration == .seconds(1.5))
    }

    @Test("of any size has a duration in words")
    func words() {
        for duration in [Duration.seconds(Int64.max), .seconds(Int64.min), .zero] {
            #expect(!duration.inWords.isEmpty && !duration.roughly.isEmpty)
            #expect(duration.nanoseconds.magnitude <= 9_200_000_000_000_000_000)
            #expect(duration.wholeMilliseconds.magnitude < 1 << 60)
        }
        #expect(Int(clamping: Double.nan) == 0)
        #expect(Int(clamping: Double.infinity) == .max)
        #expect(Int64(clamping: -1e300) == .min)
        #expect(UInt8(clamping: 300.5) == 255)
        #expect(Int(clamping: -2.9) == -2)
    }
}
