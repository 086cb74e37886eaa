import Nx1Client
import Testing

@testable import Nx1Events
@testable import Nx1Shell
@testable import ShellGuide
@testable import ShellInput
@testable import ShellOutput
@testable import ShellSession

@Suite("The list of commands")
struct HelpTests {
    private static func command(_ name: String, _ group: CommandGroup, _ summary: String) -> Command {
        Command(name: name, group: group, summary: summary) { _, _ in .none }
    }

    /// Commands that may be added.
    private static let more: [Command] = [
        ("asking", "define forget each watch session"), ("runs", "chart diff report share compare pin tag"),
        ("service", "doctor about limits"), ("display", "theme width"), ("shell", "jump keys"),
    ].flatMap { group, names in
        names.split(separator: " ").filter { name in !CommandRegistry.all.contains { $0.name == name } }.map {
            command(String($0), CommandGroup(rawValue: group) ?? .shell, "does something")
        }
    }

    private func rows(_ commands: [Command], columns: Int = 80) -> [Substring] {
        HelpOverview(commands, topics: Guide.pages.map(\.topic), columns: columns).text.split(
            separator: "\n", omittingEmptySubsequences: false)
    }

    @Test("fits 80 columns, and 24 rows with the prompt below it, even with many more commands")
    func fits() {
        let rows = rows(CommandRegistry.all + Self.more)
        #expect(rows.count <= 23)
        #expect(rows.filter { $0.count > 79 || $0.hasSuffix(" ") } == [])
        #expect(
            self.rows(CommandRegistry.all, columns: 20).prefix { !$0.isEmpty }.filter { $0.count > 19 } == [])
    }

    @Test("has every command once, in the block of its group, and explains text")
    func complete() {
        let rows = rows(CommandRegistry.all + Self.more).prefix { !$0.isEmpty }
        let words = rows.joined(separator: " ").split(separator: " ")
        for command in CommandRegistry.all + Self.more {
            #expect(words.filter { $0 == ":\(command.name)" }.count == 1, "\(command.name)")
        }
        #expect(rows.first == "Asking   questions to crews, and what is sent with them")
        let titles = rows.compactMap { $0.first == " " ? nil : $0.prefix { $0 != " " } }
        #expect(titles == CommandGroup.allCases.filter { $0 != .yours }.map { $0.title[...] } + ["Topics"])
        let topics = words.drop { $0 != "Topics" }
        for topic in Guide.pages.map(\.topic) {
            #expect(topics.filter { $0 == topic }.count == 1, "\(topic)")
        }
    }

    @Test("has a page for each group: what each command does, in rows of 80 columns")
    func groups() async throws {
        for group in CommandGroup.allCases
        where group != .yours && Guide.page(topic: group.title) == nil {
            let commands = CommandRegistry.all.filter { $0.group == group }
            let transcript = try await Transcript(":help \(group.title.lowercased())")
            let rows = transcript.answers.split(separator: "\n")
            #expect(rows.first == "\(group.title): \(group.summary)")
            #expect(rows.count == commands.count + 1 && rows.count <= 22)
            #expect(rows.filter { $0.count > 79 } == [])
            for (row, command) in zip(rows.dropFirst(), commands) {
                #expect(row.hasPrefix("  :\(command.name) ") && row.hasSuffix(" " + command.summary))
            }
        }
        // A command takes precedence over a group of the same name.
        #expect(try await Transcript(":help runs").answers.hasPrefix(":runs "))
        let data = try await Transcript(":help service") { $0.format = .json }
        #expect(try JSONValue(parsing: data.answers).array?.first?["group"] == "service")
    }

    @Test("is data in JSON: every command with its group, usage and aliases")
    func list() async throws {
        let transcript = try await Transcript(":help\n:?") { $0.format = .json }
        let answers = transcript.answers.split(separator: "\n")
        #expect(answers.count == 2)
        #expect(answers.first == answers.last)
        let list = try JSONValue(parsing: try #require(answers.first)).array ?? []
        #expect(list.map { $0["command"]?.string } == CommandRegistry.all.map(\.name))
        #expect(
            list.last == [
                "command": "quit", "group": "shell", "usage": ":quit",
                "summary": "leaves the shell, like Ctrl-D",
                "aliases": ["q", "exit"],
            ])
    }

    @Test("is consistent: groups have members, and names and aliases are unique")
    func registry() {
        let names = CommandRegistry.all.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
        #expect(Set(CommandRegistry.all.map(\.group)) == Set(CommandGroup.allCases).subtracting([.yours]))
    }
}

@Suite("Help on one command")
struct CommandHelpTests {
    @Test("has its usage, description, aliases, details and examples")
    func page() async throws {
        let transcript = try await Transcript(":help crew\n:help :q")
        #expect(transcript.answers.hasPrefix(":crew [NAME [ITEM…] [TEXT]]: shows the crews,"))
        #expect(transcript.answers.contains("  :crew data_engineering  "))
        #expect(transcript.answers.contains("\nalso: :q, :exit\n"))
    }

    @Test("is data in JSON, examples included")
    func data() async throws {
        let transcript = try await Transcript(":help unset") { $0.format = .json }
        let page = try JSONValue(parsing: transcript.answers)
        #expect(
            page["examples"] == [["line": ":unset region limit", "effect": "removes both"]])
        #expect(page["group"] == "asking")
    }

    @Test("explains the output options of a command with output")
    func endings() async throws {
        #expect(
            try await Transcript(":help ping").answers.hasSuffix(
                "\nThe output takes -o FORMAT, | PROGRAM, > FILE and >> FILE.\n"))
        #expect(
            try await Transcript(":help set").answers.contains("\nAlone, the output takes -o FORMAT, |"))
        #expect(
            try await Transcript(":help save").answers.contains(
                "\n-o FORMAT selects the format (:help format).\n"))
        #expect(try await !Transcript(":help bg").answers.contains("-o FORMAT"))
    }

    @Test("contains only examples that work, within 80 columns")
    func examples() throws {
        for command in CommandRegistry.all {
            for example in command.examples {
                var parser = StatementParser(mode: .script)
                guard case .statement(let statement) = parser.feed(example.line, number: 1) else {
                    Issue.record("\(example.line)")
                    continue
                }
                guard case .command(let name, _) = statement.content else { continue }
                // A saved question exists once it is defined.
                let isDefined = command.examples.contains { $0.line.hasPrefix(":define \(name) ") }
                if !isDefined { #expect(throws: Never.self) { try CommandRegistry.table.find(name) } }
                #expect(example.line.count + example.effect.count + 4 <= 80, "\(example.line)")
            }
            for row in command.details.split(separator: "\n") { #expect(row.count <= 80, "\(row)") }
        }
    }

    @Test(
        "suggests the nearest names for an unknown one, including names from other shells",
        arguments: [
            (":hlep", "Unknown command :hlep. Did you mean `:help`?"),
            (":help formt", "No help for \"formt\". Did you mean `:help format` or `:help forget`?"),
            (":wq", "Unknown command :wq. Did you mean `:quit`?"),
            (":q!", "Unknown command :q!. Did you mean `:quit`?"),
            (
                ":zzz",
                "Unknown command :zzz. Type :help for the list. No saved question has that name. Looked in HOME/.nx1/questions and HOME/.nx1/shell/questions."
            ),
            (":rerun", "Unknown command :rerun. Did you mean `:again`?"),
            (":resume", "Unknown command :resume. Did you mean `:status`?"),
            (":shell ls", "Unknown command :shell. Did you mean `:!`?"),
            (":pbcopy", "Unknown command :pbcopy. Did you mean `:copy`?"),
            (":cancel", "Unknown command :cancel. Did you mean `:jobs` or `:status`?"),
        ])
    func unknown(line: String, message: String) async throws {
        let transcript = try await Transcript(line)
        #expect(transcript.remarks == "nx1sh: SCRIPT:1: \(message)\n")
        #expect(transcript.exitStatus == .usage)
    }
}
