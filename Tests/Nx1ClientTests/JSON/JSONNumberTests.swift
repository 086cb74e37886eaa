import Nx1Client
import Testing

@Suite("JSON numbers")
struct JSONNumberTests {
    @Test(
        "are written as they were parsed",
        arguments: [
            "12345678901234567890", "1.10", "1E400", "-0", "-0.0", "0.1000000000000000055511151231257827",
            "1e-400",
            "100000000000000000000000000000000000000000000000000000000000000000000000001",
        ])
    func literal(_ literal: String) throws {
        let json = "{\"n\":\(literal)}"
        let value = try JSONValue(parsing: json)
        #expect(value["n"]?.number?.literal == literal)
        #expect(value.serialized() == json)
        #expect(JSONNumber(literal: literal)?.description == literal)
    }

    @Test(
        "are integers in any notation, if they have no fraction",
        arguments: [
            ("0", 0), ("-0", 0), ("-12", -12), ("9223372036854775807", Int.max),
            ("-9223372036854775808", Int.min),
            ("1E2", 100), ("100.0", 100), ("1.5e1", 15), ("1.5", nil), ("1e-1", nil),
            ("9223372036854775808", nil),
            ("1E400", nil), ("9007199254740993.5", nil),
        ] as [(String, Int?)])
    func int(_ literal: String, _ int: Int?) {
        #expect(JSONNumber(literal: literal)?.int == int)
    }

    @Test(
        "convert to the nearest double",
        arguments: [("1.5", 1.5), ("1E400", .infinity), ("-1E400", -.infinity), ("1e-400", 0), ("0.1", 0.1)])
    func double(_ literal: String, _ double: Double) {
        #expect(JSONNumber(literal: literal)?.double == double)
    }

    @Test(
        "are created from Swift numbers",
        arguments: [1.5, -0.25, 1e300, .leastNonzeroMagnitude, 1e16, 0.1, 3])
    func fromDouble(_ double: Double) throws {
        let number = try #require(JSONNumber(double))
        #expect(try JSONValue(parsing: number.literal).double == double)
        #expect(JSONNumber(7).literal == "7")
        #expect(JSONNumber(Int.min).literal == "-9223372036854775808")
    }

    @Test("can't be created from infinity or NaN", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(_ double: Double) {
        #expect(JSONNumber(double) == nil)
        #expect(JSONValue(floatLiteral: double) == .null)
    }

    @Test(
        "are created only from exact literals",
        arguments: ["", " 1", "1 ", "01", "1.", "+1", "0x1", "true", "\"1\"", "[1]", "\u{FEFF}1"])
    func notALiteral(_ literal: String) {
        #expect(JSONNumber(literal: literal) == nil)
    }
}
