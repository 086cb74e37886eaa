import ShellText
import Testing

@Suite("Choice of colours")
struct ColorChoiceTests {
    @Test(
        "The flag takes precedence over the environment, which takes precedence over the terminal",
        arguments: [
            (.auto, true, ["TERM": "xterm"], true), (.auto, true, [:], false),
            (.auto, true, ["TERM": ""], false), (.auto, false, [:], false),
            (.auto, true, ["NO_COLOR": "1"], false),
            (.auto, true, ["NO_COLOR": "", "TERM": "xterm"], true),
            (.auto, false, ["CLICOLOR_FORCE": "1"], true),
            (.auto, false, ["CLICOLOR_FORCE": "0"], false), (.auto, true, ["TERM": "dumb"], false),
            (.always, false, ["NO_COLOR": "1"], true), (.never, true, ["CLICOLOR_FORCE": "1"], false),
        ] as [(ColorChoice, Bool, [String: String], Bool)])
    func choices(choice: ColorChoice, isTerminal: Bool, environment: [String: String], isOn: Bool) {
        #expect(choice.isOn(isTerminal: isTerminal, environment: environment) == isOn)
    }
}
