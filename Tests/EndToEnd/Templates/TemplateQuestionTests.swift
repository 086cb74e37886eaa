import Foundation
import Nx1Client
import TestSupport
import Testing

@Suite("A template's missing values at the prompt")
struct TemplateQuestionTests {
    /// The files below a folder that contain a text.
    private func files(with text: String, in folder: String) async throws -> String {
        try await Program(path: "/bin/grep").run(["-rlaF", text, folder]).output
    }

    @Test(
        "are asked for by label, again after an invalid answer, with variables that answers make necessary; sensitive ones are stored nowhere"
    )
    func asked() async throws {
        try await withTemporaryFolder { folder in
            let home = folder + "/home"
            try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
            let pin = "pin\(Int.random(in: 100_000...999_999))"
            try await withVault(home: home) { terminal, service in
                try await terminal.record(to: folder + "/written")
                try await terminal.enter(":template Vault --run")
                try await terminal.waitFor("How closely to look")
                try await terminal.waitFor(prompt: "Mode (quick, full): ")
                try await terminal.enter("slow")
                try await terminal.waitFor("The value must be one of quick or full, not \"slow\".")
                try await terminal.waitFor(prompt: "Mode (quick, full): ")
                try await terminal.enter("full")
                try await terminal.waitFor(prompt: "Days (1 to 7): ")
                try await terminal.enter("9")
                try await terminal.waitFor("The value must be at most 7, not 9.")
                try await terminal.waitFor(prompt: "Days (1 to 7): ")
                try await terminal.enter("3")
                try await terminal.waitFor(prompt: "PIN (4 to 12 characters): ")
                try await terminal.enter("\(pin)-is-too-long")
                try await terminal.waitFor("The value must have at most 12 characters.")
                try await terminal.waitFor(prompt: "PIN (4 to 12 characters): ")
                try await terminal.enter(pin)
                try await terminal.waitFor("%1 · ")
                try await terminal.waitFor(prompt: "ask> ")
                #expect(service.values == [["mode": "full", "days": 3, "pin": .string(pin)]])
                // Everything that can be inspected afterwards.
                for command in [":steps", ":runs", ":report r.html", ":report r.md", ":history"] {
                    try await terminal.enter(command)
                    try await terminal.waitFor(prompt: "ask> ")
                }
                #expect(try await !terminal.title().contains(pin))
                #expect(try await !terminal.transcript().joined().contains(pin))
                try await terminal.press("Up", "Up", "Up", "Up", "Up", "Up")
                try await terminal.waitFor(prompt: "ask> ", typed: ":template Vault --run")
                try await terminal.press("C-u", "C-d")
                #expect(try await terminal.waitForExit() == 0)
            }
            #expect(FileManager.default.fileExists(atPath: home + "/r.html"))
            #expect(FileManager.default.fileExists(atPath: home + "/.nx1/shell/journal.sqlite"))
            #expect(try await files(with: pin, in: folder) == "")
        }
    }

    @Test("A sensitive value that the answer repeats is in no file of the shell either")
    func repeated() async throws {
        try await withTemporaryFolder { home in
            try await withVault(home: home, isRepeating: true) { terminal, _ in
                try await terminal.enter(":template Vault mode=full days=2")
                try await terminal.waitFor(prompt: "PIN (4 to 12 characters): ")
                try await terminal.enter("planted")
                try await terminal.waitFor("%1 · ")
                for command in [":report r.html", ":report r.md", ":save r.txt"] {
                    try await terminal.waitFor(prompt: "ask> ")
                    try await terminal.enter(command)
                }
                try await terminal.waitFor(prompt: "ask> ")
                try await terminal.press("C-d")
                #expect(try await terminal.waitForExit() == 0)
            }
            // Saving an answer explicitly keeps all of it.
            #expect(try await files(with: "planted", in: home) == "\(home)/r.txt\n")
        }
    }

    @Test("Ctrl-C and Ctrl-D cancel such a question, and nothing runs", arguments: ["C-c", "C-d"])
    func left(key: String) async throws {
        try await withTemporaryFolder { home in
            try await withVault(home: home) { terminal, service in
                try await terminal.enter(":template Vault mode=full days=2")
                try await terminal.waitFor(prompt: "PIN (4 to 12 characters): ")
                if key == "C-c" { try await terminal.type("planted") }
                try await terminal.press(key)
                try await terminal.waitFor(
                    key == "C-c"
                        ? "Interrupted." : "The template Vault was not run: pin has no value.")
                try await terminal.waitFor(prompt: "ask> ")
                try await terminal.type("visible")
                try await terminal.waitFor(prompt: "ask> ", typed: "visible")
                #expect(service.values.isEmpty)
                #expect(try await !terminal.transcript().joined().contains("planted"))
            }
            #expect(try await files(with: "planted", in: home) == "")
        }
    }

    @Test("A line with a sensitive value isn't in the history, however short or wrong the value is")
    func typed() async throws {
        try await withTemporaryFolder { home in
            try await withVault(home: home) { terminal, service in
                try await terminal.enter(":template Vault mode=full days=2 pin=planted")
                try await terminal.waitFor("%1 · ")
                try await terminal.waitFor(prompt: "ask> ")
                // Rejected before the days are asked for.
                for line in [
                    ":template Vault mode=full pin=xq", ":crew Vault mode=full pin:=\"xq\"", ":set pin=xq",
                ] {
                    try await terminal.enter(line)
                    try await terminal.waitFor(prompt: "ask> ")
                }
                #expect(try await !terminal.screen().contains { $0.hasPrefix("Days") })
                try await terminal.enter(":unset pin")
                try await terminal.waitFor(prompt: "ask> ")
                try await terminal.enter(":template Vault mode=quick")
                try await terminal.waitFor("%2 · ")
                try await terminal.waitFor(prompt: "ask> ")
                #expect(service.values.count == 2)
                try await terminal.press("Up")
                try await terminal.waitFor(prompt: "ask> ", typed: ":template Vault mode=quick")
                try await terminal.press("C-u", "C-d")
                #expect(try await terminal.waitForExit() == 0)
            }
            #expect(
                try TemporaryFolder.read(home + "/.nx1/shell/history")
                    == ":unset pin\n:template Vault mode=quick\n")
            #expect(try await files(with: "planted", in: home) == "")
        }
    }
}
