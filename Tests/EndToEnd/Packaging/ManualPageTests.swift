import Nx1Client
import TestSupport
import Testing

@Suite("The manual page")
struct ManualPageTests {
    static let pages = ["nx1sh.1", "nx1sh-guide.7"]

    /// The page as rendered by man(1).
    static func shown(_ page: String, columns: Int = 80) async throws -> String {
        let outcome = try await Program(path: "/usr/bin/man").run(
            ["--warnings", "--local-file", RepositoryFile.path("completions/" + page)],
            environment: [
                "LC_ALL": "C.UTF-8", "MANWIDTH": "\(columns)", "MAN_KEEP_FORMATTING": "",
                "PATH": "/usr/bin:/bin",
            ])
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        return outcome.output
    }

    @Test("is rendered by man without a warning", arguments: pages, [80, 60, 132])
    func man(page: String, columns: Int) async throws {
        let text = try await Self.shown(page, columns: columns)
        // A narrow page truncates the names in its head.
        let name = page.uppercased().replacing(".", with: "(") + ")"
        #expect(text.hasPrefix(columns < 80 ? String(name.prefix(7)) : name))
        #expect(text.split(separator: "\n").count > 200)
    }

    @Test("passes mandoc's lint without a warning", arguments: pages)
    func mandoc(page: String) async throws {
        let outcome = try await Program(path: "/usr/bin/mandoc").run([
            "-T", "lint", "-W", "warning", RepositoryFile.path("completions/" + page),
        ])
        #expect(outcome.output + outcome.errors == "")
        #expect(outcome.status == 0)
    }

    @Test("has every flag of --help, and every command with its examples")
    func complete() async throws {
        let program = try Program(named: "nx1sh")
        let page = try await Self.shown("nx1sh.1", columns: 200)
        let help = try await program.run(["--help"]).output
        let flags = Set(
            help.matches(of: #/(?:^|[ ,])(--?[A-Za-z][-a-z]*)/#.anchorsMatchLineEndings()).map(\.1))
        #expect(flags.count > 30)
        for flag in flags { #expect(page.contains(flag), "\(flag)") }
        let names = try #require(
            try JSONValue(parsing: try await program.run(["-o", "json", ":help"]).output).array)
        #expect(names.count > 20)
        for name in names.compactMap({ $0["command"]?.string }) {
            let command = try JSONValue(
                parsing: try await program.run(["-o", "json", ":help \(name)"]).output)
            let usage = try #require(command["usage"]?.string)
            #expect(page.contains("\n     " + usage.replacing("…", with: "...")), "\(usage)")
            for example in command["examples"]?.array ?? [] {
                #expect(page.contains(try #require(example["line"]?.string)), "\(example)")
            }
        }
    }
}
