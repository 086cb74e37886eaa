import Nx1Client
import Nx1Events
import SavedQuestions
import ShellInput
import ShellOutput
import ShellSession
import ShellText

extension Command {
    static let help = Command(
        name: "help", aliases: ["?", "h"], group: .shell, usage: "[GROUP|COMMAND]",
        summary: "the commands, a group of them, or one with examples",
        examples: [
            .init(":help answers", "what the commands for answers do"),
            .init(":help crew", "all about :crew"),
        ],
        arguments: [.command],
        shows: .always
    ) { invocation, session in
        var words = invocation.words
        let name = words.next()
        try words.end(of: "help")
        let own = session.questionShelf.list().questions.map { Command(asking: $0) }
        guard let name else {
            let commands = CommandRegistry.all + own
            let overview = HelpOverview(commands, columns: invocation.console.page.columns ?? 80)
            return .page(overview.text, .array(commands.map { .object($0.row) }))
        }
        let bare = name.hasPrefix(":") ? String(name.dropFirst()) : name
        do throws(Complaint) {
            let command = try CommandTable(CommandRegistry.all + own).find(bare)
            return .page(command.page, .object(command.row.merging(command.particulars)))
        } catch {
            guard
                let group = CommandGroup.allCases.first(where: { $0.title.lowercased() == bare.lowercased() })
            else { throw error }
            let commands = (CommandRegistry.all + own).filter { $0.group == group }
            if commands.isEmpty {
                throw Complaint.usage(
                    "There are no saved questions.", advice: ":help define shows how to save one.")
            }
            return .page(
                HelpOverview.text(of: group, commands), .array(commands.map { .object($0.row) }))
        }
    }

    /// Its name and what follows it.
    package var synopsis: String {
        usage.isEmpty ? ":\(name)" : ":\(name) \(usage)"
    }

    private var page: String {
        let head = "\(synopsis): \(summary)"
        var lines = head.count <= 80 ? [head] : ["\(synopsis):", summary]
        if !aliases.isEmpty { lines.append("also: " + aliases.map { ":" + $0 }.joined(separator: ", ")) }
        if !details.isEmpty { lines += ["", details] }
        if let ending { lines += ["", ending] }
        if !examples.isEmpty {
            let width = examples.map(\.line.count).max() ?? 0
            lines.append("")
            lines += examples.map {
                "  " + $0.line + String(repeating: " ", count: width - $0.line.count + 2) + $0.effect
            }
        }
        return lines.joined(separator: "\n")
    }

    /// What may stand behind its arguments.
    private var ending: String? {
        switch shows {
        case .nothing: nil
        case .elsewhere: "-o FORMAT: its form (:help format)."
        case .always: "-o FORMAT: its form; | PROGRAM, > FILE, >> FILE: where it goes."
        case .behindRun: "Behind a RUN and items: -o FORMAT, its form; | PROGRAM, > FILE: where it goes."
        case .behindName: "Behind NAME and items: -o FORMAT, its form; | PROGRAM, > FILE: where it goes."
        case .whenShown: "Behind items or alone: -o FORMAT, its form; | PROGRAM, > FILE: where it goes."
        case .whenAlone: "Alone it takes -o FORMAT, its form; | PROGRAM, > FILE, >> FILE: where it goes."
        }
    }

    /// What the list has of it, as data.
    private var row: JSONObject {
        [
            "command": .string(name), "group": .string(group.rawValue), "usage": .string(synopsis),
            "summary": .string(summary), "aliases": .array(aliases.map(JSONValue.string)),
        ]
    }

    /// What only its own page has, as data.
    private var particulars: JSONObject {
        [
            "details": .string(details),
            "examples": .array(examples.map { ["line": .string($0.line), "effect": .string($0.effect)] }),
        ]
    }
}

/// The list of all commands on one screen: of each group what it is about, and the names of its commands.
struct HelpOverview {
    private static let width = 79

    private let columns: Int
    private let commands: [Command]

    /// - Parameters:
    ///   - commands: they stand in this order within their groups.
    ///   - columns: how wide the window is.
    init(_ commands: [Command], columns: Int) {
        self.columns = columns
        self.commands = commands
    }

    /// The rows, and what has to be known beside them.
    var text: String {
        (CommandGroup.allCases.flatMap(rows) + ["", Self.closing]).joined(separator: "\n")
    }

    private static let closing = """
        :help GROUP says what each does, as in :help answers; :help COMMAND says all.
        What is shown may go on: | PROGRAM, > FILE or >> FILE; -o FORMAT is its form.
        RUN is last (the default), %N, or a correlation id or its unique beginning.
        Several lines as one text: between \""" and \""", or with \\ at the end of a line.
        Ctrl-C leaves a run, Ctrl-D the shell.
        """

    private func rows(of group: CommandGroup) -> [String] {
        let isWide = columns > Self.width
        let indent = isWide ? Self.titleWidth : 2
        guard commands.contains(where: { $0.group == group }) else { return [] }
        let title = isWide ? Self.padded(group.title, to: indent) + group.summary : group.title
        var rows: [String] = []
        var row = ""
        for name in commands.filter({ $0.group == group }).map({ ":" + $0.name }) {
            if !row.isEmpty, indent + row.count + 2 + name.count > min(Self.width, columns - 1) {
                rows.append(row)
                row = ""
            }
            row += row.isEmpty ? name : "  " + name
        }
        rows.append(row)
        return [title] + rows.map { String(repeating: " ", count: indent) + $0 }
    }

    /// A group with what each of its commands does.
    static func text(of group: CommandGroup, _ commands: [Command]) -> String {
        let width = (commands.map(\.name.count).max() ?? 0) + 3
        let rows = commands.map { "  " + padded(":" + $0.name, to: width) + $0.summary }
        return (["\(group.title): \(group.summary)", ""] + rows).joined(separator: "\n")
    }

    private static let titleWidth = (CommandGroup.allCases.map(\.title.count).max() ?? 0) + 2

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
