import Nx1Values
import Testing

@testable import Nx1Events
@testable import Nx1Shell
@testable import ShellInput
@testable import ShellSession

@Suite("Habitual words from other shells")
struct ForeignCommandTests {
    private func step(_ line: String, _ mode: StatementParser.Mode = .prompt) -> StatementParser.Step {
        var parser = StatementParser(mode: mode, commands: CommandRegistry.table.names)
        return parser.feed(entry: line)
    }

    private func text(_ line: String) -> StatementParser.Step {
        .statement(Statement(line: 1, content: .text(line)))
    }

    static let leaving = [
        "quit", "exit", "/bye", "/exit", "/quit", ".exit", ".quit", "\\q", ":wq", ":q!", ":x", "exit()",
        "quit;",
        "  \\q  ", "/bye\n", "Exit", "QUIT", "bye",
    ]
    static let helping = ["help", "?", "/help", "/?", ".help", "\\?", "\\h"]

    @Test("leave at a prompt", arguments: leaving)
    func leaves(line: String) {
        #expect(step(line) == .statement(Statement(line: 1, content: .command(name: "quit", arguments: ""))))
    }

    @Test("show help at a prompt", arguments: helping)
    func helps(line: String) {
        #expect(step(line) == .statement(Statement(line: 1, content: .command(name: "help", arguments: ""))))
    }

    @Test("are text in a script", arguments: (leaving + helping).filter { !$0.hasPrefix(":") })
    func script(line: String) {
        var parser = StatementParser(mode: .script)
        guard case .statement(let statement) = parser.feed(line, number: 1),
            case .text(let text) = statement.content
        else {
            Issue.record("\(line) is no text")
            return
        }
        #expect(text == line)
    }

    @Test(
        "are text with anything else on the line",
        arguments: [
            "help me", "/bye for now", "\\q is what psql has", "? or !", ".help me", "exit?",
            "quit\nnow",
        ])
    func beside(line: String) {
        #expect(step(line) == text(line))
    }

    @Test("are text in a block, and after a colon that isn't a command's")
    func quoted() {
        #expect(step("\"\"\"/bye\"\"\"") == text("/bye"))
        #expect(step("\\:wq") == text(":wq"))
        #expect(step("\"\"\".mode\"\"\"") == text(".mode"))
    }

    @Test(
        "for a command that exists here are not sent, but get its name",
        arguments: [
            ("\\i", "source"), (".read", "source"), ("\\timing", "timing"), (".timer", "timing"),
            ("\\x", "format"),
            (".mode", "format"), ("\\c", "profile"), ("/set", "set"), ("/clear", "clear"),
            (".format", "format"), ("logout", "quit"),
            (" /status ", "status"),
        ])
    func counterparts(line: String, command: String) {
        let reason =
            "is another shell's command; use `:\(command)`. To ask it as a question, put it between \"\"\" and \"\"\""
        #expect(step(line) == .refused(reason: reason, line: 1))
        var script = StatementParser(mode: .script)
        #expect(script.feed(line, number: 1) == text(line))
    }

    @Test(
        "without a counterpart here are not sent either",
        arguments: [
            "\\d", "\\dt", "\\l", "\\conninfo", ".tables", ".schema", "/new", "/model", " \\gset ",
        ])
    func foreign(line: String) throws {
        guard case .refused(let reason, 1) = step(line) else {
            Issue.record("\(line) is asked")
            return
        }
        #expect(
            reason.hasPrefix(
                "is another shell's command, which doesn't exist here; :help lists the commands."))
        var script = StatementParser(mode: .script)
        #expect(script.feed(line, number: 1) == text(line))
        #expect(step("\"\"\"" + line.trimmed + "\"\"\"") == text(line.trimmed))
    }

    @Test(
        "with arguments get the name of the counterpart here",
        arguments: [
            ("\\i x.sql", "source"), (".mode csv", "format"), ("/save x", "save"), ("!ls -l", "!"),
            ("! ls", "!"),
            ("!./a.sh", "!"), ("\\o a.csv", "save"), (".output a", "save"), ("\\c dev", "profile"),
            ("/set a=1", "set"), ("  .once b.csv ", "save"), ("\\! ls", "!"), (".shell ls", "!"),
            (".read a.sql", "source"),
        ])
    func withArguments(line: String, command: String) {
        let reason =
            "is another shell's command; use `:\(command)`. To ask it as a question, put it between \"\"\" and \"\"\""
        #expect(step(line) == .refused(reason: reason, line: 1))
        var script = StatementParser(mode: .script)
        #expect(script.feed(line, number: 1) == text(line))
        #expect(step("\"\"\"" + line.trimmed + "\"\"\"") == text(line.trimmed))
    }

    @Test("with arguments are rejected whether or not the counterpart exists")
    func watch() {
        for commands in [CommandRegistry.table.names.union(["watch"]), []] {
            var parser = StatementParser(mode: .prompt, commands: commands)
            guard case .refused(let reason, 1) = parser.feed(entry: "\\watch 5") else {
                Issue.record("it is asked")
                continue
            }
            #expect(reason.contains("`:watch`") == !commands.isEmpty)
        }
    }

    @Test(
        "with arguments are not sent if there is no counterpart",
        arguments: ["\\d orders", ".tables late%", "\\copy a to b", "/model gpt"])
    func foreignWithArguments(line: String) {
        guard case .refused(let reason, 1) = step(line) else {
            Issue.record("\(line) is asked")
            return
        }
        #expect(
            reason.hasPrefix(
                "is another shell's command, which doesn't exist here; :help lists the commands."))
    }

    @Test(
        "are questions if they only start like commands",
        arguments: [
            ".5 of the orders?", "/var/log is full, why", "/etc/passwd has how many lines?",
            "\\alpha is what?",
            "!!! help me", "! 7", ".mode csv means what?", "\\i and \\o do what?", "...and the others",
            "/ is the root",
            ".NET orders", "\\frac{a}{b} of the orders", "10 > 3 | why",
        ])
    func questions(line: String) {
        #expect(step(line) == text(line))
    }

    @Test("clear clears")
    func clear() {
        let clear = Statement(line: 1, content: .command(name: "clear", arguments: ""))
        #expect(step("clear") == .statement(clear))
    }

    @Test(
        "other words that start the same are text",
        arguments: ["/etc/passwd", ".gitignore", "/", "...", "\\:", "/2026/11", "Clear it"])
    func others(line: String) {
        #expect(step(line) == text(line == "\\:" ? ":" : line))
    }

    @Test("a command typed with its colon works as ever, with arguments too")
    func commands() {
        let exit = Statement(line: 1, content: .command(name: "exit", arguments: ""))
        #expect(step(":exit") == .statement(exit))
        #expect(
            step(":q! now") == .statement(Statement(line: 1, content: .command(name: "q!", arguments: "now")))
        )
    }

    @Test("name only existing commands")
    func known() throws {
        for line in Self.leaving + Self.helping {
            let name = try #require(ForeignCommands.command(meantBy: line.trimmed))
            #expect(throws: Never.self) { try CommandRegistry.table.find(name) }
        }
        #expect(ForeignCommands.counterpart(of: "\\nonsense", among: CommandRegistry.table.names) == nil)
    }
}
