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
