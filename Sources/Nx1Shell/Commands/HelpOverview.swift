import ShellSession

/// The list of all commands and topics on one screen.
struct HelpOverview {
    private static let width = 79

    private let columns: Int
    private let commands: [Command]
    private let topics: [String]

    /// - Parameters:
    ///   - commands: in the order in which their groups list them.
    ///   - topics: the names of the guide's pages, in order.
    ///   - columns: the width of the window.
    init(_ commands: [Command], topics: [String], columns: Int) {
        self.columns = columns
        self.commands = commands
        self.topics = topics
    }

    /// The rows, and a few hints.
    var text: String {
        (CommandGroup.allCases.flatMap(rows) + topicRows + ["", Self.closing]).joined(separator: "\n")
    }

    private static let closing = """
        :help NAME explains a command, a group or a topic, as in :help answers.
        Output of a command takes -o FORMAT, | PROGRAM, > FILE and >> FILE.
        RUN is last (the default), %N, or a correlation id or a unique prefix of one.
        To enter several lines, enclose them in \""", or end all but the last with \\.
        Ctrl-C leaves the run, Ctrl-D leaves the shell.
        """

    /// The topics. Those that share a name with a group of commands are in the title.
    private var topicRows: [String] {
        let groups = CommandGroup.allCases.map { $0.title.lowercased() }.filter(topics.contains)
        let summary =
            groups.isEmpty
            ? "pages of the guide" : "pages of the guide, such as " + groups.joined(separator: " and ")
        return rows(titled: "Topics", summary, topics.filter { !groups.contains($0) })
    }

    private func rows(of group: CommandGroup) -> [String] {
        let names = commands.filter { $0.group == group }.map { ":" + $0.name }
        return names.isEmpty ? [] : rows(titled: group.title, group.summary, names)
    }

    private func rows(titled title: String, _ summary: String, _ names: [String]) -> [String] {
        let isWide = columns > Self.width
        let indent = isWide ? Self.titleWidth : 2
        var rows: [String] = []
        var row = ""
        for name in names {
            if !row.isEmpty, indent + row.count + 2 + name.count > min(Self.width, columns - 1) {
                rows.append(row)
                row = ""
            }
            row += row.isEmpty ? name : "  " + name
        }
        rows.append(row)
        return [isWide ? Self.padded(title, to: indent) + summary : title]
            + rows.map { String(repeating: " ", count: indent) + $0 }
    }

    /// The page of a group: what each of its commands does.
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
