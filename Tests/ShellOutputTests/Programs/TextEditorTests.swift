import Testing

@testable import ShellOutput

@Suite("The text editor")
struct TextEditorTests {
    @Test("The editor is NX1_EDITOR, VISUAL, EDITOR, or vi; empty variables are skipped")
    func command() {
        #expect(TextEditor(environment: [:]).command == "vi")
        #expect(TextEditor(environment: ["EDITOR": "ed", "VISUAL": " "]).command == "ed")
        #expect(TextEditor(environment: ["EDITOR": "ed", "VISUAL": "emacs -nw"]).command == "emacs -nw")
        #expect(TextEditor(environment: ["VISUAL": "emacs", "NX1_EDITOR": "nano"]).command == "nano")
    }

    @Test("A missing temporary folder is reported with its path and the reason")
    func missingFolder() async {
        let error = await #expect(throws: Complaint.self) {
            try await TextEditor(environment: ["TMPDIR": "/no/such/folder"]).edit("text")
        }
        #expect(
            error?.sentence
                == "Couldn't create a temporary file in /no/such/folder: No such file or directory.")
    }
}
