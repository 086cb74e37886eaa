import Foundation
import Nx1Client
import TestSupport
import Testing

@Suite("The guide")
struct GuideTests {
    private static let folder = "Sources/nx1sh/nx1sh.docc"

    /// The pages by their files' names, without the root page.
    private static func pages() throws -> [String: String] {
        let files = try FileManager.default.contentsOfDirectory(atPath: RepositoryFile.path(folder))
        let names = files.filter { $0.hasSuffix(".md") && $0 != "nx1sh.md" }.map { String($0.dropLast(3)) }
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, try RepositoryFile.text("\(folder)/\($0).md")) })
    }

    /// The letters and digits of a text: what no layout changes.
    private static func letters(_ text: some StringProtocol) -> String {
        String(text.filter { $0.isLetter || $0.isNumber })
    }

    /// What the lines of a page say: pieces of prose and code, and the words of tables, whose cells a layout breaks.
    private static func statements(of page: String) -> [String] {
        page.split(separator: "\n").filter {
            $0 != "## Overview" && !$0.hasPrefix("<!--") && !$0.hasPrefix("```")
        }.flatMap { line in
            line.hasPrefix("|")
                ? line.split(separator: " ").map { Self.letters($0) }
                : line.components(separatedBy: "<doc:").enumerated().map { index, piece in
                    Self.letters(index == 0 ? piece[...] : piece.drop { $0 != ">" })
                }
        }.filter { !$0.isEmpty }
    }

    @Test("says the same at the prompt as in DocC, page by page")
    func prompt() async throws {
        let program = try Program(named: "nx1sh")
        for (file, page) in try Self.pages() {
            let shown = Self.letters(try await program.run([":help \(file)"]).output)
            #expect(Self.statements(of: page).filter { !shown.contains($0) } == [], "\(file)")
        }
    }

    @Test("says the same in nx1sh-guide(7) as in DocC; the reference is nx1sh(1)")
    func manual() async throws {
        let shown = Self.letters(try await ManualPageTests.shown("nx1sh-guide.7", columns: 120))
        for (file, page) in try Self.pages() where file != "Reference" {
            let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
            // A title is in capitals, and the titles of a table with two columns aren't shown.
            let body = lines.indices.dropFirst().filter { index in
                !(lines[index].hasPrefix("|") && index + 1 < lines.count && lines[index + 1].hasPrefix("|-"))
            }
            let statements = Self.statements(of: body.map { lines[$0] }.joined(separator: "\n"))
            #expect(statements.filter { !shown.contains($0) } == [], "\(file)")
        }
    }

    /// The code spans and the lines of code blocks of all pages and the README.
    private static func code() throws -> [(file: String, text: String)] {
        var texts = try pages()
        texts["README"] = try RepositoryFile.text("README.md")
        texts["nx1sh"] = try RepositoryFile.text("\(folder)/nx1sh.md")
        return texts.flatMap { file, text -> [(String, String)] in
            text.components(separatedBy: "```").enumerated().flatMap { index, part in
                index % 2 == 1
                    ? part.components(separatedBy: "\n")
                    : part.components(separatedBy: "`").enumerated()
                        .filter { $0.offset % 2 == 1 }.map { $0.element.replacing("\n", with: " ") }
            }.map { (file, $0) }
        }
    }

    @Test("names only commands that exist, and every command has a place in it")
    func commands() async throws {
        let program = try Program(named: "nx1sh")
        let list = try JSONValue(parsing: try await program.run(["-o", "json", ":help"]).output)
        let commands = try #require(list.array)
        let names = commands.compactMap { $0["command"]?.string }
        let aliases = commands.flatMap { $0["aliases"]?.array ?? [] }.compactMap(\.string)
        // Placeholders, saved questions of the examples, and words of other editors.
        let others = ["NAME", "commands", "late", "wq", "q"]
        var named: [String: Set<String>] = [:]
        for (file, text) in try Self.code() {
            for match in text.matches(of: #/(?:^|ask> |nx1sh ['"]?|-c ['"]|[a-z]> ):([A-Za-z]+|!)/#) {
                named[String(match.1), default: []].insert(file)
            }
        }
        let unknown = Set(named.keys).subtracting(names + aliases + others)
        #expect(unknown.map { ":\($0) in \(named[$0] ?? [])" } == [])
        let elsewhere: Set = ["Reference", "README", "Changelog"]
        #expect(names.filter { (named[$0] ?? []).isSubset(of: elsewhere) } == [])
    }

    @Test("names only flags and options that exist")
    func flags() async throws {
        let program = try Program(named: "nx1sh")
        var known = try await program.run(["--help"]).output
        known += try await Program(named: "nx1-sandbox").run(["--help"]).output
        let list = try JSONValue(parsing: try await program.run(["-o", "json", ":help"]).output)
        let names = (list.array ?? []).compactMap { $0["command"]?.string }
        known += try await program.run(names.flatMap { ["-c", ":help \($0)"] }).output
        let flags = Set(known.matches(of: #/--[a-z][-a-z]*/#).map { String($0.0) })
        #expect(flags.count > 50)
        let others: Set = [
            "--static-swift-stdlib", "--product", "--filter", "--help", "--strip-components", "--print-token",
            // Of ArgumentParser, which doesn't list it in the help.
            "--generate-completion-script",
            // Those of .ci/measure.
            "--quick", "--long",
        ]
        let unknown = try Self.code().filter { !$0.text.contains(".ci/") }.flatMap { file, text in
            text.matches(of: #/(?:^|[^-\w])(--[a-z][-a-z]*)/#).map { String($0.1) }
                .filter { !flags.union(others).contains($0) }.map { "\($0) in \(file)" }
        }
        #expect(unknown == [])
    }

    @Test("names only environment variables that the program reads, and the reference lists its own")
    func variables() throws {
        let sources = RepositoryFile.path("Sources")
        var code = ""
        for path in try FileManager.default.subpathsOfDirectory(atPath: sources)
        where path.hasSuffix(".swift") {
            code += try String(contentsOfFile: sources + "/" + path, encoding: .utf8)
        }
        let reference = try RepositoryFile.text("\(Self.folder)/Reference.md")
        // A part of a file's name, and a variable that has no effect.
        let others = ["VERSION_ARCH", "HTTP_PROXY"]
        let names = try Set(
            Self.code().flatMap {
                $0.text.matches(of: #/\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b/#).map { String($0.1) }
            }
        ).subtracting(others)
        #expect(names.filter { !code.contains("\"\($0)\"") } == [])
        #expect(names.filter { $0.hasPrefix("NX1_") && !reference.contains("`\($0)`") } == [])
    }
}
