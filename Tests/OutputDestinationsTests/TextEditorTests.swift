import ShellOutput
import Testing

@testable import OutputDestinations

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
                == "Couldn't create a temporary file in /no/such/folder: no such file or folder.")
    }

    @Test("An editor that can't be started is named, with the variables that choose another one")
    func missingEditor() async {
        let error = await #expect(throws: Complaint.self) {
            try await TextEditor(environment: ["EDITOR": "no-such-editor 2>/dev/null"]).edit("text")
        }
        #expect(
            error?.sentence
                == "Couldn't start the editor \"no-such-editor 2>/dev/null\", so the text is unchanged. "
                + "Choose another one with NX1_EDITOR, VISUAL or EDITOR.")
    }
}
