import Foundation
import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("Without a home directory")
struct HomeTests {
    /// Unusable homes, each with its reason.
    private static let homes = [
        ("/dev/null", "HOME (/dev/null) isn't a folder"),
        ("/nonexistent", "HOME (/nonexistent) doesn't exist"),
        ("", "HOME isn't set"),
    ]

    private func rest(_ reason: String) -> String {
        "\(reason), so there are no profiles, no history and no journal. Set HOME to your home folder, or set NX1_SHELL_HOME to a folder and NX1_PROFILES_PATH to a file.\n"
    }

    @Test("a question is answered, and a note says what isn't kept", arguments: homes)
    func question(home: String, reason: String) async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            let shell = try ShellProgram(sandbox)
            let outcome = try await shell.run(["-c", "How many?", "-c", ":runs"], adding: ["HOME": home])
            #expect(outcome.status == 0 && outcome.output.contains("%1"), "\(outcome.errors)")
            #expect(outcome.errors == rest(reason))
            let quiet = try await shell.run(["-q", "How many?"], adding: ["HOME": home])
            #expect(quiet.status == 0 && quiet.errors == "", "\(quiet.errors)")
        }
    }

    @Test("the sandbox answers without a note", arguments: homes)
    func sandbox(home: String, reason: String) async throws {
        let shell = try ShellProgram()
        for line in ["q", ":auth", ":runs"] {
            let outcome = try await shell.run(["--sandbox", line], adding: ["HOME": home])
            #expect(outcome.status == 0, "\(line): \(outcome.errors)")
            #expect(!outcome.errors.contains("HOME"), "\(line): \(outcome.errors)")
        }
    }

    @Test("there are no profiles, and adding one fails with a reason", arguments: homes)
    func profiles(home: String, reason: String) async throws {
        let shell = try ShellProgram()
        let listed = try await shell.run([":profile"], adding: ["HOME": home])
        #expect(listed.status == 0 && listed.errors.contains("has no profiles."), "\(listed.errors)")
        // Whether a missing folder can be created depends on the system.
        if home == "/nonexistent" { return }
        let added = try await shell.run([":profile add x host=http://127.0.0.1:9"], adding: ["HOME": home])
        let (path, why) =
            home.isEmpty
            ? ("~/.nx1/profiles", "HOME isn't set")
            : (home + "/.nx1/profiles", "part of the path isn't a folder")
        #expect(added.status == 2)
        #expect(
            added.errors.contains(
                "Couldn't write the profiles file \(path): \(why). "
                    + "Set HOME to your home folder, or NX1_PROFILES_PATH to a file."), "\(added.errors)")
    }

    @Test("a batch is rejected, because it needs the journal", arguments: homes)
    func batch(home: String, reason: String) async throws {
        let shell = try ShellProgram(host: "http://127.0.0.1:9")
        let outcome = try await shell.run(["--batch", "late", "How many?"], adding: ["HOME": home])
        #expect(outcome.status == 2)
        #expect(outcome.errors == "nx1sh: The batch late needs the journal. " + rest(reason))
    }

    @Test("NX1_SHELL_HOME and NX1_PROFILES_PATH set the paths of files", arguments: homes)
    func otherFolder(home: String, reason: String) async throws {
        try await withTemporaryFolder { folder in
            let shell = try ShellProgram(environment: [
                "HOME": home, "NX1_SHELL_HOME": folder + "/shell", "NX1_PROFILES_PATH": folder + "/profiles",
            ])
            let added = try await shell.run(
                ["-c", ":profile add x host=http://127.0.0.1:9", "-c", ":profile x", "-c", ":runs"])
            #expect(!added.errors.contains("HOME"), "\(added.errors)")
            #expect(FileManager.default.fileExists(atPath: folder + "/shell/journal.sqlite"))
            #expect(try TemporaryFolder.read(folder + "/profiles").contains("127.0.0.1:9"))
        }
    }

    @Test("a file in place of ~/.nx1 is reported once, and a question is answered")
    func fileInItsPlace() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            try await withTemporaryFolder { home in
                try TemporaryFolder.write("", to: ".nx1", in: home)
                let shell = try ShellProgram(sandbox)
                let outcome = try await shell.run(["-q", "How many?"], home: home)
                #expect(outcome.status == 0 && outcome.output.contains("How many?"))
                #expect(
                    outcome.errors
                        == "\(home)/.nx1 isn't a folder, so there are no profiles, no history and no journal. Move the file elsewhere.\n"
                )
                let added = try await shell.run([":profile add x host=http://127.0.0.1:9"], home: home)
                #expect(added.status == 2)
                #expect(
                    added.errors.contains("Couldn't write the profiles file \(home)/.nx1/profiles"))
            }
        }
    }
}
