import Foundation
import Nx1Client
import TestSupport
import Testing

@Suite("Reading an answer on a terminal")
struct ReadingTests {
    /// The request item that makes the sandbox return an answer.
    private func line(_ answer: JSONValue, in folder: String) throws -> String {
        let path = try TemporaryFolder.write(answer.serialized(), to: "answer.json", in: folder)
        return ":crew ask result:=@\(path) duration:=0.1 Hello"
    }

    private func withAnswer(
        _ answer: JSONValue, columns: Int = 80, rows: Int = 30, environment: [String: String] = [:],
        arguments: [String] = [], _ body: @Sendable (Conversation, _ line: String) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let line = try line(answer, in: folder)
            try await withConversation(
                columns: columns, rows: rows, environment: environment,
                arguments: ["--progress", "never"] + arguments
            ) { conversation in try await body(conversation, line) }
        }
    }

    private static let golden = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "ShellTextTests/Golden")

    private static func golden(_ name: String) throws -> String {
        try String(contentsOf: golden.appending(path: name), encoding: .utf8)
    }

    @Test(
        "An answer matches the golden screen, row by row, at 40, 80 and 200 columns",
        arguments: [40, 80, 200])
    func screens(_ columns: Int) async throws {
        try await withAnswer(.string(Self.golden("report.md")), columns: columns, rows: 120) {
            conversation, line async throws in
            let terminal = conversation.terminal
            try await conversation.ask(line, asRun: 1)
            // tmux joins rows of code that the terminal wrapped.
            let shown = try await terminal.transcript()
            let start = try #require(shown.firstIndex(of: "Late orders by month"))
            let end = try #require(shown.lastIndex { $0.hasPrefix("%1 · ") })
            let expected = try Self.golden("report-\(columns).txt").split(
                separator: "\n", omittingEmptySubsequences: false)
            #expect(Array(shown[start..<end]) == expected.dropLast().map(String.init))
        }
    }

    @Test("Headings are bold and coloured, except with NO_COLOR or on a dumb terminal")
    func colours() async throws {
        for (environment, styled) in [
            ([:], true), (["NO_COLOR": "1"], false), (["TERM": "dumb"], false),
        ] as [([String: String], Bool)] {
            try await withAnswer("# Head\n\n`code`\n", environment: environment) {
                conversation, line async throws in
                try await conversation.ask(line, asRun: 1)
                let rows = try await conversation.terminal.styledScreen()
                #expect(rows.contains { $0.contains(/\[(0;)?(1;)?4m.*Head$/) } == styled)
                #expect(rows.contains("# Head") == !styled)
                #expect(rows.contains { $0.contains("\u{1B}[35m") && $0.hasSuffix("code") } == styled)
            }
        }
    }

    @Test("An answer longer than the window is shown in less, and q returns to the prompt")
    func pager() async throws {
        let text = (1...200).map { "row \($0)" }.joined(separator: "  \n")
        try await withAnswer(.string(text), environment: ["PAGER": "less -FRX"]) {
            conversation, line async throws in
            let terminal = conversation.terminal
            try await terminal.enter(line)
            try await terminal.waitFor("less at its first page") { $0.last == ":" && $0.contains("row 1") }
            try await terminal.type("G")
            try await terminal.waitFor("row 200")
            // Ctrl-C goes to the pager.
            try await terminal.press("C-c")
            try await terminal.type("gq")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(
                try await terminal.screen().contains { $0.hasPrefix("%1 · ") && $0.contains("completed") })
            // The terminal is restored: lines can be edited, and Ctrl-C works.
            try await terminal.type("x")
            try await terminal.waitFor(prompt: "ask> ", typed: "x")
            try await terminal.press("C-c")
            try await terminal.waitFor("a new prompt") { $0.suffix(2) == ["ask> x^C", "ask>"] }
            try await conversation.enter(
                ":result nothing at all", showing: "Unexpected argument \"at\" for :result")
        }
    }

    @Test(
        "No pager is started if something was typed ahead, which becomes the next line")
    func typedAhead() async throws {
        let text = (1...200).map { "row \($0)" }.joined(separator: "  \n")
        try await withAnswer(.string(text), environment: ["PAGER": "less -FRX"]) {
            conversation, line async throws in
            let terminal = conversation.terminal
            // At speed 50 this takes 2 s.
            try await terminal.enter(":set duration:=100")
            try await terminal.waitFor(prompt: "ask> ")
            try await terminal.enter(line)
            try await terminal.type("how high?")
            try await terminal.waitFor(prompt: "ask> ", typed: "how high?")
            #expect(try await terminal.screen().contains("row 200"))
        }
    }

    @Test("The pager gets the layout's control sequences, but none from the service")
    func pagerSequences() async throws {
        let text =
            "# Head\u{1B}[2J\u{1B}]0;t\u{7}\n\n" + (1...100).map { "row \($0)" }.joined(separator: "  \n")
        // dash loses a Ctrl-C that arrives while it starts a program.
        try await withAnswer(.string(text), environment: ["PAGER": "cat -v; read x </dev/tty"]) {
            conversation, line async throws in
            let terminal = conversation.terminal
            try await terminal.enter(line)
            try await terminal.waitFor("row 100")
            let shown = try await terminal.transcript().joined(separator: "\n")
            #expect(shown.contains("^[[1;4mHead^[[2J^[]0;t^G^[[0m\n"))
            try await terminal.press("Enter")
            try await terminal.waitFor(prompt: "ask> ")
        }
    }

    @Test("An answer is shown without a pager if the pager is missing, PAGER is empty, or :pager is off")
    func withoutPager() async throws {
        let text = (1...100).map { "row \($0)" }.joined(separator: "  \n")
        try await withAnswer(.string(text), environment: ["PAGER": "/no/such/pager"]) {
            conversation, line async throws in
            try await conversation.ask(line, asRun: 1)
            let rows = try await conversation.terminal.transcript()
            #expect(rows.contains("row 1") && rows.contains("row 100"))
            #expect(
                rows.contains(
                    "Couldn't start the pager \"/no/such/pager\". To turn paging off, use `:pager off`."))
            try await conversation.enter(":pager off", showing: "ask> :pager off")
            try await conversation.clear()
            try await conversation.ask(":result", asRun: 1)
            #expect(
                try await !conversation.terminal.transcript().contains {
                    $0.contains("Couldn't start the pager")
                })
            try await conversation.enter(":pager maybe", showing: ":pager takes on or off, not \"maybe\".")
        }
        try await withAnswer(.string(text), environment: ["PAGER": ""]) { conversation, line async throws in
            try await conversation.ask(line, asRun: 1)
            #expect(try await conversation.terminal.transcript().contains("row 1"))
        }
    }

    @Test(
        "An answer is shown even if the pager fails, with a message; a pager killed by Ctrl-C isn't a failure"
    )
    func failingPager() async throws {
        let text = (1...100).map { "row \($0)" }.joined(separator: "  \n")
        try await withAnswer(.string(text), environment: ["PAGER": "exit 3"]) {
            conversation, line async throws in
            try await conversation.ask(line, asRun: 1)
            let rows = try await conversation.terminal.transcript()
            #expect(rows.contains("row 1") && rows.contains("row 100"))
            #expect(
                rows.contains(
                    "The pager \"exit 3\" exited with status 3. To turn paging off, use `:pager off`."))
        }
        try await withAnswer(
            .string(text), environment: ["PAGER": "cat >/dev/null; echo here; exec sleep 600"]
        ) {
            conversation, line async throws in
            try await conversation.terminal.enter(line)
            try await conversation.terminal.waitFor("here")
            try await conversation.terminal.press("C-c")
            try await conversation.terminal.waitFor(prompt: "ask> ")
            #expect(try await !conversation.terminal.transcript().contains { $0.contains("The pager") })
        }
        // The pager may exit before the shell handles Ctrl-C.
        for pager in ["kill -INT $$; sleep 600", "exit 130"] {
            try await withAnswer(.string(text), environment: ["PAGER": pager]) {
                conversation, line async throws in
                try await conversation.ask(line, asRun: 1)
                #expect(try await !conversation.terminal.transcript().contains { $0.contains("The pager") })
            }
        }
    }

    @Test("The shell stays usable if the pager dies without restoring the terminal")
    func dyingPager() async throws {
        let text = (1...100).map { "row \($0)" }.joined(separator: "  \n")
        let pager = "stty raw -echo </dev/tty; kill -KILL $$"
        try await withAnswer(.string(text), environment: ["PAGER": pager]) {
            conversation, line async throws in
            try await conversation.ask(line, asRun: 1)
            #expect(
                try await conversation.terminal.screen().contains(
                    "The pager was killed by signal 9. :result shows the answer again."))
            try await conversation.enter(":timing", showing: "timing  on")
            try await conversation.terminal.press("C-d")
            #expect(try await conversation.terminal.waitForExit() == 0)
        }
    }

    @Test("No pager is used in a pipe, in a script, or for an answer that fits")
    func noPager() async throws {
        let text = (1...100).map { "row \($0)" }.joined(separator: "  \n")
        try await withTemporaryFolder { folder in
            let line = try line(.string(text), in: folder)
            let file = try TemporaryFolder.write(line + "\n", to: "lines", in: folder)
            let program = try Program(named: "nx1sh")
            let pager = ["PAGER": "echo PAGED; cat"]
            let piped = try await program.run(["--sandbox", line], environment: pager)
            #expect(piped.output == text + "\n")
            try await withTerminal(environment: pager, command: [program.path, "--sandbox", "-f", file]) {
                terminal async throws in
                #expect(try await terminal.waitForExit() == 0)
                #expect(try await !terminal.transcript().contains("PAGED"))
            }
            try await withTerminal(environment: pager, command: [program.path, "--sandbox", line]) {
                terminal async throws in
                #expect(try await terminal.waitForExit() == 0)
                #expect(try await terminal.transcript().contains("PAGED"))
            }
        }
        try await withAnswer("short", environment: pager) { conversation, line async throws in
            try await conversation.ask(line, asRun: 1)
            #expect(try await !conversation.terminal.transcript().contains("PAGED"))
        }
    }

    private let pager = ["PAGER": "echo PAGED; cat"]

    @Test("A table is fitted to the current size of the window")
    func resized() async throws {
        let rows: JSONValue = [
            ["id": 1, "remark": "a remark that is longer than the window of forty columns is wide"]
        ]
        try await withAnswer(rows, columns: 100) { conversation, line async throws in
            try await conversation.ask(line, asRun: 1)
            let remark = "a remark that is longer than the window of forty columns is wide"
            #expect(try await conversation.terminal.screen().contains(" 1 │ \(remark)"))
            try await conversation.terminal.resize(columns: 40, rows: 30)
            try await conversation.clear()
            try await conversation.ask(":result", asRun: 1)
            let screen = try await conversation.terminal.screen()
            #expect(screen.contains(" 1 │ a remark that is longer than the"))
            #expect(screen.contains("   │ window of forty columns is wide"))
        }
    }
}
