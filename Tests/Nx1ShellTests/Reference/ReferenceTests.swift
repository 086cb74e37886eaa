import Foundation
import Testing

@testable import Nx1Shell
@testable import ShellReference
@testable import ShellSession

@Suite("The reference")
struct ReferenceTests {
    private static let program = ProgramDescription(
        version: ("1.2.3", "May 4, 2027"), abstract: "A program.",
        options: [
            .init(names: ["-x", "--exact"], value: nil, summary: "Either a|b or <c>.", section: nil),
            .init(names: ["--path"], value: "path", summary: "Where.", section: "Places"),
        ])

    @Test("has each option, command and exit status, in valid table cells")
    func tables() {
        let text = ReferenceTables(Self.program).text
        #expect(text.contains(#"| `-x`, `--exact` | Either a\|b or \<c>. |"#))
        #expect(text.contains("| places | does |\n|---|---|\n| `--path PATH` | Where. |"))
        #expect(text.contains(#"| `:context [N\|on\|off]` |"#))
        #expect(text.contains("| 8 | still running at the deadline |"))
        for command in CommandRegistry.all {
            #expect(text.contains("| `:\(command.name)"), "\(command.name)")
        }
        for row in text.split(separator: "\n") where row.hasPrefix("|") {
            #expect(row.replacing("\\|", with: "").filter { $0 == "|" }.count == 3, "\(row)")
        }
    }

    @Test("and the manual page give version, date, options with values, and everything about each command")
    func page() {
        let page = ManualPage(Self.program).text
        #expect(page.contains("\n.Dd May 4, 2027\n.Dt NX1SH 1\n.Os \"nx1sh 1.2.3\"\n"))
        #expect(page.contains("\n.Nd a program\n"))
        #expect(page.contains("\n.It Fl x , Fl \\-exact\n"))
        #expect(page.contains("\n.Ss Places\n"))
        #expect(page.contains("\n.It Fl \\-path Ar path\nWhere.\n"))
        #expect(page.contains("\n.It Ic \":status [RUN] [\\-\\-now]\"\n"))
        #expect(page.contains("\n.It Li \":status %2 \\-\\-now\"\n"))
        #expect(page.allSatisfy { $0.isASCII })
    }

    /// Variables that describe the terminal or the system, rather than the shell.
    private static let surroundings: Set<String> = [
        "BASH_COMPLETION_USER_DIR", "DISPLAY", "HOME", "PATH", "SSH_CONNECTION", "TERM_PROGRAM", "TMUX",
        "VTE_VERSION",
        "LESSCHARSET", "SWIFT_BACKTRACE", "ZDOTDIR",
    ]

    /// The places where sources read variables, and names that only variables have.
    private static var reading: Regex<(Substring, Substring)> {
        #/(?:environment\[|variable\(|isSet\(|(?=.(?:NX1|LAKEHOUSE)_))"([A-Z][A-Z0-9_]+)"/#
    }

    @Test("explains exactly the environment variables that the sources read")
    func variables() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        var (read, named): (Set<String>, Set<String>) = ([], [])
        let files = FileManager.default.enumerator(
            at: root.appending(path: "Sources"), includingPropertiesForKeys: nil)
        for case let file as URL in try #require(files) where file.pathExtension == "swift" {
            // The sandbox has no settings of a user, and the reference only lists them.
            let isOther = ["Nx1Sandbox", "Nx1SecureSandbox", "nx1-sandbox", "ShellReference"].contains {
                file.path.contains("/Sources/\($0)/")
            }
            if isOther { continue }
            let source = try String(contentsOf: file, encoding: .utf8)
            for match in source.matches(of: Self.reading) { read.insert(String(match.1)) }
            for match in source.matches(of: #/"([A-Z][A-Z0-9_]+)"/#) { named.insert(String(match.1)) }
        }
        let explained = Set(EnvironmentVariable.all.flatMap(\.names))
        // libedit reads it.
        named.insert("EDITRC")
        #expect(explained.subtracting(named) == [])
        #expect(read.subtracting(explained).subtracting(Self.surroundings) == [])
    }
}
