import Testing

@testable import TypedRequests

@Suite("A line as it was typed")
struct SensitiveValuesTests {
    @Test(
        "gives a value to a sensitive variable as an item or in JSON",
        arguments: [
            "pin=4711", ":template \"Stock check\" mode=full pin=x", ":crew x pin:=4711", "pin=\"4 7\"",
            "'pin=4711'", "pin=@file", #"{"input": {"pin": 4711}}"#, #"{"pin":"x"}"#, "spin=1 pin=2",
        ])
    func given(line: String) {
        #expect(SensitiveValues.areGiven(to: ["cvv", "pin"], in: line))
    }

    @Test(
        "that only mentions the name, or one that ends or begins like it, gives none",
        arguments: ["What is a pin?", "spin=1", "pins=2", "pin", "the_pin=3", "pin 4711", "", "="])
    func mentioned(line: String) {
        #expect(!SensitiveValues.areGiven(to: ["cvv", "pin"], in: line))
        #expect(!SensitiveValues.areGiven(to: [], in: line))
    }
}
