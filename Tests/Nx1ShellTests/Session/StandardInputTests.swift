import InputSources
import ShellOutput
import Testing

@Suite("Standard input with another use")
struct StandardInputTests {
    @Test(
        "can't be part of a request, and says what to use instead",
        arguments: [
            (
                .lines,
                "Standard input provides the lines, so it can't also be part of a request. Put the lines into a file: -f FILE."
            ),
            (
                .key,
                "Standard input provides the pre-shared key, so it can't also be part of a request. Use a file for one of them."
            ),
            (
                .prompt,
                "Standard input is the terminal, so it can't be part of a request. Use a file: @FILE."
            ),
        ] as [(StandardInput.Use, String)])
    func requests(use: StandardInput.Use, sentence: String) async {
        let complaint = await #expect(throws: Complaint.self) {
            try await StandardInput(use).bytes(for: console)
        }
        #expect(complaint?.sentence == sentence)
    }

    @Test(
        "can't provide rows",
        arguments: [
            (.lines, "Standard input provides the lines, so rows can't be read from it. Use a file."),
            (
                .key,
                "Standard input provides the pre-shared key, so rows can't be read from it. Use a file."
            ),
            (.prompt, "Standard input is the terminal, so rows can't be read from it. Use a file."),
        ] as [(StandardInput.Use, String)])
    func rows(use: StandardInput.Use, sentence: String) async {
        let complaint = await #expect(throws: Complaint.self) {
            _ = try await StandardInput(use).rows(for: console)
        }
        #expect(complaint?.sentence == sentence)
    }

    private var console: Console {
        Console(answers: Collector().sink(), remarks: Collector().sink())
    }
}
