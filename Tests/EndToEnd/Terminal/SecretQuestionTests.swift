import Foundation
import TestSupport
import Testing

@Suite("Profiles edited at the prompt")
struct SecretQuestionTests {
    private static let key = "planted-9d1e-key"

    /// Runs a body at the prompt of nx1sh with a private home folder, given its profiles file.
    private func withShell(
        profiles: String? = nil,
        _ body: @Sendable (Terminal, _ home: String, _ file: String) async throws -> Void
    ) async throws {
        let program = try Program(named: "nx1sh")
        try await withTemporaryFolder { home in
            let file = home + "/.nx1/profiles"
            if let profiles { try TemporaryFolder.write(profiles, to: ".nx1/profiles", in: home) }
            try await withTerminal(columns: 120, home: home, command: [program.path]) { terminal in
                if profiles == nil {
                    // Skip the questions of the first start.
                    try await terminal.waitFor("Host, such as")
                    try await terminal.press("Enter")
                }
                try await terminal.waitFor(prompt: "ask> ")
                try await body(terminal, home, file)
            }
        }
    }

    /// Returns whether any file below a folder, except the profiles, contains a text.
    private func isKept(_ text: String, in home: String) async throws -> Bool {
        try await Program(path: "/bin/grep").run(["-r", "--exclude=profiles", text, home]).status == 0
    }

    @Test("`:profile add` asks for host and key; the key isn't shown and is only in the profiles file")
    func asks() async throws {
        try await withShell { terminal, home, file in
            try await terminal.enter(":profile add default")
            try await terminal.waitFor(prompt: "Host, such as https://aiapi.<client>.nx1cloud.com: ")
            try await terminal.enter("http://a.example")
            try await terminal.waitFor("plain HTTP")
            try await terminal.waitFor(prompt: "Host, such as https://aiapi.<client>.nx1cloud.com: ")
            try await terminal.enter("https://a.example")
            try await terminal.waitFor(prompt: "Pre-shared key, not shown (leave empty to set none): ")
            try await terminal.enter(Self.key)
            try await terminal.waitFor("Saved the profile default in \(file). It's the profile in use.")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(
                try TemporaryFolder.read(file)
                    == "default:\n  host: https://a.example\n  api_key: \(Self.key)\n")
            // The echo is back, and history has the line but not the answers.
            try await terminal.press("Up")
            try await terminal.waitFor(prompt: "ask> ", typed: ":profile add default")
            #expect(try await !terminal.transcript().joined().contains(Self.key))
            #expect(try await !isKept(Self.key, in: home))
            #expect(try TemporaryFolder.read(home + "/.nx1/shell/history") == ":profile add default\n")
        }
    }

    @Test(
        "Ctrl-C and Ctrl-D cancel the question, but not the shell, and nothing is written",
        arguments: ["C-c", "C-d"])
    func left(key: String) async throws {
        try await withShell { terminal, _, file in
            try await terminal.enter(":profile add default host=https://a.example")
            try await terminal.waitFor(prompt: "Pre-shared key, not shown (leave empty to set none): ")
            if key == "C-c" { try await terminal.type("planted") }
            try await terminal.press(key)
            try await terminal.waitFor(
                key == "C-c" ? "Interrupted." : "The profile default wasn't saved.")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.type("visible")
            try await terminal.waitFor(prompt: "ask> ", typed: "visible")
            #expect(!FileManager.default.fileExists(atPath: file))
            #expect(try await !terminal.transcript().joined().contains("planted"))
        }
    }

    @Test("An answer that is cut off by the terminal, or isn't text, is refused, and nothing is written")
    func unusable() async throws {
        try await withShell { terminal, _, file in
            for (answer, message) in [
                (
                    [UInt8](repeating: 0x78, count: 5000),
                    "The input is too long for one line of a terminal. Put it into a file, and use key=@FILE."
                ),
                ([0x78, 0xFF], "The input isn't valid UTF-8."),
            ] {
                try await terminal.enter(":profile add default host=https://a.example")
                try await terminal.waitFor(prompt: "Pre-shared key, not shown (leave empty to set none): ")
                try await terminal.paste(answer)
                try await terminal.press("Enter")
                try await terminal.waitFor(message)
                try await terminal.waitFor(prompt: "ask> ")
            }
            #expect(!FileManager.default.fileExists(atPath: file))
        }
    }

    @Test(
        "A line that contains a key is refused, and neither the history file nor the arrow keys bring it back"
    )
    func typed() async throws {
        try await withShell { terminal, home, _ in
            try await terminal.enter(":help ping")
            try await terminal.waitFor("round-trip time")
            for line in [":profile add dev api_key=\(Self.key)", ":profile add dev \(Self.key)"] {
                try await terminal.enter(line)
                try await terminal.waitFor(prompt: "ask> ")
            }
            try await terminal.waitFor("takes only settings")
            try await terminal.press("Up")
            try await terminal.waitFor(prompt: "ask> ", typed: ":help ping")
            #expect(try await !isKept(Self.key, in: home))
        }
    }

    @Test("`:profile add` keeps unanswered settings, and `:profile remove` asks for confirmation")
    func keepsAndRemoves() async throws {
        let profiles = "# mine\ndev: {host: https://a.example, api_key: old, odd: 1}\n"
        try await withShell(profiles: profiles) { terminal, _, file in
            try await terminal.enter(":profile add dev")
            try await terminal.waitFor(prompt: "Host (leave empty to keep https://a.example): ")
            try await terminal.press("Enter")
            try await terminal.waitFor(prompt: "Pre-shared key, not shown (leave empty to keep it): ")
            try await terminal.enter("new")
            try await terminal.waitFor("To use it, type `:profile dev`.")
            let written = "# mine\ndev:\n  host: https://a.example\n  odd: 1\n  api_key: new\n"
            #expect(try TemporaryFolder.read(file) == written)
            for (answer, told) in [
                ("", "The profile dev wasn't removed."), ("y", "Removed the profile dev from"),
            ] {
                try await terminal.waitFor(prompt: "ask> ")
                try await terminal.enter(":profile remove dev")
                try await terminal.waitFor(prompt: "Remove the profile dev from \(file)? [y/N] ")
                #expect(try TemporaryFolder.read(file) == written)
                try await terminal.enter(answer)
                try await terminal.waitFor(told)
            }
            #expect(try TemporaryFolder.read(file) == "# mine\n{}\n")
        }
    }

    @Test("A terminating signal at the question restores the terminal first")
    func ended() async throws {
        let program = try Program(named: "nx1sh")
        try await withTemporaryFolder { home in
            let script = """
                stty -g >before; sh -c 'echo $$ >id; exec "$@"' sh "$@"; echo "left with $?"; stty -g >after
                """
            try await withTerminal(
                home: home,
                command: ["/bin/sh", "-c", script, "sh", program.path, ":profile", "add", "dev", "host=x"]
            ) { terminal in
                try await terminal.waitFor("Pre-shared key")
                let id = try #require(
                    Int32(TemporaryFolder.read(home + "/id").trimmingCharacters(in: .newlines)))
                #expect(kill(id, SIGTERM) == 0)
                try await terminal.waitFor("left with 143")
                try await eventually("the modes after") {
                    try !TemporaryFolder.read(home + "/after").isEmpty ? () : nil
                }
                #expect(try TemporaryFolder.read(home + "/after") == TemporaryFolder.read(home + "/before"))
            }
        }
    }

    @Test("After Ctrl-Z at the question and continuing, typing is still hidden")
    func stopped() async throws {
        let program = try Program(named: "nx1sh")
        try await withTemporaryFolder { home in
            let script =
                "set -m; \"$@\"; echo \"status $?\"; read -r line; fg >/dev/null; echo \"left with $?\""
            try await withTerminal(
                home: home,
                command: [
                    "/bin/bash", "-c", script, "bash", program.path, ":profile", "add", "dev", "host=x",
                ]
            ) { terminal in
                try await terminal.waitFor("Pre-shared key")
                try await terminal.press("C-z")
                try await terminal.waitFor("status \(128 + SIGTSTP)")
                try await terminal.press("Enter")
                // Nothing announces that the modes are set again, so poll before typing.
                let stty = Program(path: "/bin/stty")
                let device = try await Program(path: "/usr/bin/readlink")
                    .run(["/proc/\(terminal.processID())/fd/0"]).output.trimmingCharacters(in: .newlines)
                try await eventually("a hidden answer") {
                    try await stty.run(["-F", device, "-a"]).output.contains(" -echo ") ? () : nil
                }
                try await terminal.enter(Self.key)
                try await terminal.waitFor("left with 0")
                #expect(try await !terminal.transcript().joined().contains(Self.key))
                #expect(try TemporaryFolder.read(home + "/.nx1/profiles").contains(Self.key))
            }
        }
    }
}
