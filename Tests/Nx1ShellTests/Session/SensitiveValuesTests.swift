import Testing

@testable import TypedRequests

@Suite("A typed line")
struct SensitiveValuesTests {
    @Test(
        "contains a sensitive value if an item or JSON gives it to the variable",
        arguments: [
            "pin=4711", ":template \"Stock check\" mode=full pin=x", ":crew x pin:=4711", "pin=\"4 7\"",
            "'pin=4711'", "pin=@file", #"{"input": {"pin": 4711}}"#, #"{"pin":"x"}"#, "spin=1 pin=2",
        ])
    func given(line: String) {
        #expect(SensitiveValues.areGiven(to: ["cvv", "pin"], in: line))
    }

    @Test(
        "contains none if it only mentions the name, or a longer name",
        arguments: ["What is a pin?", "spin=1", "pins=2", "pin", "the_pin=3", "pin 4711", "", "="])
    func mentioned(line: String) {
        #expect(!SensitiveValues.areGiven(to: ["cvv", "pin"], in: line))
        #expect(!SensitiveValues.areGiven(to: [], in: line))
    }
}
