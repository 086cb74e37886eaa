import Foundation
import TestSupport
import Testing

/// The commands of the guide's page about installing, with another prefix, and with the tests' program instead of a release
/// build, which takes minutes.
@Suite("Installed by the guide's commands, nx1sh")
struct InstallTests {
    /// The block of commands in which a text stands.
    private func commands(with text: String, prefix: String) throws -> String {
        let blocks = try RepositoryFile.text("Sources/nx1sh/nx1sh.docc/Installing.md").split(
            separator: "```\n"
        ).map(String.init)
        let block = try #require(
            blocks.first { $0.hasPrefix("prefix=/usr/local fish=/etc/fish\n") && $0.contains(text) })
        return block.replacing(
            "prefix=/usr/local fish=/etc/fish", with: "prefix=\(prefix) fish=\(prefix)/fish"
        )
        .replacing("-s .build/release/nx1sh", with: try Program(named: "nx1sh").path)
    }

    private func withInstallation(_ body: (_ prefix: String) async throws -> Void) async throws {
        try await withTemporaryFolder { prefix in
            let outcome = try await shell(commands(with: "install -D", prefix: prefix))
            #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
            try await body(prefix)
        }
    }

    private func shell(_ commands: String) async throws -> ProgramOutcome {
        try await Program(path: "/bin/sh").run(
            ["-e", "-c", commands], environment: ["PATH": "/usr/bin:/bin"], home: RepositoryFile.path(""))
    }

    @Test("runs, and man finds its page")
    func program() async throws {
        try await withInstallation { prefix in
            let version = try await Program(path: prefix + "/bin/nx1sh").run(["--version"])
            #expect(version.output.hasPrefix("nx1sh "))
            let page = try await Program(path: "/usr/bin/man").run(
                ["-M", prefix + "/share/man", "--where", "nx1sh"], environment: ["PATH": "/usr/bin:/bin"])
            #expect(page.output == prefix + "/share/man/man1/nx1sh.1\n", "\(page.errors)")
            let guide = try await Program(path: "/usr/bin/man").run(
                ["-M", prefix + "/share/man", "--where", "nx1sh-guide"],
                environment: ["PATH": "/usr/bin:/bin"])
            #expect(guide.output == prefix + "/share/man/man7/nx1sh-guide.7\n", "\(guide.errors)")
        }
    }

    @Test(
        "is completed by zsh and fish with nothing set for it", arguments: ["/usr/bin/zsh", "/usr/bin/fish"])
    func completion(shell: String) async throws {
        try await withInstallation { prefix in
            let isFish = shell.hasSuffix("fish")
            let script =
                isFish
                ? "complete -C 'nx1sh --crew cl' | string replace -r '\\t.*' ''"
                : "fpath=(\(prefix)/share/zsh/site-functions $fpath); autoload -Uz compinit; "
                    + "compinit -u -d \(prefix)/dump; print -r -- $_comps[nx1sh]"
            let outcome = try await Program(path: shell).run(
                [isFish ? "--private" : "-f", "-c", script],
                environment: ["PATH": prefix + "/bin:/usr/bin:/bin", "XDG_CONFIG_HOME": prefix])
            #expect(outcome.output == (isFish ? "classification\n" : "_nx1sh\n"), "\(outcome.errors)")
        }
    }

    @Test("is completed by bash at its prompt, with the package bash-completion and nothing set for it")
    func bashCompletion() async throws {
        try await withInstallation { prefix in
            let settings = try TemporaryFolder.write(
                "PS1='$ '; . /usr/share/bash-completion/bash_completion\n", to: "settings", in: prefix)
            let environment = [
                "PATH": prefix + "/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "screen-256color",
                "XDG_DATA_HOME": prefix + "/share",
            ]
            let command = ["/bin/bash", "--noprofile", "--rcfile", settings, "-i"]
            try await withTerminal(environment: environment, home: prefix, command: command) { terminal in
                try await terminal.waitFor(prompt: "$ ")
                try await terminal.type("nx1sh --crew cl\t")
                try await terminal.waitFor(prompt: "$ ", typed: "nx1sh --crew classification ")
            }
        }
    }

    @Test("is gone after the commands that remove it")
    func removal() async throws {
        try await withInstallation { prefix in
            func files() throws -> [String] {
                let all = try #require(FileManager.default.enumerator(atPath: prefix))
                return all.compactMap { $0 as? String }.filter { name in
                    var isFolder: ObjCBool = false
                    _ = FileManager.default.fileExists(atPath: prefix + "/" + name, isDirectory: &isFolder)
                    return !isFolder.boolValue
                }
            }
            #expect(try files().count == 6)
            let outcome = try await shell(commands(with: "rm -f", prefix: prefix))
            #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
            #expect(try files() == [])
        }
    }
}
