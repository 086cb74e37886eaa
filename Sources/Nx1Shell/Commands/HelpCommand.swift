import Nx1Client
import Nx1Events
import ShellOutput
import ShellText

extension Command {
    static let help = Command(
        name: "help", aliases: ["?", "h"], group: .shell, usage: "[COMMAND]",
        summary: "the commands, or one of them with examples", gist: "this, or one command",
        examples: [.init(":help crew", "all about :crew"), .init(":help profile", "all about :profile")],
        arguments: [.command]
    ) { (invocation, _: inout SessionSettings) in
        var words = invocation.words
        let name = words.next()
        try words.end(of: "help")
        guard let name else {
            let commands = CommandRegistry.all
            let page = invocation.console.page
            let overview = HelpOverview(commands, columns: page.columns ?? 80)
            return .page(overview.text, .array(commands.map { .object($0.row) }))
        }
        let bare = name.hasPrefix(":") ? String(name.dropFirst()) : name
        let command = try CommandRegistry.table.find(bare)
        return .page(command.page, .object(command.row.merging(command.particulars)))
    }

    /// Its name and what follows it.
    package var synopsis: String {
        usage.isEmpty ? ":\(name)" : ":\(name) \(usage)"
    }

    private var page: String {
        var lines = ["\(synopsis): \(summary)"]
        if !aliases.isEmpty { lines.append("also: " + aliases.map { ":" + $0 }.joined(separator: ", ")) }
        if !details.isEmpty { lines += ["", details] }
        if !examples.isEmpty {
            let width = examples.map(\.line.count).max() ?? 0
            lines.append("")
            lines += examples.map {
                "  " + $0.line + String(repeating: " ", count: width - $0.line.count + 2) + $0.effect
            }
        }
        return lines.joined(separator: "\n")
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

/// The list of all commands on one screen: a block of rows for each group, two commands in a row, or one where there is no
/// room for two.
struct HelpOverview {
    private static let width = 79
    private static let gap = 2

    private let columns: Int
    private let entries: [(group: CommandGroup, name: String, gist: String)]

    /// - Parameters:
    ///   - commands: they stand in this order within their groups.
    ///   - columns: how wide the window is.
    init(_ commands: [Command], columns: Int) {
        self.columns = columns
        entries =
            [(.asking, "text", "asks the default crew")]
            + commands.map { ($0.group, ":" + $0.name, $0.gist ?? $0.summary) }
    }

    /// The rows, and what has to be known beside them.
    var text: String {
        let rows = CommandGroup.allCases.flatMap(columns > Self.width ? rows : narrowRows)
        return (rows + ["", Self.closing]).joined(separator: "\n")
    }

    private static let closing = """
        :help COMMAND tells all about one, with examples.
        RUN is last (the default), %N, or a correlation id or its unique beginning.
        Several lines as one text: between \""" and \""", or with \\ at the end of a line.
        Ctrl-C leaves a run, Ctrl-D the shell.
        """

    private func rows(of group: CommandGroup) -> [String] {
        let cells = entries.filter { $0.group == group }.map { cell($0.name, $0.gist) }
        return stride(from: 0, to: cells.count, by: 2).map { index in
            let title = index == 0 ? group.title : ""
            let row = padded(title, to: titleWidth) + cells[index] + padded("", to: Self.gap)
            return (row + (index + 1 < cells.count ? cells[index + 1] : "")).withoutBlanksAtEnd
        }
    }

    private func narrowRows(of group: CommandGroup) -> [String] {
        let entries = entries.filter { $0.group == group }
        return [group.title]
            + entries.map { entry in
                let name = "  " + padded(entry.name, to: nameWidth)
                return name + String(entry.gist.prefix(max(0, columns - 1 - name.count)))
            }
    }

    private func cell(_ name: String, _ gist: String) -> String {
        padded(padded(name, to: nameWidth) + clipped(gist), to: nameWidth + gistWidth)
    }

    private var titleWidth: Int { (CommandGroup.allCases.map(\.title.count).max() ?? 0) + Self.gap }
    private var nameWidth: Int { (entries.map(\.name.count).max() ?? 0) + Self.gap }
    private var gistWidth: Int { (Self.width - titleWidth - Self.gap) / 2 - nameWidth }

    /// As many of the words as there is room for.
    private func clipped(_ gist: String) -> String {
        guard gist.count > gistWidth else { return gist }
        let room = gist.prefix(gistWidth - 1)
        let words = room.lastIndex(of: " ").map { room[..<$0] } ?? room
        return String(words.reversed().drop { " ,;:".contains($0) }.reversed()) + "…"
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

extension String {
    fileprivate var withoutBlanksAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
