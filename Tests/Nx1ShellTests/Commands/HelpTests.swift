import Nx1Client
import Testing

@testable import Nx1Events
@testable import Nx1Shell
@testable import ShellInput
@testable import ShellOutput

@Suite("The list of commands")
struct HelpTests {
    private static func command(_ name: String, _ group: CommandGroup, _ summary: String) -> Command {
        Command(name: name, group: group, summary: summary) { _, _ in .none }
    }

    /// Commands that may come.
    private static let more = [command("share", .runs, "an answer for others")]

    @Test("fits 80 columns, and 24 rows with the prompt under it, also with one more command than now")
    func fits() {
        let rows = HelpOverview(CommandRegistry.all + Self.more, columns: 80).text.split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(rows.count <= 23)
        #expect(rows.filter { $0.count > 79 || $0.hasSuffix(" ") } == [])
    }

    @Test("has every command once, in the block of its group, and says what text is")
    func complete() {
        let rows = HelpOverview(CommandRegistry.all + Self.more, columns: 80).text.split(
            separator: "\n", omittingEmptySubsequences: false
        ).prefix { !$0.isEmpty }
        let words = rows.joined(separator: " ").split(separator: " ")
        for command in CommandRegistry.all + Self.more {
            #expect(words.filter { $0 == ":\(command.name)" }.count == 1, "\(command.name)")
        }
        #expect(rows.first?.hasPrefix("Asking   text       asks the default crew") == true)
        let titles = rows.compactMap { $0.first == " " ? nil : $0.prefix { $0 != " " } }
        #expect(titles == CommandGroup.allCases.map { $0.title[...] })
    }

    @Test("has a few words of each command's own that need no cutting")
    func gists() {
        let text = HelpOverview(CommandRegistry.all, columns: 80).text
        for command in CommandRegistry.all {
            #expect(text.contains(command.gist ?? command.summary), "\(command.name)")
        }
    }

    @Test("cuts what is too long behind a word")
    func cut() {
        let text = HelpOverview(
            [Self.command("long", .shell, "in the background, as far as it goes")], columns: 80
        ).text
        #expect(text.contains(":long  in the background, as far…"))
        let narrow = HelpOverview(
            CommandRegistry.all + [Self.command("long", .shell, "written to a file, so-and-so")],
            columns: 80
        ).text
        #expect(narrow.contains(":long      written to a file…"))
    }

    @Test("is data in JSON: every command with its group, its form and its other names")
    func list() async throws {
        let transcript = try await Transcript(":help\n:?") { $0.format = .json }
        let answers = transcript.answers.split(separator: "\n")
        #expect(answers.count == 2)
        #expect(answers.first == answers.last)
        let list = try JSONValue(parsing: try #require(answers.first)).array ?? []
        #expect(list.map { $0["command"]?.string } == CommandRegistry.all.map(\.name))
        #expect(
            list.last == [
                "command": "quit", "group": "shell", "usage": ":quit", "summary": "leaves, as Ctrl-D does",
                "aliases": ["q", "exit"],
            ])
    }

    @Test("names what all agree on: groups have members, names and other names are there once")
    func registry() {
        let names = CommandRegistry.all.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
        #expect(Set(CommandRegistry.all.map(\.group)) == Set(CommandGroup.allCases))
    }
}

@Suite("Help on one command")
struct CommandHelpTests {
    @Test("has its form, what it does, other names, details and examples")
    func page() async throws {
        let transcript = try await Transcript(":help crew\n:help :q")
        #expect(transcript.answers.hasPrefix(":crew [TYPE [ITEM…] [TEXT]]: shows the crews,"))
        #expect(transcript.answers.contains("  :crew data_engineering                "))
        #expect(transcript.answers.contains("\nalso: :q, :exit\n"))
    }

    @Test("is data in JSON, examples included")
    func data() async throws {
        let transcript = try await Transcript(":help unset") { $0.format = .json }
        let page = try JSONValue(parsing: transcript.answers)
        #expect(
            page["examples"] == [["line": ":unset region limit", "effect": "forgets those two"]])
        #expect(page["group"] == "asking")
    }

    @Test("every example line is a command or text that the shell knows, and every page is within 80 columns")
    func examples() throws {
        for command in CommandRegistry.all {
            for example in command.examples {
                var parser = StatementParser(mode: .script)
                guard case .statement(let statement) = parser.feed(example.line, number: 1) else {
                    Issue.record("\(example.line)")
                    continue
                }
                guard case .command(let name, _) = statement.content else { continue }
                #expect(throws: Never.self) { try CommandRegistry.table.find(name) }
                #expect(example.line.count + example.effect.count + 4 <= 80, "\(example.line)")
            }
            for row in command.details.split(separator: "\n") { #expect(row.count <= 80, "\(row)") }
        }
    }

    @Test(
        "an unknown name gets the nearest right ones, also one from another editor or shell",
        arguments: [
            (":hlep", "There is no command :hlep. Did you mean `:help`?"),
            (":help formt", "There is no command :formt. Did you mean `:format`?"),
            (":wq", "There is no command :wq. Did you mean `:quit`?"),
            (":q!", "There is no command :q!. Did you mean `:quit`?"),
            (":zzz", "There is no command :zzz. :help lists the commands."),
        ])
    func unknown(line: String, message: String) async throws {
        let transcript = try await Transcript(line)
        #expect(transcript.remarks == "nx1sh: SCRIPT:1: \(message)\n")
        #expect(transcript.exitStatus == .usage)
    }
}
