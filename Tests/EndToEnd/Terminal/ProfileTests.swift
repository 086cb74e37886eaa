import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("Profiles at the prompt")
struct ProfileTests {
    @Test("`:profile` lists profiles, `:profile NAME` switches to one, and the prompt names it")
    func change() async throws {
        try await withProfiles { terminal, _ in
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.enter(":profile")
            try await terminal.waitFor("a list") { rows in
                rows.contains { $0.hasPrefix("default ") && $0.hasSuffix("yes") }
                    && rows.contains { $0.hasPrefix("dev ") && $0.hasSuffix("no") }
            }
            try await terminal.enter(":profile dev")
            try await terminal.waitFor(prompt: "ask@dev> ")
            try await terminal.enter("Hello")
            try await terminal.waitFor("completed")
            try await terminal.waitFor(prompt: "ask@dev> ")
            try await terminal.enter(":auth")
            try await terminal.waitFor("profile dev")
            #expect(try await !terminal.transcript().joined().contains("sandbox-key"))
        }
    }

    @Test("An unknown profile is refused with the existing ones, and nothing changes")
    func unknown() async throws {
        try await withProfiles { terminal, file in
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.enter(":profile dve")
            try await terminal.waitFor("Unknown profile \"dve\". \(file) has default, dev")
            try await terminal.waitFor(prompt: "ask> ")
        }
    }

    @Test("`-p` selects the profile and its crew at the start")
    func flag() async throws {
        try await withProfiles(arguments: ["-p", "model"]) { terminal, _ in
            try await terminal.waitFor(prompt: "semantic_model@model> ")
            try await terminal.enter(":profile d\t")
            try await terminal.press("C-c")
            // The terminal discards text typed before it has handled Ctrl-C.
            try await terminal.waitFor(prompt: "semantic_model@model> ")
            try await terminal.type(":profile de\t")
            try await terminal.waitFor("default")
        }
    }

    @Test("Tab completes profile names")
    func completion() async throws {
        try await withProfiles { terminal, _ in
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.type(":profile m\t")
            try await terminal.waitFor(prompt: "ask> ", typed: ":profile model ")
        }
    }

    /// Starts nx1sh with three profiles for a sandbox in ~/.nx1/profiles, and an empty environment.
    private func withProfiles(
        arguments: [String] = [], _ body: @Sendable (Terminal, _ file: String) async throws -> Void
    ) async throws {
        let program = try Program(named: "nx1sh")
        try await withTemporaryFolder { folder in
            try await withSandbox(.init(speed: 50, apiKey: "sandbox-key")) { sandbox in
                let profile = "{host: '\(sandbox.host)', api_key: sandbox-key"
                let file = try TemporaryFolder.write(
                    "default: \(profile)}\ndev: \(profile)}\nmodel: \(profile), crew: semantic_model}\n",
                    to: ".nx1/profiles", in: folder)
                try await withTerminal(
                    columns: 160, home: folder, command: [program.path] + arguments
                ) { try await body($0, file) }
            }
        }
    }
}
